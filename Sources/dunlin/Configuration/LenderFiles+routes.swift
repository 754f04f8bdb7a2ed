import LoanBook
import Messaging
import SettingsFiles

extension LenderFiles {
    /// Routes that are not there, and messages that none of those named could ever take, as far as that is known before.
    func routeFaults(
        _ entry: PortfolioEntry, _ routes: [RouteEntry], told: Set<Purpose>, file: String
    ) -> [Fault] {
        let (portfolio, names) = (entry.portfolio, routes.map(\.name))
        func fault(_ what: String, _ fix: String) -> Fault {
            Fault(file: file, line: entry.line, column: entry.column, what: what, fix: fix)
        }
        let missing = entry.routes.filter { !names.contains($0) }.map { name in
            let near = Nearest.name(to: name, among: names).map { "Did you mean `\($0)`? " } ?? ""
            return fault(
                "portfolio `\(portfolio.key)` names the route `\(name)`, which is not there",
                near + "Write one of: " + names.sorted().joined(separator: ", "))
        }
        guard missing.isEmpty else { return missing }
        let cards = routes.filter { entry.routes.contains($0.name) }.map(\.card)
        let home = cards.filter { $0.countries.isEmpty || $0.countries.contains(String(portfolio.region.prefix(2))) }
        if home.isEmpty {
            return [
                fault(
                    "no route of portfolio `\(portfolio.key)` serves numbers of \(portfolio.region)",
                    "Add one that does to `routes`, or the country to `countries` of one")
            ]
        }
        let classes = Set(told.map(\.messageClass)).sorted { $0.rawValue < $1.rawValue }
        return classes.filter { told in home.allSatisfy { !$0.classes.isEmpty && !$0.classes.contains(told) } }.map {
            fault(
                "portfolio `\(portfolio.key)` has steps of the class \($0), and none of its routes takes these",
                "Add a route that does to `routes`, or the class to `classes` of one")
        }
    }
}
