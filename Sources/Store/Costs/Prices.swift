package import CivilTime
import LoanBook
package import Messaging

/// What routes take for a segment, numbered: a message and an attempt name the price that stood by its number, so that a
/// later change of the settings changes nothing that was.
package enum Prices {
    package struct Entry: Sendable, Hashable {
        package var number: Int64
        package var route: String
        /// Nil where the settings said none.
        package var cost: SegmentCost?

        package init(number: Int64, route: String, cost: SegmentCost?) {
            self.number = number
            self.route = route
            self.cost = cost
        }
    }

    /// The numbers of routes' prices, by route, those that are new being entered: once for each start and each change.
    package static func keep(
        _ costs: [(route: String, cost: SegmentCost?)], at now: Instant, in session: any SQLSession
    ) throws -> [String: Int64] {
        try session.lock([.duty("prices")], .exclusive)
        var known = try all(in: session)
        var numbers: [String: Int64] = [:]
        for (route, cost) in costs {
            if let entry = known.first(where: { $0.route == route && $0.cost == cost }) {
                numbers[route] = entry.number
                continue
            }
            let number = try Numbers.take("price", 1, in: session)
            try session.run(
                """
                INSERT INTO price (id, route, millionths, currency, billed_on, since_ms) VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(number), .text(route), .integer(cost?.millionths), .text(cost?.currency.code ?? ""),
                    .integer((cost?.billedOn ?? .acceptance).rawValue), .instant(now),
                ])
            known.append(Entry(number: number, route: route, cost: cost))
            numbers[route] = number
        }
        return numbers
    }

    /// A handful: one row a price that ever stood.
    package static func all(in session: any SQLSession) throws -> [Entry] {
        try session.rows("SELECT id, route, millionths, currency, billed_on FROM price ORDER BY id", []) { row in
            let currency = row.text(3)
            let cost = row.optionalInteger(2).map {
                SegmentCost(
                    millionths: $0, currency: .named(currency) ?? Currency(code: currency, decimals: 2),
                    billedOn: SegmentCost.BilledOn(rawValue: Int(row.integer(4))) ?? .acceptance)
            }
            return Entry(number: row.integer(0), route: row.text(1), cost: cost)
        }
    }
}

/// The price that stands when an attempt is written, and the month in which it counts.
package struct Charge: Sendable, Hashable {
    /// Of `Prices`.
    package var price: Int64
    /// As `PartedTables.month` counts them, by the portfolio's own calendar.
    package var month: Int64

    package init(price: Int64, month: Int64) {
        self.price = price
        self.month = month
    }

    /// The month of a civil date.
    package static func month(of date: CivilDate) -> Int64 { Int64((date.year - 1970) * 12 + date.month - 1) }
}
