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
    @Option(help: "Count the loans in steps: months (M0, M1 …), thirty_days, five_classes, special_mention.")
    var steps: DelinquencyScaleName?
    @Flag(help: "loan_id,days_past_due,overdue_amount, one line a loan.")
    var csv = false
    @Flag(help: "One JSON document: {date, loans, in_arrears, overdue_total, days_past_due: {days: loans}, steps}.")
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
        let scale = steps?.scale
        let table = try await store.database.read { session in
            var table = ArrearsTable()
            var lines =
                asCSV ? "loan_id,days_past_due,overdue_amount" + (scale == nil ? "" : ",step") + CSVText.lineEnd : ""
            try Snapshots.eachLoan(in: session) { loan, instalments, payments in
                let arrears = Arrears.on(on, instalments: instalments, payments: payments)
                table.add(arrears)
                guard asCSV else { return }
                lines += "\(CSVText.field(loan.reference)),\(arrears.daysPastDue),\(arrears.overdueMinor)"
                if let scale { lines += "," + CSVText.field(arrears.step(of: scale).label) }
                lines += CSVText.lineEnd
                if lines.utf8.count > 65_536 {
                    Output.text(lines)
                    lines = ""
                }
            }
            Output.text(lines)
            return table
        }
        if csv { return }
        if json { Output.line(table.json(on, scale)) } else { Output.text(table.text(on, scale)) }
    }
}

/// The scales that come with the program.
enum DelinquencyScaleName: String, ExpressibleByArgument, CaseIterable {
    case months
    case thirtyDays = "thirty_days"
    case fiveClasses = "five_classes"
    case specialMention = "special_mention"

    var scale: DelinquencyScale {
        switch self {
        case .months: .months
        case .thirtyDays: .thirtyDays
        case .fiveClasses: .fiveClasses
        case .specialMention: .specialMention
        }
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

    /// Loans in each step, in the order of the scale; steps without a loan are there too.
    func counts(in scale: DelinquencyScale) -> [(step: String, loans: Int)] {
        var counts: [String: Int] = [:]
        for (days, loans) in byDays { counts[scale.step(daysPastDue: days).label, default: 0] += loans }
        return scale.steps.map { ($0.label, counts[$0.label, default: 0]) }
    }

    func json(_ date: CivilDate, _ scale: DelinquencyScale?) -> String {
        let days = byDays.sorted { $0.key < $1.key }.map { (String($0.key), JSONText.Value.number(Int64($0.value))) }
        var members: [(String, JSONText.Value)] = [
            ("date", .text(date.description)), ("loans", .number(Int64(loans))),
            ("in_arrears", .number(Int64(inArrears))), ("overdue_total", .number(overdueTotal)),
            ("days_past_due", .object(days)),
        ]
        if let scale {
            members.append(("steps", .object(counts(in: scale).map { ($0.step, .number(Int64($0.loans))) })))
        }
        return JSONText.write(.object(members))
    }

    func text(_ date: CivilDate, _ scale: DelinquencyScale?) -> String {
        var table = TextTable(headings: [scale == nil ? "days past due" : "step", "loans"], numeric: [1])
        if let scale {
            table.rows = counts(in: scale).map { [$0.step, String($0.loans)] }
        } else {
            table.numeric = [0, 1]
            table.rows = byDays.sorted { $0.key < $1.key }.map { [String($0.key), String($0.value)] }
        }
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
