package import LoanBook

/// What a carrier takes for one segment.
package struct SegmentCost: Sendable, Hashable {
    /// Millionths of the currency's main unit: 0.045 CNY is 45,000.
    package var millionths: Int64
    package var currency: Currency
    package var billedOn = BilledOn.acceptance

    /// What the carrier's bill counts.
    package enum BilledOn: Int, Sendable, Hashable, CaseIterable {
        /// Every segment that it took.
        case acceptance = 1
        /// Those of them that it delivered.
        case delivery

        package var word: String {
            switch self {
            case .acceptance: "acceptance"
            case .delivery: "delivery"
            }
        }
    }

    package static let mostDecimals = 6
    /// A carrier that takes more for one segment is a slip of the pen.
    package static let greatest: Int64 = 1_000_000_000_000

    package init(millionths: Int64, currency: Currency, billedOn: BilledOn = .acceptance) {
        self.millionths = millionths
        self.currency = currency
        self.billedOn = billedOn
    }

    /// What so many segments cost, in millionths; no sum of a real account comes near the end of the numbers.
    package func millionths(of segments: Int64) -> Int64 {
        let (product, overflow) = millionths.multipliedReportingOverflow(by: segments)
        return overflow ? .max : product
    }

    /// Nil unless `text` is an amount such as `0.045`, without a sign and with at most six decimals.
    package init?(text: String, currency: Currency) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard decimals.count <= Self.mostDecimals, parts[0].count <= 6 else { return nil }
        let padded = decimals + String(repeating: "0", count: Self.mostDecimals - decimals.count)
        guard let millionths = Int64(parts[0] + padded), millionths <= Self.greatest else { return nil }
        self.init(millionths: millionths, currency: currency)
    }

    /// `12.50`, with as many decimals as it takes, at least the currency's own.
    package static func plain(_ millionths: Int64, decimals: Int) -> String {
        var text = Currency(code: "", decimals: mostDecimals).plain(millionths)
        for _ in decimals..<mostDecimals where text.last == "0" { text.removeLast() }
        return text.last == "." ? String(text.dropLast()) : text
    }
}
