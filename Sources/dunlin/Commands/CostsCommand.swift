import ArgumentParser
import CivilTime
import Intake
import LoanBook
import SettingsFiles
import Store

struct CostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs",
        abstract: "Tell what messages cost, to the segment; or hold a carrier's bill against it. Changes nothing.",
        discussion: """
            Estimated: what was planned, at the price of that day. Incurred: what the carrier took. Corrected: less what it \
            did not deliver, where it bills on delivery (`cost: {…, billed_on: delivery}` in routes.yaml). Currencies are \
            never added up. A month is one of the portfolio's own calendar.
            With --reconcile the exit code is 1 when a line of the bill and the store differ.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "Only this month, such as 2026-11. With --reconcile: the month that the bill is for.")
    var month: String?
    @Option(
        help: ArgumentHelp(
            "A line for each of these: portfolio, strategy, step, route, month, with commas between them.",
            valueName: "parts"))
    var by = "portfolio,route"
    @Flag(
        help: """
            One JSON document: {by, rows: [{portfolio, …, currency, planned, planned_segments, messages, delivered, segments, \
            failed_segments, unknown_segments, estimated, incurred, correction, cost, per_delivered}]}; with --reconcile \
            {differences: [{kind, line, id, number, billed, ours, amount}], route, month, lines, agreed, billed, currency, \
            gone_segments, totals: {kind: {count, amount}}}.
            """)
    var json = false
    @OptionGroup var bill: BillOptions

    func validate() throws {
        _ = try parts()
        if let month { _ = try Self.month(month) }
        try bill.validate(month: month)
    }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        if bill.reconcile != nil {
            return try await ReconcileRun(workplace: workplace, store: store, bill: bill, json: json).run(month: month)
        }
        let (parts, month) = (try parts(), try month.map { try Self.month($0) })
        let (costs, prices, portfolios) = try await store.database.read { session in
            var portfolios: [Int64: String] = [:]
            try session.query("SELECT id, key FROM portfolio", []) { portfolios[$0.integer(0)] = $0.text(1) }
            return (try Costs.all(in: session), try Prices.all(in: session), portfolios)
        }
        let report = CostReport(
            costs.filter { month == nil || $0.key.month == month }, by: parts, prices: prices, portfolios: portfolios)
        Output.text(json ? report.json + "\n" : report.text)
    }

    private func parts() throws -> [CostReport.Part] {
        let words = by.split(separator: ",").map { $0.filter { $0 != " " } }
        let parts = words.compactMap { CostReport.Part(rawValue: $0) }
        guard parts.count == words.count, !parts.isEmpty, Set(parts).count == parts.count else {
            throw ValidationError(
                "--by \(by): name each once of " + CostReport.Part.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return parts
    }

    /// As `Charge.month`.
    static func month(_ text: String) throws -> Int64 {
        guard text.utf8.count == 7, let date = CivilDate(iso: text + "-01") else {
            throw ValidationError("--month \(text) is no month: write it as 2026-11")
        }
        return Charge.month(of: date)
    }
}
