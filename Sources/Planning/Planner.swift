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
    /// Pages whose ends are looked up at once.
    private static let pagesAtOnce = 64

    /// Enters what is due on `date` into the outbox. `progress` is told the borrowers looked at so far.
    ///
    /// Pages are decided about side by side, each in a read transaction of its own, and entered one after another.
    @discardableResult package func run(
        on date: CivilDate, now: Instant, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> PlanCounts {
        var total = PlanCounts()
        try await withThrowingTaskGroup(of: (Snapshots.Page, DecidedPage).self) { group in
            var waiting: [Snapshots.Page] = []
            var underWay: [Snapshots.Page] = []
            var done: [Snapshots.Page: DecidedPage] = [:]
            var last: Int64? = 0
            let portfolio = portfolio
            while true {
                while underWay.count < Self.pagesAhead {
                    if waiting.isEmpty, let after = last {
                        waiting = try await database.read {
                            try Snapshots.pages(
                                after: after, atMost: Self.pagesAtOnce, portfolio: portfolio, in: $0)
                        }
                        last = waiting.last?.ids.upperBound
                    }
                    guard !waiting.isEmpty else { break }
                    let page = waiting.removeFirst()
                    underWay.append(page)
                    group.addTask {
                        (page, try await database.read { try decide(page, on: date, now: now, in: $0) })
                    }
                }
                guard let first = underWay.first else { break }
                while done[first] == nil, let (page, decided) = try await group.next() { done[page] = decided }
                guard let decided = done.removeValue(forKey: first) else { break }
                underWay.removeFirst()
                total = total + (try await enter(decided, of: first, on: date, now: now))
                progress(total.borrowers)
            }
        }
        return total
    }

    /// Commits what was decided. When a book was imported since, the page is decided about again, under the lock that
    /// keeps the next book out.
    private func enter(
        _ decided: DecidedPage, of page: Snapshots.Page, on date: CivilDate, now: Instant
    ) async throws -> PlanCounts {
        try await database.write { session in
            try session.lock([.facts], .shared)
            let isStale = try BatchFacts.newest(in: session) != decided.batch
            let decided = isStale ? try decide(page, on: date, now: now, in: session) : decided
            var entry = PlanEntry(planner: self, date: date, now: now, session: session)
            entry.counts.borrowers = decided.borrowers
            try entry.enter(Array(decided.decisions))
            return entry.counts
        }
    }

    /// The same decisions, nothing stored.
    package func preview(on date: CivilDate, now: Instant, into report: inout PlanReport) async throws {
        let start = report
        report = try await database.read { session in
            var report = start
            var last: Int64? = 0
            while let after = last {
                let pages = try Snapshots.pages(
                    after: after, atMost: Self.pagesAtOnce, portfolio: portfolio, in: session)
                for page in pages {
                    let decided = try decide(page, on: date, now: now, in: session)
                    report.borrowers += decided.borrowers
                    for (snapshot, decisions) in decided.decided {
                        for decision in decisions { count(decision, of: snapshot, into: &report) }
                    }
                }
                last = pages.last?.ids.upperBound
            }
            return report
        }
    }

    private func count(_ decision: Decision, of snapshot: BorrowerSnapshot, into report: inout PlanReport) {
        let planned = decision.planned
        let heading = PlanReport.Reason(step: planned.step.id, reason: decision.heading ?? "")
        switch decision {
        case .send:
            let zone = context.zone(of: snapshot.borrower) ?? .utc
            let row = PlanReport.Row(
                step: planned.step.id, language: planned.language,
                segments: Segmenter.segment(planned.text).segments.count,
                hour: Int(zone.civil(at: planned.dueAt).time.seconds) / 3600)
            report.sending[row, default: 0] += 1
        case .hold: report.held[heading, default: 0] += 1
        case .suppress: report.suppressed[heading, default: 0] += 1
        }
    }
}
