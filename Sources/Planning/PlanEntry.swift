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
    package var tasks = 0

    package init() {}

    package static func + (a: PlanCounts, b: PlanCounts) -> PlanCounts {
        var sum = a
        sum.borrowers += b.borrowers
        sum.planned += b.planned
        sum.held += b.held
        sum.suppressed += b.suppressed
        sum.tasks += b.tasks
        return sum
    }
}

/// Enters the decisions of one page inside its transaction. A decision that stands already enters nothing.
struct PlanEntry {
    let planner: Planner
    let date: CivilDate
    let now: Instant
    let session: any SQLSession
    var counts = PlanCounts()

    init(planner: Planner, date: CivilDate, now: Instant, session: any SQLSession) {
        self.planner = planner
        self.date = date
        self.now = now
        self.session = session
    }

    /// All decisions of the page, with what is recorded of them, in their order.
    mutating func enter(_ decisions: [Decision]) throws {
        guard !decisions.isEmpty else { return }
        let entered = try plan(decisions)
        if !entered.isEmpty { try session.notify(.outbox) }
        let changed = try note(decisions)
        let opened = try open(decisions)
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
            case .task:
                guard opened.contains(claim) else { continue }
                counts.tasks += 1
            }
            leaves.append(.planned(decision, planner: planner, at: now))
        }
        try EvidenceLog.append(leaves, in: session, vault: planner.vault, random: planner.random)
    }

    /// Enters what is to go out, now or later; returns the claims of what was entered.
    private func plan(_ decisions: [Decision]) throws -> Set<Claim> {
        var messages: [(message: OutboxMessage, reason: String, estimate: Outbox.Estimate?)] = []
        var told: [[Claim]] = []
        for decision in decisions {
            switch decision {
            case .send(let step, _): messages.append((message(step, .planned, due: step.dueAt), "", estimate(step)))
            case .hold(let step, let until, let reason, _):
                messages.append((message(step, .held, due: until), reason, estimate(step)))
            case .suppress, .task: continue
            }
            told.append(decision.planned.told)
        }
        guard !messages.isEmpty else { return [] }
        let first = try Numbers.take("message", Int64(messages.count), in: session)
        for index in messages.indices { messages[index].message.id = OutboxMessage.ID(first + Int64(index)) }
        // What a turn has just told, or tries again, is seen before anything is entered beside it.
        try session.lock(Set(messages.map { .borrower($0.message.borrower.number) }), .exclusive)
        let entered = try Outbox.plan(messages, at: now, in: session)
        let new = messages.indices.filter { entered.contains(messages[$0].message.id) }
        try PlanningWords.forget(new.flatMap { told[$0] }, in: session)
        return Set(new.map { messages[$0].message.claim })
    }

    private func estimate(_ step: PlannedStep) -> Outbox.Estimate? {
        guard let price = planner.price, price.number > 0 else { return nil }
        return Outbox.Estimate(segments: Segmenter.segment(step.text).segments.count, price: price.number)
    }

    private func message(_ step: PlannedStep, _ state: MessageState, due: Instant) -> OutboxMessage {
        OutboxMessage(
            id: OutboxMessage.ID(0), portfolio: planner.portfolio, loan: step.loan, claim: step.claim,
            purpose: step.step.purpose, strategy: "\(step.strategy.key)@\(step.strategy.version)", plannedOn: date,
            state: state,
            due: due, attempts: 0)
    }

    /// A task is opened once, and its claim is taken with it. Returns the claims of those that are new.
    private func open(_ decisions: [Decision]) throws -> Set<Claim> {
        let steps = decisions.compactMap { if case .task(let step) = $0 { step } else { nil } }
        guard !steps.isEmpty else { return [] }
        let taken = try Outbox.take(steps.map(\.claim), at: now, in: session)
        for step in steps where taken.contains(step.claim) {
            try Tasks.open(step.step.task ?? "", of: step.claim.borrower, loan: step.loan, at: now, in: session)
        }
        try PlanningWords.forget(Array(taken), in: session)
        return taken
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
