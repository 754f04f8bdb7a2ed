import LoanBook
import Messaging
import Store

/// Costs by what somebody asked for, for people and as one JSON document. One line holds one currency.
struct CostReport {
    enum Part: String, CaseIterable { case portfolio, strategy, step, route, month }

    private struct Key: Hashable {
        var names: [String]
        /// Nil where a route said no price.
        var currency: Currency?
    }

    private struct Row {
        var counts = CostCounts()
        var amounts = CostAmounts()
    }

    private let parts: [Part]
    private var rows: [Key: Row] = [:]

    init(
        _ costs: [Costs.Entry: CostCounts], by parts: [Part], prices: [Prices.Entry], portfolios: [Int64: String]
    ) {
        self.parts = parts
        let prices = Dictionary(prices.map { ($0.number, $0.cost) }, uniquingKeysWith: { first, _ in first })
        for (entry, counts) in costs {
            let cost = prices[entry.price] ?? nil
            let names = parts.map { part in
                switch part {
                case .portfolio: portfolios[entry.portfolio] ?? String(entry.portfolio)
                case .strategy: entry.strategy
                case .step: entry.step
                case .route: entry.route
                case .month: Self.word(month: entry.month)
                }
            }
            var row = rows[Key(names: names, currency: cost?.currency)] ?? Row()
            row.counts = row.counts + counts
            if let cost { row.amounts = row.amounts + CostAmounts(counts, at: cost) }
            rows[Key(names: names, currency: cost?.currency)] = row
        }
    }

    static func word(month: Int64) -> String {
        let number = month % 12 + 1
        return "\(1970 + month / 12)-\(number < 10 ? "0" : "")\(number)"
    }

    private var sorted: [(key: Key, value: Row)] {
        rows.sorted {
            ($0.key.names.joined(separator: "\u{1}"), $0.key.currency?.code ?? "")
                < ($1.key.names.joined(separator: "\u{1}"), $1.key.currency?.code ?? "")
        }
    }

    var text: String {
        guard !rows.isEmpty else { return "Nothing was planned or sent whose price is known.\n" }
        var table = TextTable(
            headings: parts.map(\.rawValue) + [
                "planned", "messages", "segments", "delivered", "estimated", "incurred", "correction", "cost",
                "per delivered", "currency",
            ], numeric: Set(parts.count..<parts.count + 9))
        table.rows = sorted.map { key, row in
            let counts = [row.counts.planned, row.counts.messages, row.counts.taken, row.counts.delivered]
            let amounts = key.currency.map { currency in
                Self.amounts(row).map { SegmentCost.plain($0, decimals: currency.decimals) }
                    + [Self.perDelivered(row, currency) ?? "", currency.code]
            }
            return key.names + counts.map { String($0) } + (amounts ?? ["", "", "", "", "", "no price"])
        }
        var text = table.text
        let unknown = rows.values.reduce(0) { $0 + $1.counts.unknown }
        if unknown > 0 {
            text += "Beside these \(unknown) segments whose answer was lost: the carrier may have taken them\n"
        }
        return text
    }

    var json: String {
        let rows = sorted.map { key, row in
            var members: [(String, JSONText.Value)] = zip(parts, key.names).map { ($0.rawValue, .text($1)) }
            let counts = row.counts
            members += [
                ("currency", key.currency.map { .text($0.code) } ?? .null), ("planned", .number(counts.planned)),
                ("planned_segments", .number(counts.plannedSegments)), ("messages", .number(counts.messages)),
                ("delivered", .number(counts.delivered)), ("segments", .number(counts.taken)),
                ("failed_segments", .number(counts.failed)), ("unknown_segments", .number(counts.unknown)),
            ]
            members += zip(["estimated", "incurred", "correction", "cost"], Self.amounts(row)).map { name, amount in
                (name, key.currency.map { .text(SegmentCost.plain(amount, decimals: $0.decimals)) } ?? .null)
            }
            let each = key.currency.flatMap { Self.perDelivered(row, $0) }
            return JSONText.Value.object(members + [("per_delivered", each.map { .text($0) } ?? .null)])
        }
        return JSONText.write(
            .object([("by", .list(parts.map { .text($0.rawValue) })), ("rows", .list(rows))]))
    }

    private static func amounts(_ row: Row) -> [Int64] {
        [row.amounts.estimated, row.amounts.incurred, row.amounts.correction, row.amounts.cost]
    }

    private static func perDelivered(_ row: Row, _ currency: Currency) -> String? {
        guard row.counts.delivered > 0 else { return nil }
        return SegmentCost.plain(row.amounts.cost / row.counts.delivered, decimals: currency.decimals)
    }
}
