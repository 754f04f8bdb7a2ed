import ArgumentParser
import CivilTime
import LoanBook
import Planning
import Store

struct StoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "story",
        abstract: "What happened to one borrower, in order: what was told, held back or not sent, and why.",
        discussion: "Told from the evidence log; `dunlin evidence export` proves it to a stranger.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The lender's own borrower id.") var borrower: String
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Flag(help: "Show texts in full; that you looked is recorded.") var reveal = false
    @Flag(help: "One JSON document: {borrower, zone, lines}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        let found = try await store.findRecord(borrower, portfolio: portfolio)
        if reveal { try await EvidenceDesk.recordReveal(of: found, how: "story", workplace, store) }
        let timeline = try await store.timeline(of: found, zones: workplace.zones, reveals: reveal)
        if json {
            Output.line(
                JSONText.write(
                    .object([
                        ("borrower", .text(borrower)), ("zone", .text(timeline.zone.id)),
                        ("lines", .list(timeline.lines.map { .text($0) })),
                    ])))
            return
        }
        Output.line("Borrower \(borrower), times of \(timeline.zone.id):")
        if timeline.lines.isEmpty { Output.line("  nothing was decided or sent yet") }
        for line in timeline.lines { Output.line("  " + line) }
    }
}

extension OpenStore {
    func timeline(of borrower: Borrower.ID, zones: Zones, reveals: Bool) async throws -> Timeline {
        let vault = vault
        let (leaves, zone) = try await database.read { session in
            let zone = try session.text("SELECT zone FROM borrower WHERE id = ?", [.integer(borrower.number)])
            return (try BorrowerLeaves.read(borrower, in: session, vault: vault), zone ?? "")
        }
        return Timeline(leaves: leaves, zone: zones.zone(zone) ?? .utc, reveals: reveals)
    }
}
