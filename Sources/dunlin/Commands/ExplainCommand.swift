import ArgumentParser
import CivilTime
import Decisions
import LoanBook
import Messaging
import Planning
import Store

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "One borrower's story on a line of time: what was, what was said and not said and why, and what comes.",
        discussion: """
            The past is told from the book and the evidence log; what comes is played ahead by the strategy in force, as if \
            nobody paid or answered. Changes nothing.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("The lender's own borrower id.", valueName: "id")) var borrower: String
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Option(help: "How many days to look ahead, 1 to 366.") var days = 30
    @Option(help: "en or zh: in which the story is told.") var language: StoryLanguage = .en
    @Flag(help: "Show name and texts in full; that you looked is recorded.") var reveal = false
    @Flag(help: "One JSON document: {borrower, name, zone, now, days, loans, past, coming}.") var json = false

    func validate() throws {
        guard (1...Forecast.mostDays).contains(days) else {
            throw ValidationError("--days is from 1 to \(Forecast.mostDays)")
        }
    }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        try workplace.checkFiles()
        let store = try await workplace.store(making: false, checked: false)
        let desk = PlanningDesk(workplace: workplace, inForce: try await workplace.lender(in: store), store: store)
        let found = try await store.findRecord(borrower, portfolio: portfolio)
        if reveal { try await EvidenceDesk.recordReveal(of: found, how: "explain", workplace, store) }
        let coming = try await desk.foresee(found, days: days)
        var past = try await store.timeline(of: found, zones: workplace.zones, reveals: reveal)
        past.language = language
        if let coming, let zone = coming.context.zone(of: coming.snapshot.borrower) { past.zone = zone }
        let story = BorrowerTimeline(
            reference: borrower, past: past, coming: coming, now: workplace.clock.now(), days: days)
        Output.text(json ? story.json + "\n" : story.text)
    }
}

extension PlanningDesk {
    /// What the strategy in force will tell the borrower from today on; nil for one of whom only the record is left.
    func foresee(_ borrower: Borrower.ID, days: Int) async throws -> BorrowerTimeline.Foresight? {
        for planner in try await planners() {
            let (today, now) = try moment(planner, date: nil)
            let vault = store.vault
            let (context, from) = (planner.context, now - Planner.contactsWithin)
            let read = try await store.database.read { session -> (BorrowerSnapshot, Set<Claim>, [FlagRecord])? in
                let snapshot = try Snapshots.load(
                    borrower, in: session, vault: vault, contactsSince: from, now: now,
                    needs: context.needsOfBook(at: now))
                guard let snapshot, snapshot.borrower.portfolio == context.portfolio.key else { return nil }
                let claims = Forecast.claims(snapshot, context: context, from: today, days: days)
                return (
                    snapshot, try Outbox.claimed(among: Array(claims), in: session),
                    try Flags.list(borrower, in: session).filter { $0.source == "import" }
                )
            }
            guard let (snapshot, claimed, flags) = read else { continue }
            let forecast = Forecast(
                snapshot, context: context, claimed: claimed, from: today, days: days, now: now)
            return BorrowerTimeline.Foresight(
                snapshot: snapshot, flags: flags, forecast: forecast, context: context, today: today)
        }
        return nil
    }
}
