package import CivilTime
import Compliance
package import Decisions
import LoanBook
import Messaging
package import Store

/// Plans one portfolio: snapshots, the pure decision, and both its outcomes (outbox and evidence) in one transaction a
/// page of borrowers. Running it again changes nothing that has not changed.
package struct Planner: Sendable {
    /// How far back contacts are read for caps.
    package static let contactsWithin = Span.days(40)

    package var database: any SQLDatabase
    package var vault: Vault
    package var random: RandomSource
    package var context: DecisionContext
    /// The portfolio's number in the store.
    package var portfolio: Int64
    /// What a segment costs on the way that messages are to take; nil where nobody keeps costs.
    package var price: Prices.Entry?

    package init(
        database: any SQLDatabase, vault: Vault, random: RandomSource, context: DecisionContext, portfolio: Int64
    ) {
        self.database = database
        self.vault = vault
        self.random = random
        self.context = context
        self.portfolio = portfolio
    }

    /// Today for this portfolio at `now`: the civil date of its own calendar.
    package func today(at now: Instant) -> CivilDate? {
        context.law.zones.zone(context.portfolio.zone)?.civil(at: now).date
    }

    /// Pages that are read and decided about while an earlier one is entered: enough that the writer never waits.
    private static let pagesAhead = 3

    /// Enters what is due on `date` into the outbox. `progress` is told the borrowers looked at so far.
    ///
    /// Pages are decided about side by side, each in a read transaction of its own, and entered one after another. `isOurs`
    /// is asked in the transaction that enters a page; when it says no, somebody else plans this shard, and the run ends.
    @discardableResult package func run(
        on date: CivilDate, now: Instant, shard: PlanningShard = .whole,
        isOurs: @escaping @Sendable (any SQLSession) throws -> Bool = { _ in true },
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> PlanCounts {
        var total = PlanCounts()
        var pages = try await PageQueue(shard, portfolio: portfolio, in: database)
        try await withThrowingTaskGroup(of: DecidedPage.self) { group in
            var underWay: [Snapshots.Page] = []
            var done: [Snapshots.Page: DecidedPage] = [:]
            while true {
                while underWay.count < Self.pagesAhead, let page = try await pages.next() {
                    underWay.append(page)
                    group.addTask { try await database.read { try decide(page, on: date, now: now, in: $0) } }
                }
                guard let next = underWay.first else { break }
                while done[next] == nil, let decided = try await group.next() { done[decided.page] = decided }
                guard let decided = done.removeValue(forKey: next) else { break }
                underWay.removeFirst()
                let counts = try await database.write(repeatable: true) { session in
                    try isOurs(session) ? enter(decided, on: date, now: now, in: session) : nil
                }
                guard let counts else {
                    group.cancelAll()
                    break
                }
                total = total + counts
                progress(total.borrowers)
            }
        }
        return total
    }

    /// Enters what was decided. When a book was imported since, the page is decided about again, under the lock that keeps
    /// the next book out: a book is seen whole or not at all.
    private func enter(
        _ decided: DecidedPage, on date: CivilDate, now: Instant, in session: any SQLSession
    ) throws -> PlanCounts {
        try session.lock([.facts], .shared)
        let isStale = try BatchFacts.newest(in: session) != decided.batch
        let decided = isStale ? try decide(decided.page, on: date, now: now, in: session) : decided
        var entry = PlanEntry(planner: self, date: date, now: now, session: session)
        entry.counts.borrowers = decided.page.borrowers
        try entry.enter(Array(decided.decisions))
        return entry.counts
    }

    /// The same decisions, nothing stored.
    package func preview(on date: CivilDate, now: Instant, into report: inout PlanReport) async throws {
        let start = report
        report = try await database.read { session in
            var report = start
            var last: Int64 = 0
            while last < .max {
                let pages = try Snapshots.pages(
                    of: last + 1...Int64.max, atMost: PageQueue.pagesAtOnce, portfolio: portfolio, in: session)
                for page in pages {
                    report.borrowers += page.borrowers
                    for (snapshot, decisions) in try decide(page, on: date, now: now, in: session).decided {
                        for decision in decisions { count(decision, of: snapshot, into: &report) }
                    }
                }
                last = pages.last?.ids.upperBound ?? .max
            }
            try previewLadders(on: date, now: now, into: &report, in: session)
            return report
        }
    }

    func count(_ decision: Decision, of snapshot: BorrowerSnapshot, into report: inout PlanReport) {
        let planned = decision.planned
        let heading = PlanReport.Reason(step: planned.step.id, reason: decision.heading ?? "")
        switch decision {
        case .send:
            let zone = context.zone(of: snapshot.borrower) ?? .utc
            let segments = Segmenter.segment(planned.text).segments.count
            if let cost = price?.cost {
                report.cost[cost.currency, default: 0] += cost.millionths(of: Int64(segments))
            } else {
                report.unpricedSegments += segments
            }
            let row = PlanReport.Row(
                step: planned.step.id, segment: planned.step.segment ?? "", language: planned.language,
                segments: segments, loans: max(1, planned.loans.count),
                hour: Int(zone.civil(at: planned.dueAt).time.seconds) / 3600)
            report.sending[row, default: 0] += 1
            for rung in planned.ladder {
                let reason = PlanReport.Reason(step: rung.id, reason: rung.anchor.words)
                report.ifUndelivered[reason, default: 0] += 1
            }
        case .hold: report.held[heading, default: 0] += 1
        case .suppress: report.suppressed[heading, default: 0] += 1
        case .task:
            report.tasks[PlanReport.Reason(step: planned.step.id, reason: planned.step.task ?? ""), default: 0] += 1
        }
    }
}
