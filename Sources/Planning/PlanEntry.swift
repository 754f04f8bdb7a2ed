import CivilTime
import Decisions
import LoanBook
import Messaging
import Store

/// What planning did: counts only.
package struct PlanCounts: Sendable, Hashable {
    package var borrowers = 0
    package var planned = 0
    package var held = 0
    package var suppressed = 0

    package init() {}

    package static func + (a: PlanCounts, b: PlanCounts) -> PlanCounts {
        var sum = a
        sum.borrowers += b.borrowers
        sum.planned += b.planned
        sum.held += b.held
        sum.suppressed += b.suppressed
        return sum
    }
}

/// Enters the decisions of one page inside its transaction. A decision that stands already enters nothing.
struct PlanEntry {
    let planner: Planner
    let date: CivilDate
    let now: Instant
    let session: any SQLSession
    /// Of the page's borrowers: the steps that planning spoke against before.
    private let words: Set<Claim>
    var counts = PlanCounts()
    private var leaves: [LeafDraft] = []
    private var numbers: Range<Int64> = 0..<0

    init(planner: Planner, words: Set<Claim>, date: CivilDate, now: Instant, session: any SQLSession) {
        self.planner = planner
        self.words = words
        self.date = date
        self.now = now
        self.session = session
    }

    /// All decisions of the page, with what is recorded of them.
    mutating func enter(_ decisions: [Decision]) throws {
        let messages = Int64(decisions.count { if case .suppress = $0 { false } else { true } })
        if messages > 0 {
            let first = try Numbers.take("message", messages, in: session)
            numbers = first..<first + messages
        }
        for decision in decisions { try enter(decision) }
        if counts.planned + counts.held > 0 { try session.notify(.outbox) }
        try EvidenceLog.append(leaves, in: session, vault: planner.vault, random: planner.random)
    }

    private mutating func enter(_ decision: Decision) throws {
        switch decision {
        case .send(let step, _):
            guard try plan(step, state: .planned, due: step.dueAt, reason: "") else { return }
            counts.planned += 1
            leaves.append(.planned(decision, planner: planner, at: now))
        case .hold(let step, let until, let reason, _):
            guard try plan(step, state: .held, due: until, reason: reason) else { return }
            counts.held += 1
            leaves.append(.planned(decision, planner: planner, at: now))
        case .suppress(let step, let reason, _):
            // Suppression claims nothing: it is decided anew when facts change.
            counts.suppressed += 1
            let isNew = try PlanningWords.note(
                step.claim, outcome: "suppress", reason: reason, at: now, in: session)
            if isNew { leaves.append(.planned(decision, planner: planner, at: now)) }
        }
    }

    private mutating func plan(
        _ step: PlannedStep, state: MessageState, due: Instant, reason: String
    ) throws -> Bool {
        let id = try numbers.popFirst() ?? Numbers.take("message", 1, in: session)
        let strategy = planner.context.strategy
        let message = OutboxMessage(
            id: OutboxMessage.ID(id), portfolio: planner.portfolio, loan: step.loan, claim: step.claim,
            purpose: step.step.purpose, strategy: "\(strategy.key)@\(strategy.version)", plannedOn: date, state: state,
            due: due, attempts: 0)
        let isNew = try Outbox.plan(message, reason: reason, at: now, in: session)
        if isNew, words.contains(step.claim) { try PlanningWords.forget(step.claim, in: session) }
        return isNew
    }
}
