package import CivilTime
import Compliance
import Decisions
import LoanBook
package import Messaging
import Store

/// What a broadcast will say on one day.
package struct BroadcastDay: Sendable, Hashable {
    package var broadcast: Int64
    package var portfolio: String
    package var purpose: Purpose
    package var template: String
    package var perHour: Int
    /// Messages by the hour in the portfolio's calendar, 0 to 23. What went out already is not among them.
    package var hours: [Int: Int] = [:]

    package var messages: Int { hours.values.reduce(0, +) }
}

extension Planner {
    /// The approved broadcasts that have something to say on `date`: what waits for its turn, and those who would get theirs
    /// if it was given at `now`. Nothing is stored.
    package func broadcasts(on date: CivilDate, now: Instant) async throws -> [BroadcastDay] {
        guard let zone = context.law.zones.zone(context.portfolio.zone) else { return [] }
        let (start, end) = (zone.instant(date, .midnight), zone.instant(date + 1, .midnight))
        // What was to go before and still waits goes today.
        let from = (start..<end).contains(now) ? Instant.distantPast : start
        return try await database.read { session in
            try Broadcasts.underWay(portfolio: context.portfolio.key, in: start..<end, session).map { record in
                var day = BroadcastDay(
                    broadcast: record.id, portfolio: record.portfolio, purpose: record.purpose,
                    template: record.template, perHour: record.perHour)
                func count(_ due: Instant) {
                    guard due < end, due >= from else { return }
                    day.hours[Int(zone.civil(at: max(due, start)).time.seconds) / 3600, default: 0] += 1
                }
                try Broadcasts.due(of: record.id, in: from..<end, session, count)
                try BroadcastPlanner(planner: self, id: record.id).foresee(record, now: now, in: session, count)
                return day
            }
        }
    }
}
