import CivilTime
import Gateways
import Messaging

/// Routes that have nothing to say: what they cost a second, and in memory. The carrier is another process, or it would be measured too.
struct LinksBench {
    static let binds = 4
    static let watched = Duration.seconds(20)

    var routes: Int
    var port: Int

    func measure() async throws -> Measurement {
        let gateways = try (0..<routes).map { number in
            var settings = SMPPRouteSettings(
                name: "route \(number)", host: "127.0.0.1", port: port, systemID: "bench", password: "")
            settings.binds = Self.binds
            return try CarrierGateway(
                settings: .smpp(settings), clock: .fixed(Instant(seconds: 0)), seed: UInt64(number))
        }
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            for gateway in gateways { tasks.addTask { try await gateway.run() } }
            for gateway in gateways {
                var bound = 0
                while bound < Self.binds {
                    let events = await gateway.events(limit: 100)
                    if events.isEmpty { throw BenchFault(words: "a gateway stopped") }
                    bound += events.count { if case .link(true, _) = $0 { true } else { false } }
                }
            }
            var measurement = Measurement("links", count: routes)
            let before = ProcessorTime.spent
            try await Task.sleep(for: Self.watched)
            let spent = ProcessorTime.spent - before
            measurement.runs = [Self.watched]
            measurement.outcome = [
                ("binds", routes * Self.binds), ("core_share_ppm", Int(spent / Self.watched * 1_000_000)),
                ("rss_bytes", Measurement.memory_bytes("VmRSS:")),
            ]
            tasks.cancelAll()
            try await tasks.waitForAll()
            return measurement
        }
    }
}
