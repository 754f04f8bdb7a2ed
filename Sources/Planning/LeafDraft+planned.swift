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
        var content: [(String, LeafValue)] = []
        let heard: Verdict?
        switch decision {
        case .send(let planned, let verdict):
            (step, heard) = (planned, verdict)
            content.append(("decision", "send"))
        case .hold(let planned, let until, let reason, let verdict):
            (step, heard) = (planned, verdict)
            content += [("decision", "hold"), ("until", .instant(until)), ("reason", .text(reason))]
        case .suppress(let planned, let reason, let verdict):
            (step, heard) = (planned, verdict)
            content += [("decision", "suppress"), ("reason", .text(reason))]
        }
        content += [
            ("taken_by", "planning"), ("claim", .claim(step.claim)), ("purpose", .text(step.step.purpose.rawValue)),
            ("strategy", .text(planner.context.strategy.key)),
            ("strategy_version", .text(planner.context.strategy.version)), ("due", .instant(step.dueAt)),
            ("findings", .findings(heard)),
        ]
        return LeafDraft(kind: .decision, borrower: step.claim.borrower.number, at: now, content: content)
    }
}
