import ArgumentParser
import CarrierProtocols
import CivilTime
import Compliance
import Decisions
import Delivery
import Foundation
import Gateways
import Intake
import LoanBook
import Logging
import Messaging
import Planning
import SettingsFiles
import Store

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Watch three weeks of a sample lender in a minute: real SMPP, real law, real proof.",
        discussion: """
            A sample book of two countries is imported, and a carrier simulator and Dunlin are started on loopback. On a \
            virtual clock reminders go out, payments come in, some minutes before a reminder would have left, the carrier \
            has an outage, borrowers answer. A second run starts afresh. Everything is made up.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "How many borrowers.") var borrowers = 1000
    @Option(help: "The seed: the same one plays the same story.") var seed: UInt64 = 1

    private static let days = 21

    func validate() throws {
        guard (10...100_000).contains(borrowers) else { throw ValidationError("--borrowers is from 10 to 100000") }
        guard options.now == nil else { throw ValidationError("the demo has its own clock: leave out --now") }
    }

    func run() async throws {
        var workplace = try await Workplace.open(options)
        guard let firstDay = CivilDate(year: 2026, month: 11, day: 2) else { return }
        let start = Zone.utc.instant(firstDay, TimeOfDay(seconds: 0))
        let clock = VirtualClock(start)
        workplace.clock = clock.law
        // Whatever the settings say: what is begun afresh every time lies in the demo's own folder.
        workplace.home = Home(path: workplace.home.path)
        workplace.log.logLevel = options.logLevel == nil ? .error : workplace.log.logLevel
        let home = DemoHome(home: workplace.home)
        try home.begin()
        let store = try await workplace.store(making: true)
        let lock = try DeliveryLock(workplace.home)
        defer { withExtendedLifetime(lock) {} }

        Output.line("1. A sample book: \(borrowers) borrowers in two countries, seed \(seed)")
        let book = SampleBook(borrowers: borrowers, seed: seed, start: firstDay, zones: workplace.zones)
        let mappings = try [("us", BuiltInFiles.demoMappings.0), ("cn", BuiltInFiles.demoMappings.1)].map {
            try Mapping.parse(yaml: $0.1, file: "demo-\($0.0).yaml")
        }
        for (index, export) in book.exports.enumerated() {
            let folder = try home.write(export.files, as: "export-\(index)")
            let report = try await Importer.run(
                source: folder, mapping: mappings[index], database: store.database, vault: store.vault,
                zones: workplace.zones, now: start, asOf: start)
            Output.line(
                "   imported \(report.accepted) rows for portfolio \(report.portfolio), \(report.rejected) rejected")
        }

        let carrier = try CarrierSimulator(
            behaviour: Self.behaviour(seed: seed), time: .virtual(start: start))
        let port = try await carrier.start()
        Output.line("2. A carrier simulator on 127.0.0.1:\(port), SMPP 3.4; Dunlin binds as transceiver")
        let desk = try await Self.desk(workplace, store, clock: clock, port: port)
        guard let way = desk.ways.first else { return }
        // From half past nine in the morning to half past ten at night in China: what was due then is held by the law
        // when the link is back, and goes out the next morning.
        let outage = Zone.utc.instant(firstDay + 8, TimeOfDay(seconds: 3600 + 1800))
        let watch = TurnWatch()
        let director = DemoDirector(
            desk: desk, way: way, carrier: carrier, clock: clock, watch: watch, home: home, mappings: mappings,
            arrivals: book.arrivals, end: start + .days(Int64(Self.days)),
            outage: .init(from: outage, to: outage + .hours(13)))
        Output.line("3. Three weeks from \(firstDay), with a carrier outage of 13 hours on \(firstDay + 8)")
        try await play(director)
        let counts = await carrier.counts()
        await carrier.stop()
        try await DemoSummary(
            workplace: workplace, store: store, home: home, carrier: counts, delivery: await way.lane.counts,
            start: start
        ).show()
    }

    private func play(_ director: DemoDirector) async throws {
        let halt = Halt()
        let (way, watch) = (director.way, director.watch)
        let board = DemoBoard(director: director)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { watch.finish() }
                try await way.lane.run { watch.note($0) }
            }
            group.addTask { try await halt.cancelling { try await way.gateway.run() } }
            group.addTask {
                defer { halt.callsFor() }
                try await director.untilLinkIsUp()
                try await director.play { await board.show($0) }
                board.finish()
            }
            try await group.waitForAll()
        }
    }

    /// A carrier like any other: mostly fine.
    private static func behaviour(seed: UInt64) -> CarrierBehaviour {
        var behaviour = CarrierBehaviour()
        behaviour.seed = seed
        behaviour.receiptDelay = .seconds(2)...(.minutes(4))
        behaviour.undelivered = 0.03
        behaviour.expired = 0.01
        behaviour.lostReceipts = 0.01
        behaviour.lostResponses = 0.002
        behaviour.lateReceipts = 0.02
        behaviour.duplicateReceipts = 0.01
        behaviour.throttled = 0.003
        behaviour.outOfOrder = 0.05
        behaviour.replies = [
            .init(share: 0.015, text: "STOP", delay: .minutes(6)), .init(share: 0.01, text: "退订", delay: .minutes(9)),
            .init(share: 0.015, text: "I already paid", delay: .minutes(25)),
            .init(share: 0.01, text: "我已经还款了", delay: .minutes(40)),
            .init(share: 0.02, text: "Can I pay in two parts?", delay: .minutes(15)),
        ]
        return behaviour
    }

    private static func desk(
        _ workplace: Workplace, _ store: OpenStore, clock: VirtualClock, port: Int
    ) async throws -> SendingDesk {
        var sample = workplace
        sample.settings.configFile = nil
        var lender = try sample.lender()
        for index in lender.routes.indices {
            lender.routes[index].settings.route.port = port
            // Real time is short here: an answer that has not come in half a second was lost.
            lender.routes[index].settings.responseLimit = .milliseconds(500)
            lender.routes[index].settings.route.reconnect = .init(first: .milliseconds(20), longest: .milliseconds(100))
        }
        return try await SendingDesk.open(
            PlanningDesk(workplace: sample, inForce: LenderInForce(lender: lender), store: store),
            clock: clock.law)
    }
}
