import ArgumentParser
import CivilTime
import Delivery
import Logging
import Messaging
import Planning
import Store

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Plan today, send what is due, wait for answers and receipts, and end.",
        discussion: "What is not due yet stays planned: run it again later, or run `dunlin serve`.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "Seconds to wait for receipts after the last answer.") var receiptsWithin = 10
    @Option(help: "Seconds to wait for the carrier's link.") var linkWithin = 20
    @Flag(help: "One JSON document: {attempts, accepted, delivered, refused, throttled, unknown, held, …}.")
    var json = false

    func run() async throws {
        let session = try await SendingSession.begin(options)
        defer { withExtendedLifetime(session.lock) {} }
        let (desk, publisher) = (session.desk, session.publisher)
        if session.recovered > 0 {
            Output.note(
                "\(session.recovered) attempts of a run that ended early have no answer: they count as told (unknown)")
        }
        let steps = try await desk.plan()
        // Broadcasts and ladders look at the same borrowers once more.
        let planned = try await steps + desk.planBroadcasts() + desk.climb(since: nil).counts
        if !json {
            Output.line(
                "Planned: \(planned.planned) messages, \(planned.held) held, \(planned.suppressed) not sent, "
                    + "of \(steps.borrowers) borrowers")
        }
        let (failure, climbed) = try await Interruption.heeding { try await send(desk) }
        let published = try await session.end()
        let round = try await EvidenceDesk.countersign(session.workplace, publisher)
        var counts = DeliveryCounts()
        for way in desk.ways { counts = counts + (await way.lane.counts) }
        Output.text(
            json
                ? SendReports.json(counts, climbed: climbed, leaves: published.size) + "\n"
                : SendReports.text(counts) + SendReports.text(climbed: climbed)
                    + "Evidence: \(published.size) leaves under a signed checkpoint\n"
                    + EvidenceReports.text(round))
        if let failure { throw failure }
    }

    /// Runs every way until it has nothing to do; returns why one could not, if so, and what came of what was not delivered.
    private func send(_ desk: SendingDesk) async throws -> (Failure?, PlanCounts) {
        let bar = ProgressBar(isQuiet: json && !Output.isTerminal)
        let (linkWithin, receiptsWithin) = (linkWithin, receiptsWithin)
        let outcome = try await withThrowingTaskGroup(of: WayRun.Outcome.self) { group in
            for way in desk.ways {
                group.addTask {
                    try await WayRun(
                        desk: desk, way: way, linkWithin: .seconds(linkWithin),
                        receiptsWithin: .seconds(receiptsWithin),
                        bar: bar
                    )
                    .run()
                }
            }
            var all = WayRun.Outcome()
            for try await outcome in group {
                all.failure = all.failure ?? outcome.failure
                all.climbed = all.climbed + outcome.climbed
            }
            return all
        }
        bar.finish()
        return (outcome.failure, outcome.climbed)
    }
}
