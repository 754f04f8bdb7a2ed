/// Where a bill and the store say different things.
package struct BillDifference: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A line that cannot be read.
        case unreadable
        /// Billed, and nothing of that id and time was sent.
        case unknown
        /// Sent and taken, and not billed.
        case notBilled = "not_billed"
        /// Billed at another price.
        case price
        /// Billed as another number of segments.
        case segments
        /// Billed before, in the same bill.
        case twice
        /// Billed for another month.
        case outsideMonth = "outside_month"
        /// Billed, on a route that is billed on delivery, though the carrier said that it was not delivered.
        case undelivered
    }

    package var kind: Kind
    /// Of the bill; nil for what is not in it.
    package var line: Int?
    package var carrierID: String
    /// Masked; empty where the bill has none.
    package var number: String
    package var billed: String
    package var ours: String
    /// What the bill takes more than it should, in millionths: negative where it takes less.
    package var amount: Int64
}

/// A bill held against the store.
package struct BillReport: Sendable, Hashable {
    package struct Total: Sendable, Hashable {
        package var count: Int64 = 0
        /// See `BillDifference.amount`.
        package var amount: Int64 = 0
    }

    package var lines: Int64 = 0
    /// Lines about which both say the same.
    package var agreed: Int64 = 0
    /// What the bill adds up to, where it says amounts.
    package var billed: Int64 = 0
    package var totals: [BillDifference.Kind: Total] = [:]
    /// Segments of the month whose rows are gone: see `BilledSegments.gone`.
    package var gone: Int64 = 0

    package var isSound: Bool { totals.isEmpty }

    mutating func note(_ difference: BillDifference) {
        totals[difference.kind, default: Total()].count += 1
        totals[difference.kind, default: Total()].amount += difference.amount
    }
}
