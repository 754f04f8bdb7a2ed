import CivilTime
import Gateways
import LoanBook
import Messaging

/// One session whose receipts have come and are not on disk yet, so that none is answered. The simulated carrier, which keeps each of
/// them until then too, is in the same process and in the figure.
struct ParkedBench {
    var receipts: Int

    func measure() async throws -> Measurement {
        var behaviour = CarrierBehaviour()
        behaviour.deliveryWindow = receipts
        let carrier = try CarrierSimulator(
            behaviour: behaviour, time: .virtual(start: Instant(seconds: 1_795_262_400)))
        let port = try await carrier.start()
        var settings = SMPPRouteSettings(name: "bench", host: "127.0.0.1", port: port, systemID: "bench", password: "")
        settings.window = 100
        let gateway = try CarrierGateway(
            settings: .smpp(settings), clock: .fixed(Instant(seconds: 1_795_262_400)), seed: 1)
        let receipts = receipts
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await gateway.run() }
            var (next, tokens, started) = (0, [DeliveryToken](), ContinuousClock.now)
            let before_bytes = Measurement.memory_bytes("VmRSS:")
            while tokens.count < receipts {
                let events = await gateway.events(limit: 500)
                if events.isEmpty { throw BenchFault(words: "the gateway stopped") }
                if next == 0 { started = .now }
                tokens += events.compactMap { if case .receipt(_, let token) = $0 { token } else { nil } }
                let count = min(gateway.room, receipts - next)
                guard count > 0 else { continue }
                gateway.submit((next..<next + count).map(GatewayBench.submission))
                next += count
            }
            var measurement = Measurement("parked", count: receipts)
            measurement.runs = [ContinuousClock.now - started]
            measurement.outcome = [
                ("rss_bytes", Measurement.memory_bytes("VmRSS:")), ("rss_before_bytes", before_bytes),
            ]
            gateway.acknowledge(tokens)
            tasks.cancelAll()
            try await tasks.waitForAll()
            await carrier.stop()
            return measurement
        }
    }
}
