import ArgumentParser
import Intake
import LoanBook

/// How a carrier's bill is read, for `dunlin costs --reconcile`.
struct BillOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Hold this bill (CSV) against what was sent over --route.", valueName: "file"))
    var reconcile: String?
    @Option(help: "With --reconcile: the route that the bill is for.") var route: String?
    @Option(
        help: ArgumentHelp(
            """
            With --reconcile: where the bill's columns do not have the usual names: id=msgid,time=submit_time,\
            segments=parts,price=unit,amount=fee,number=mobile
            """, valueName: "names"))
    var columns: String?
    @Option(help: "With --reconcile: the bill's encoding: utf-8, gb18030, utf-16, utf-16le, utf-16be.")
    var encoding = TextEncoding.utf8
    @Option(help: "With --reconcile: the zone of the bill's times (default: that of a portfolio on the route).")
    var zone: String?

    func validate(month: String?) throws {
        guard reconcile != nil else {
            guard route == nil, columns == nil, zone == nil else {
                throw ValidationError("--route, --columns and --zone belong to --reconcile")
            }
            return
        }
        guard route != nil, month != nil else {
            throw ValidationError("--reconcile needs --route NAME and --month, such as 2026-11")
        }
        _ = try named()
    }

    /// Columns by what they hold.
    func named() throws -> [BillColumn: String] {
        var named: [BillColumn: String] = [:]
        for pair in (columns ?? "").split(separator: ",") {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let column = BillColumn(rawValue: sides[0]), named[column] == nil else {
                throw ValidationError(
                    "--columns \(pair): write one of "
                        + BillColumn.allCases.map(\.rawValue).joined(separator: ", ") + ", =, and the bill's heading")
            }
            named[column] = sides[1]
        }
        return named
    }
}

extension TextEncoding: ExpressibleByArgument {}
