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
    /// Who planned it, as the message and its leaf tell: the strategy, or a broadcast.
    var source: (key: String, version: String)
    var counts = PlanCounts()

    init(planner: Planner, date: CivilDate, now: Instant, session: any SQLSession) {
        self.planner = planner
        self.date = date
        self.now = now
        self.session = session
        source = (planner.context.strategy.key, planner.context.strategy.version)
    }

    /// All decisions of the page, with what is recorded of them, in their order.
    mutating func enter(_ decisions: [Decision]) throws {
        guard !decisions.isEmpty else { return }
        let entered = try plan(decisions)
        if !entered.isEmpty { try session.notify(.outbox) }
        let changed = try note(decisions)
        var leaves: [LeafDraft] = []
        for decision in decisions {
            let claim = decision.planned.claim
            switch decision {
            case .send:
                guard entered.contains(claim) else { continue }
                counts.planned += 1
            case .hold:
                guard entered.contains(claim) else { continue }
                counts.held += 1
            case .suppress:
                counts.suppressed += 1
                guard changed.contains(claim) else { continue }
            }
            leaves.append(.planned(decision, by: source, at: now))
        }
        try EvidenceLog.append(leaves, in: session, vault: planner.vault, random: planner.random)
    }

    /// Enters what is to go out, now or later; returns the claims of what was entered.
    private func plan(_ decisions: [Decision]) throws -> Set<Claim> {
        var messages: [(message: OutboxMessage, reason: String)] = []
        for decision in decisions {
            switch decision {
            case .send(let step, _): messages.append((message(step, .planned, due: step.dueAt), ""))
            case .hold(let step, let until, let reason, _):
                messages.append((message(step, .held, due: until), reason))
            case .suppress: break
            }
        }
        guard !messages.isEmpty else { return [] }
        let first = try Numbers.take("message", Int64(messages.count), in: session)
        for index in messages.indices { messages[index].message.id = OutboxMessage.ID(first + Int64(index)) }
        let entered = try Outbox.plan(messages, at: now, in: session)
        let claims = messages.lazy.filter { entered.contains($0.message.id) }.map(\.message.claim)
        try PlanningWords.forget(Array(claims), in: session)
        return Set(claims)
    }

    private func message(_ step: PlannedStep, _ state: MessageState, due: Instant) -> OutboxMessage {
        OutboxMessage(
            id: OutboxMessage.ID(0), portfolio: planner.portfolio, loan: step.loan, claim: step.claim,
            purpose: step.step.purpose, strategy: "\(source.key)@\(source.version)", plannedOn: date, state: state,
            due: due, attempts: 0)
    }

    /// Suppression claims nothing: it is decided anew when facts change. Returns the claims of words that are new.
    private func note(_ decisions: [Decision]) throws -> Set<Claim> {
        let words = decisions.compactMap { decision -> (claim: Claim, outcome: String, reason: String)? in
            guard case .suppress(let step, let reason, _) = decision else { return nil }
            return (step.claim, "suppress", reason)
        }
        return try PlanningWords.note(words, at: now, in: session)
    }
}
