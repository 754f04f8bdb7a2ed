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

    /// Enters what is due on `date` into the outbox. `progress` is told the borrowers looked at so far.
    ///
    /// `isOurs` is asked in the transaction of every page; when it says no, somebody else plans this shard, and the run ends.
    @discardableResult package func run(
        on date: CivilDate, now: Instant, shard: PlanningShard = .whole,
        isOurs: @escaping @Sendable (any SQLSession) throws -> Bool = { _ in true },
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> PlanCounts {
        var total = PlanCounts()
        let highest = try await database.read { try $0.integer("SELECT max(id) FROM borrower") } ?? 0
        for block in shard.blocks(through: highest) {
            var last = block.lowerBound - 1
            while true {
                let (planner, after) = (self, last)
                let page = try await database.write(repeatable: true) { session -> Page in
                    guard try isOurs(session) else { return .others }
                    return try planner.planPage(after: after, through: block.upperBound, on: date, now: now, in: session)
                }
                if case .others = page { return total }
                guard case .planned(let counts, let end) = page else { break }
                total = total + counts
                last = end
                progress(total.borrowers)
            }
        }
        return total
    }

    private enum Page {
        case planned(PlanCounts, last: Int64)
        case behindTheEnd
        case others
    }

    private func planPage(
        after last: Int64, through end: Int64, on date: CivilDate, now: Instant, in session: any SQLSession
    ) throws -> Page {
        // A book that is being imported is seen whole or not at all.
        try session.lock([.facts], .shared)
        guard
            let page = try Snapshots.page(
                after: last, through: end, portfolio: portfolio, in: session, vault: vault,
                contactsSince: now - Self.contactsWithin, now: now)
        else { return .behindTheEnd }
        let words = try PlanningWords.standing(after: last, through: page.last, in: session)
        var entry = PlanEntry(planner: self, words: words, date: date, now: now, session: session)
        let claims = try Outbox.claims(after: last, through: page.last, in: session)
        entry.counts.borrowers = page.snapshots.count
        try entry.enter(
            page.snapshots.flatMap {
                decide($0, context: context, claimed: { claims.contains($0) }, on: date, now: now)
            })
        return .planned(entry.counts, last: page.last)
    }

    /// The same decisions, nothing stored.
    package func preview(on date: CivilDate, now: Instant, into report: inout PlanReport) async throws {
        let planner = self
        let start = report
        report = try await database.read { session in
            var report = start
            try Snapshots.each(
                portfolio: planner.context.portfolio.key, in: session, vault: planner.vault,
                contactsSince: now - Self.contactsWithin, now: now
            ) { snapshot in
                report.borrowers += 1
                let borrower = snapshot.borrower.id.number
                let claims = try Outbox.claims(after: borrower - 1, through: borrower, in: session)
                let decisions = decide(
                    snapshot, context: planner.context, claimed: { claims.contains($0) }, on: date, now: now)
                for decision in decisions { planner.count(decision, of: snapshot, into: &report) }
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
