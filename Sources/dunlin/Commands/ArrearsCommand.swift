import ArgumentParser
import CivilTime
import LoanBook
import Store

struct ArrearsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrears",
        abstract: "How far behind each loan is on a date.",
        discussion: """
            Days past due count from the due date of the oldest instalment, due before the date, that still has an \
            unpaid part; the overdue amount is the unpaid parts of all such instalments, in minor units. A payment \
            settles the oldest unpaid instalment first.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "The civil date, such as 2026-11-21 (default: today in UTC).")
    var date: String?
    @Flag(help: "loan_id,days_past_due,overdue_amount, one line a loan.")
    var csv = false
    @Flag(help: "One JSON document: {date, loans, in_arrears, overdue_total, days_past_due: {days: loans}}.")
    var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let on: CivilDate
        if let date {
            guard let parsed = CivilDate(iso: date) else {
                throw ValidationError("--date \(date) is no date: write it as 2026-11-21")
            }
            on = parsed
        } else {
            on = Zone.utc.civil(at: workplace.clock.now()).date
        }
        let store = try await workplace.store(making: false, checked: false)
        let asCSV = csv
        let table = try await store.database.read { session in
            var table = ArrearsTable()
            var lines = asCSV ? "loan_id,days_past_due,overdue_amount" + CSVText.lineEnd : ""
            try Snapshots.eachLoan(in: session) { reference, instalments, payments in
                let arrears = Arrears.on(on, instalments: instalments, payments: payments)
                table.add(arrears)
                guard asCSV else { return }
                lines += "\(CSVText.field(reference)),\(arrears.daysPastDue),\(arrears.overdueMinor)" + CSVText.lineEnd
                if lines.utf8.count > 65_536 {
                    Output.text(lines)
                    lines = ""
                }
            }
            Output.text(lines)
            return table
        }
        if csv { return }
        if json { Output.line(table.json(on)) } else { Output.text(table.text(on)) }
    }
}

/// The whole book on one date: how many loans stand how many days past due.
struct ArrearsTable: Sendable {
    var loans = 0
    var overdueTotal: Int64 = 0
    var byDays: [Int: Int] = [:]

    var inArrears: Int { loans - byDays[0, default: 0] }

    mutating func add(_ arrears: Arrears) {
        loans += 1
        overdueTotal += arrears.overdueMinor
        byDays[arrears.daysPastDue, default: 0] += 1
    }

    func json(_ date: CivilDate) -> String {
        let days = byDays.sorted { $0.key < $1.key }.map { (String($0.key), JSONText.Value.number(Int64($0.value))) }
        return JSONText.write(
            .object([
                ("date", .text(date.description)), ("loans", .number(Int64(loans))),
                ("in_arrears", .number(Int64(inArrears))), ("overdue_total", .number(overdueTotal)),
                ("days_past_due", .object(days)),
            ]))
    }

    func text(_ date: CivilDate) -> String {
        var table = TextTable(headings: ["days past due", "loans"], numeric: [0, 1])
        table.rows = byDays.sorted { $0.key < $1.key }.map { [String($0.key), String($0.value)] }
        return "Arrears on \(date): \(inArrears) of \(loans) loans, \(overdueTotal) minor units overdue\n" + table.text
    }
}

/// RFC 4180 for what Dunlin writes.
enum CSVText {
    static let lineEnd = "\r\n"

    static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
