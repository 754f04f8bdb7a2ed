import ArgumentParser
import CivilTime
import LoanBook
import Store

struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Compute what is to be paid and when, and compare it with what the lender's system says.",
        discussion: """
            The lender's figures stand: messages and arrears use what was imported. What is computed here is for a look, \
            and for finding instalments that do not follow from the loan's terms.
            """,
        subcommands: [ShowSchedule.self, CompareSchedules.self])
}

struct ShowSchedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The schedule of one loan, from its terms.",
        discussion: """
            dunlin schedule show --principal 12000.00 --rate 15.4% --instalments 12 --from 2026-01-15 --currency CNY
            """)

    @Option(help: "The amount that is paid out, such as 12000.00.") var principal: String
    @Option(help: "The yearly rate, such as 15.4%.") var rate: String
    @Option(help: "How many instalments.") var instalments: Int
    @Option(help: "The day of disbursement, such as 2026-01-15.") var from: String
    @Option(help: "The first due date (default: one period after the disbursement).") var first: String?
    @Option(help: "Code of ISO 4217.") var currency = "USD"
    @OptionGroup(title: "Conventions") var conventions: ScheduleConventions
    @Flag(help: "number,due_on,principal,interest,fee,amount,balance, one line an instalment, in minor units.")
    var csv = false
    @Flag(help: "One JSON document: {currency, principal, interest, amount, instalments}, in minor units.")
    var json = false

    func run() async throws {
        guard let currency = Currency.named(currency) else {
            throw ValidationError("--currency \(self.currency) is unknown: use a code of ISO 4217, such as USD")
        }
        let percent = RateFormat(kind: .percent, decimal: UInt8(ascii: "."))
        guard let millionths = percent.millionths(Array(rate.utf8)[...]) else {
            throw ValidationError("--rate \(rate) is no rate: write it as 15.4%")
        }
        let terms = try conventions.terms(
            currency: currency, principalMinor: try AmountOption.minor(principal, "--principal", currency),
            disbursedOn: try ShowSchedule.date(from, "--from"),
            first: try first.map { try ShowSchedule.date($0, "--first") },
            rate: .yearly(millionths: millionths), count: instalments)
        let schedule: Schedule
        do throws(TermsFault) {
            schedule = try Schedule(terms)
        } catch {
            throw Failure("there is no such schedule: \(error)", fix: "")
        }
        if csv {
            Output.text(ScheduleReport.csv(schedule))
        } else if json {
            Output.line(ScheduleReport.json(schedule))
        } else {
            Output.text(ScheduleReport.text(schedule))
        }
    }

    static func date(_ text: String, _ option: String) throws -> CivilDate {
        guard let date = CivilDate(iso: text) else {
            throw ValidationError("\(option) \(text) is no date: write it as 2026-11-21")
        }
        return date
    }
}

struct CompareSchedules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Where imported schedules part from what their loans' terms give.",
        discussion: """
            Principal, rate, disbursement, number of instalments and first due date are the loan's own, and so are method, \
            period, day count, grace and balloon where the book tells them; the other conventions are given here. \
            Nothing is changed.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "Only loans of this product.") var product: String?
    @Option(help: "Differences up to this amount are not told, such as 0.01.") var tolerance: String?
    @Option(help: "Differences of a due date up to so many days are not told.") var toleranceDays = 0
    @OptionGroup(title: "Conventions") var conventions: ScheduleConventions
    @Flag(help: "loan_id,instalment,what,imported,computed, one line a difference; amounts in minor units.")
    var csv = false
    @Flag(help: "One JSON document: {loans, as_computed, different, not_computed, differences}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        let (product, tolerance, days, conventions) = (product, tolerance, toleranceDays, conventions)
        let report = try await store.database.read { session in
            var report = ComparisonReport()
            try Snapshots.eachSchedule(in: session) { loan, instalments, stated in
                guard product == nil || loan.product == product, !instalments.isEmpty else { return }
                let minor = try tolerance.map { try AmountOption.minor($0, "--tolerance", loan.currency) } ?? 0
                let terms = try conventions.terms(
                    currency: loan.currency, principalMinor: loan.principalMinor, disbursedOn: loan.disbursedOn,
                    first: instalments[0].dueOn, rate: .yearly(millionths: loan.annualRateMillionths),
                    count: instalments.count, stated: stated)
                report.add(
                    loan, instalments, terms,
                    tolerance: ScheduleDifference.Tolerance(amountMinor: minor, days: days))
            }
            return report
        }
        if csv {
            Output.text(report.csv)
        } else if json {
            Output.line(report.json)
        } else {
            Output.text(report.text)
        }
    }
}
