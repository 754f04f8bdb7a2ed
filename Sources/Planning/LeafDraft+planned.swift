import CivilTime
import Compliance
import Decisions
import Evidence
import LoanBook
import Messaging
import Store

extension LeafDraft {
    /// The word of planning on one step: send, hold or suppress, why, and who said so.
    static func planned(
        _ decision: Decision, by source: (key: String, version: String), at now: Instant
    ) -> LeafDraft {
        let step: PlannedStep
        let word: LeafValue
        let heard: Verdict?
        var reason: String?
        var until: Instant?
        switch decision {
        case .send(let planned, let verdict): (step, word, heard) = (planned, "send", verdict)
        case .hold(let planned, let end, let why, let verdict):
            (step, word, heard, reason, until) = (planned, "hold", verdict, why, end)
        case .suppress(let planned, let why, let verdict):
            (step, word, heard, reason) = (planned, "suppress", verdict, why)
        }
        // In the order in which they are written.
        var content: [(String, LeafValue)] = [
            ("allowed", .allowed(heard)), ("claim", .claim(step.claim)), ("decision", word),
            ("due", .instant(step.dueAt)), ("findings", .findings(heard)), ("packs", .packs(heard)),
            ("purpose", .text(step.step.purpose.rawValue)),
        ]
        if let reason { content.append(("reason", .text(reason))) }
        content += [
            ("strategy", .text(source.key)),
            ("strategy_version", .text(source.version)), ("taken_by", "planning"),
        ]
        if let until { content.append(("until", .instant(until))) }
        return LeafDraft(kind: .decision, borrower: step.claim.borrower.number, at: now, content: content)
    }
}
