import ArgumentParser
import CivilTime
import Intake
import LoanBook
import Messaging
import SettingsFiles
import Store

/// `dunlin costs --reconcile`: differences are told as they are found, the totals at the end.
struct ReconcileRun {
    let workplace: Workplace
    let store: OpenStore
    let bill: BillOptions
    let json: Bool

    func run(month text: String?) async throws {
        guard let path = bill.reconcile, let route = bill.route, let text else { return }
        let month = try CostsCommand.month(text)
        let lender = try await workplace.lender(in: store).lender
        guard let entry = lender.routes.first(where: { $0.name == route }) else {
            throw Failure(
                "no route is named `\(route)`",
                fix: "name one of: " + lender.routes.map(\.name).joined(separator: ", "))
        }
        let prices = try await store.database.read { try Prices.all(in: $0) }
        let written = BillWriter(json: json)
        let reconciliation = Reconciliation(
            bill: Bill(
                path: path, encoding: bill.encoding, columns: try bill.named(), zone: try zone(lender, route)),
            route: route, month: month, database: store.database,
            prices: Dictionary(
                prices.compactMap { price in price.cost.map { (price.number, $0) } },
                uniquingKeysWith: { first, _ in first })
        ) { written.tell($0) }
        written.begin()
        let report = try await reconciliation.run()
        written.end(report, route: route, month: text, currency: entry.cost?.currency)
        if !report.isSound { throw ExitCode.failure }
    }

    private func zone(_ lender: Lender, _ route: String) throws -> Zone {
        let own = lender.portfolios.first { $0.routes.contains(route) }?.portfolio.zone
        let name = bill.zone ?? own ?? "UTC"
        guard let zone = workplace.zones.zone(name) else {
            throw ValidationError("--zone \(name) is no name of the time zone database, such as Asia/Shanghai")
        }
        return zone
    }
}
