import CarrierProtocols
import CivilTime
import Gateways
import LoanBook
import Messaging

/// The gateway and the carrier simulator over the loopback, without a store: texts out, answers and receipts back.
struct GatewayBench {
    var messages: Int
    var window: Int

    func measure(runs: Int) async throws -> Measurement {
        var measurement = Measurement("gateway", count: messages)
        var spent = Duration.zero
        for run in 0...runs {
            let before = ProcessorTime.spent
            let took = try await once()
            guard run > 0 else { continue }
            measurement.runs.append(took)
            spent += ProcessorTime.spent - before
        }
        let perMessage = spent / (messages * max(1, runs))
        measurement.outcome = [
            ("window", window), ("processor_ns_a_message", Int(perMessage / .nanoseconds(1))),
        ]
        return measurement
    }

    private func once() async throws -> Duration {
        let carrier = try CarrierSimulator(time: .virtual(start: Instant(seconds: 1_795_262_400)))
        let port = try await carrier.start()
        var settings = SMPPRouteSettings(
            name: "bench", host: "127.0.0.1", port: port, systemID: "bench", password: "")
        settings.window = window
        let gateway = try CarrierGateway(
            settings: .smpp(settings), clock: .fixed(Instant(seconds: 1_795_262_400)), seed: 1)
        let (messages, clock) = (messages, ContinuousClock())
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await gateway.run() }
            var (next, receipts) = (0, 0)
            var started: ContinuousClock.Instant?
            while receipts < messages {
                let events = await gateway.events(limit: 500)
                if events.isEmpty { throw BenchFault(words: "the gateway stopped") }
                if started == nil { started = clock.now }
                let tokens = events.compactMap { if case .receipt(_, let token) = $0 { token } else { nil } }
                receipts += tokens.count
                gateway.acknowledge(tokens)
                let count = min(gateway.room, messages - next)
                guard count > 0 else { continue }
                gateway.submit((next..<next + count).map(Self.submission))
                next += count
            }
            let took = clock.now - (started ?? clock.now)
            tasks.cancelAll()
            try await tasks.waitForAll()
            await carrier.stop()
            return took
        }
    }

    static func submission(_ number: Int) -> Submission {
        Submission(
            attempt: Attempt.ID(Int64(number)), to: "+86138\(10_000_000 + number)", text: Self.text,
            validUntil: .distantFuture, writeBefore: .now + .seconds(60))
    }

    private static let text = SegmentedText(
        alphabet: .gsm7,
        segments: [Array("Hello Ana, 120.50 EUR of your loan were due yesterday. Please pay by Friday.".utf8)])
}
