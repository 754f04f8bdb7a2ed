import Intake
import LoanBook
import Messaging
import Synchronization

/// What a reconciliation found, as it is found: a bill may hold millions of lines. With `json` the whole is one document.
final class BillWriter: Sendable {
    private let json: Bool
    private let isFirst = Mutex(true)

    init(json: Bool) { self.json = json }

    func begin() { if json { Output.text("{\"differences\":[") } }

    func tell(_ difference: BillDifference) {
        if json {
            let isFirst = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            Output.text((isFirst ? "" : ",") + JSONText.write(Self.value(difference)))
        } else {
            Output.line(Self.words(difference))
        }
    }

    func end(_ report: BillReport, route: String, month: String, currency: Currency?) {
        let kinds = report.totals.sorted { $0.key.rawValue < $1.key.rawValue }
        func amount(_ millionths: Int64) -> String { SegmentCost.plain(millionths, decimals: currency?.decimals ?? 2) }
        guard json else {
            let found = kinds.isEmpty ? "everything agrees" : "\(report.agreed) lines agree"
            Output.line("Bill of \(route) for \(month): \(report.lines) lines, \(found)")
            if !kinds.isEmpty {
                var table = TextTable(
                    headings: ["difference", "count", "billed too much", ""], numeric: [1, 2])
                table.rows = kinds.map {
                    [$0.key.rawValue, String($0.value.count), amount($0.value.amount), currency?.code ?? ""]
                }
                Output.text(table.text)
            }
            if report.gone > 0 {
                Output.line(
                    "\(report.gone) segments of that month stand in sums only (erased, or an old part): their lines look unknown"
                )
            }
            return
        }
        let members: [(String, JSONText.Value)] = [
            ("route", .text(route)), ("month", .text(month)), ("lines", .number(report.lines)),
            ("agreed", .number(report.agreed)), ("billed", .text(amount(report.billed))),
            ("currency", currency.map { .text($0.code) } ?? .null), ("gone_segments", .number(report.gone)),
            (
                "totals",
                .object(
                    kinds.map {
                        (
                            $0.key.rawValue,
                            .object([("count", .number($0.value.count)), ("amount", .text(amount($0.value.amount)))])
                        )
                    })
            ),
        ]
        Output.line("]," + JSONText.write(.object(members)).dropFirst())
    }

    private static func words(_ difference: BillDifference) -> String {
        var words = difference.line.map { "line \($0): " } ?? ""
        words += difference.kind.rawValue + ", id \(difference.carrierID)"
        if !difference.number.isEmpty { words += ", to " + difference.number }
        if !difference.billed.isEmpty { words += "; billed: " + difference.billed }
        if !difference.ours.isEmpty { words += "; ours: " + difference.ours }
        return words
    }

    private static func value(_ difference: BillDifference) -> JSONText.Value {
        .object([
            ("kind", .text(difference.kind.rawValue)),
            ("line", difference.line.map { .number(Int64($0)) } ?? .null), ("id", .text(difference.carrierID)),
            ("number", .text(difference.number)), ("billed", .text(difference.billed)),
            ("ours", .text(difference.ours)),
            ("amount", .text(SegmentCost.plain(difference.amount, decimals: 2))),
        ])
    }
}
