package import CivilTime

/// Tables that PostgreSQL keeps in parts which are cut together, and by what.
package struct PartedTables: Sendable, Hashable {
    struct Table: Sendable, Hashable {
        var name: String
        /// The column that it is cut by, which is in its key.
        var column: String
        /// The part for what no other part has room for.
        var rest: String { name + "_rest" }
    }

    /// What the column holds; both ascend in time.
    enum Cut: Sendable, Hashable {
        /// Numbers of this kind, of which a part holds about a month's.
        case numbers(kind: String)
        /// Months since January 1970, UTC, each in a part of its own.
        case months
    }

    let tables: [Table]
    let cut: Cut

    static let attempts = PartedTables(
        tables: [Table(name: "attempt", column: "id"), Table(name: "segment", column: "attempt")],
        cut: .numbers(kind: "attempt"))
    static let receipts = PartedTables(
        tables: [Table(name: "receipt", column: "id")], cut: .numbers(kind: "receipt"))
    static let decisions = PartedTables(tables: [Table(name: "decision", column: "month")], cut: .months)
    static let all = [attempts, receipts, decisions]

    /// The month of an instant, as `months` counts them.
    package static func month(of instant: Instant) -> Int64 {
        let date = Zone.utc.civil(at: instant).date
        return Int64((date.year - 1970) * 12 + date.month - 1)
    }
}
