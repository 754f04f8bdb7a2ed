import CivilTime
import Compliance
import Decisions
import Evidence
import LoanBook
import Messaging
import Store

extension LeafDraft {
    /// The word of planning on one step: send, hold or suppress, why, and who said so.
    static func planned(_ decision: Decision, planner: Planner, at now: Instant) -> LeafDraft {
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
        case .task(let planned): (step, word, heard) = (planned, "task", nil)
        }
        // In the order in which they are written.
        var content: [(String, LeafValue)] = [("allowed", .allowed(heard))]
        if !step.arms.isEmpty { content.append(("arms", .arms(step))) }
        content += [
            ("claim", .claim(step.claim))
        ]
        if !step.merged.isEmpty { content.append(("claims", .claims(step.told))) }
        content += [
            ("decision", word), ("due", .instant(step.dueAt)), ("findings", .findings(heard)),
        ]
        if let hour = step.hour { content.append(("hour", .text(hour.words))) }
        if !step.merged.isEmpty { content.append(("loans", .references(step))) }
        content += [("packs", .packs(heard)), ("purpose", .text(step.step.purpose.rawValue))]
        if let reason { content.append(("reason", .text(reason))) }
        if let segment = step.step.segment { content.append(("segment", .text(segment))) }
        content += [
            ("strategy", .text(step.strategy.key)), ("strategy_version", .text(step.strategy.version)),
            ("taken_by", "planning"),
        ]
        if let task = step.step.task { content.append(("task", .text(task))) }
        if let until { content.append(("until", .instant(until))) }
        return LeafDraft(kind: .decision, borrower: step.claim.borrower.number, at: now, content: content)
    }
}
