import ArgumentParser
import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Planning
import SettingsFiles
import Store

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what would go out on a date, and what would not and why. Changes nothing.",
        discussion: "`dunlin send` and `dunlin serve` plan by themselves before they send.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "The civil date to plan (default: today in each portfolio's own calendar).") var date: String?
    @Option(help: "One borrower, by the lender's id: every step, every rule that spoke, with its citation.")
    var explain: String?
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            """
            Two sides: who gains, loses or changes a message, why, and what it costs. A side is a strategy's key, a \
            strategy file, in_force, proposal:ID, or a date; both are dates or neither.
            """, valueName: "A B"))
    var compare: [String] = []
    @Option(help: "With --compare: play so many days, what is told on one counting on the next.") var days: Int?
    @Flag(help: "With --compare: portfolio,borrower,loan,change,step_a,step_b,due_a,due_b,… one line a message.")
    var csv = false
    @Flag(help: "Show name and number in full; that you looked is recorded.") var reveal = false
    @Flag(
        help: """
            One JSON document: {date, now, borrowers, messages, segments, cost, unpriced_segments, sending, held, suppressed, tasks, if_undelivered, \
            broadcasts}.
            """)
    var json = false

    func validate() throws {
        guard compare.isEmpty || compare.count == 2 else { throw ValidationError("--compare takes two sides: A B") }
        guard !compare.isEmpty || (days == nil && !csv) else {
            throw ValidationError("--days and --csv belong to --compare")
        }
        guard compare.isEmpty || explain == nil else { throw ValidationError("give --compare or --explain, not both") }
        if let days, !(1...Forecast.mostDays).contains(days) {
            throw ValidationError("--days is from 1 to \(Forecast.mostDays)")
        }
    }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let given = try date.map { text in
            guard let date = CivilDate(iso: text) else {
                throw ValidationError("--date \(text) is no date: write it as 2026-11-21")
            }
            return date
        }
        try workplace.checkFiles()
        let store = try await workplace.store(making: false)
        let desk = PlanningDesk(
            workplace: workplace, inForce: try await workplace.lender(in: store), store: store)
        let lender = desk.lender
        if let explain {
            try await self.explain(explain, on: given, desk: desk)
            return
        }
        if !compare.isEmpty {
            let run = ComparisonRun(
                desk: desk, names: (compare[0], compare[1]), portfolio: portfolio, date: given, days: days ?? 1)
            return try await run.show(json: json, csv: csv)
        }
        var reports: [PlanReport] = []
        for planner in try await desk.planners() {
            let (day, now) = try desk.moment(planner, date: given)
            var report = PlanReport(date: day, now: now)
            try await planner.preview(on: day, now: now, into: &report)
            report.broadcasts = try await planner.broadcasts(on: day, now: store.now(by: workplace.clock))
            reports.append(report)
        }
        guard let first = reports.first else {
            throw Failure(
                "no portfolio of \(lender.source) has borrowers in \(workplace.home.path)",
                fix: "import a book whose mapping names one of: "
                    + lender.portfolios.map(\.portfolio.key).joined(separator: ", "))
        }
        let whole = reports.dropFirst().reduce(first) { $0.adding($1) }
        Output.text(json ? PlanTables.json(whole) + "\n" : PlanTables.text(whole))
    }

    private func explain(_ reference: String, on date: CivilDate?, desk: PlanningDesk) async throws {
        let borrower = try await desk.store.find(reference, portfolio: portfolio)
        if reveal {
            try await EvidenceDesk.recordReveal(of: borrower, how: "plan --explain", desk.workplace, desk.store)
        }
        guard let story = try await desk.explain(borrower, on: date) else {
            throw Failure("the borrower's portfolio is not one of \(desk.lender.source)", fix: "add it to dunlin.yaml")
        }
        Output.text(json ? story.json(reveal: reveal) + "\n" : story.text(reveal: reveal))
    }
}
