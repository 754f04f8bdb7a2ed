import CivilTime
import LoanBook

/// Imported schedules beside computed ones, over many loans.
struct ComparisonReport: Sendable {
    struct Line: Sendable {
        var loan: Reference
        var instalment: Int32?
        var what: String
        var imported = ""
        var computed = ""
    }

    private(set) var loans = 0
    private(set) var different = 0
    private(set) var notComputed = 0
    private(set) var lines: [Line] = []
    /// Differences beyond `greatestLines` are counted and not kept.
    private(set) var left = 0

    static let greatestLines = 1_000_000
    private static let linesForPeople = 50

    var asComputed: Int { loans - different - notComputed }

    mutating func add(
        _ loan: Loan, _ instalments: [ImportedInstalment], _ terms: LoanTerms, tolerance: ScheduleDifference.Tolerance
    ) {
        loans += 1
        do throws(TermsFault) {
            let differences = ScheduleDifference.between(
                instalments, try Schedule(terms), tolerance: tolerance)
            if !differences.isEmpty { different += 1 }
            for difference in differences { keep(ComparisonReport.line(loan, difference)) }
        } catch {
            notComputed += 1
            keep(Line(loan: loan.reference, instalment: nil, what: "no schedule: \(error)"))
        }
    }

    private mutating func keep(_ line: Line) {
        if lines.count < ComparisonReport.greatestLines { lines.append(line) } else { left += 1 }
    }

    private static func line(_ loan: Loan, _ difference: ScheduleDifference) -> Line {
        var line = Line(loan: loan.reference, instalment: difference.instalment, what: "")
        switch difference.kind {
        case .missing: line.what = "missing"
        case .additional: line.what = "additional"
        case .dueOn(let imported, let computed):
            (line.what, line.imported, line.computed) = ("due_on", imported.description, computed.description)
        case .amount(let imported, let computed):
            (line.what, line.imported, line.computed) = ("amount", String(imported), String(computed))
        case .principal(let imported, let computed):
            (line.what, line.imported, line.computed) = ("principal", String(imported), String(computed))
        case .interest(let imported, let computed):
            (line.what, line.imported, line.computed) = ("interest", String(imported), String(computed))
        case .fee(let imported, let computed):
            (line.what, line.imported, line.computed) = ("fee", String(imported), String(computed))
        }
        return line
    }

    var text: String {
        var words = "\(loans) loans compared: \(asComputed) as computed, \(different) with differences"
        if notComputed > 0 { words += ", \(notComputed) whose terms give no schedule" }
        words += ". The lender's figures stand.\n"
        guard !lines.isEmpty else { return words }
        var table = TextTable(headings: ["loan", "instalment", "what", "imported", "computed"], numeric: [1, 3, 4])
        table.rows = lines.prefix(ComparisonReport.linesForPeople).map { line in
            [line.loan, line.instalment.map { String($0) } ?? "", line.what, line.imported, line.computed]
        }
        let more = lines.count + left - table.rows.count
        return words + table.text + (more > 0 ? "and \(more) more: see --csv\n" : "")
    }

    var csv: String {
        "loan_id,instalment,what,imported,computed" + CSVText.lineEnd
            + lines.map { line in
                let cells = [
                    line.loan, line.instalment.map { String($0) } ?? "", line.what, line.imported, line.computed,
                ]
                return cells.map(CSVText.field).joined(separator: ",") + CSVText.lineEnd
            }.joined()
    }

    var json: String {
        JSONText.write(
            .object([
                ("loans", .number(Int64(loans))), ("as_computed", .number(Int64(asComputed))),
                ("different", .number(Int64(different))), ("not_computed", .number(Int64(notComputed))),
                (
                    "differences",
                    .list(
                        lines.map { line in
                            .object([
                                ("loan", .text(line.loan)),
                                ("instalment", line.instalment.map { .number(Int64($0)) } ?? .null),
                                ("what", .text(line.what)), ("imported", .text(line.imported)),
                                ("computed", .text(line.computed)),
                            ])
                        })
                ), ("left_out", .number(Int64(left))),
            ]))
    }
}
