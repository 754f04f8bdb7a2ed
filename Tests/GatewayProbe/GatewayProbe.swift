import CivilTime
import Foundation
import Gateways
import LoanBook
import Messaging
import NIOCore
import NIOPosix

/// A gateway in a process of its own, for tests that freeze it: `gateway-probe PORT TEXTS WRITE_WITHIN_MS UNSENT_LIMIT_MS`.
///
/// Prints `stuck` when the socket takes no more of the texts that it has handed in, then what became of them.
@main
struct GatewayProbe {
    static func main() async throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 4 else { return print("four numbers are wanted") }
        var settings = SMPPRouteSettings(
            name: "probe", host: "127.0.0.1", port: numbers[0], systemID: "probe", password: "")
        settings.window = 10_000
        settings.unsentLimit = .milliseconds(numbers[3])
        settings.reconnect = .init(first: .seconds(60), longest: .seconds(60))
        settings.drainLimit = .milliseconds(100)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let gateway = try CarrierGateway(
            settings: .smpp(settings), clock: .fixed(Instant(seconds: 1_795_262_400)), seed: 1, eventLoopGroup: group)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await gateway.run() }
            await follow(gateway, texts: numbers[1], within: .milliseconds(numbers[2]), group)
            tasks.cancelAll()
            try await tasks.waitForAll()
        }
        try await group.shutdownGracefully()
    }

    private static func follow(
        _ gateway: CarrierGateway, texts: Int, within limit: Duration, _ group: MultiThreadedEventLoopGroup
    ) async {
        var (unwritten, unanswered) = (0, 0)
        while unwritten + unanswered < texts {
            let events = await gateway.events(limit: 20_000)
            if events.isEmpty { break }
            for event in events {
                switch event {
                case .link(up: true, _):
                    gateway.submit(submissions(texts, within: limit))
                    // The route writes on this loop: when it has time for this, it could write no more.
                    group.next().execute { say("stuck") }
                case .unwritten: unwritten += 1
                case .unanswered: unanswered += 1
                default: break
                }
            }
            if unwritten + unanswered > 0 { say("unwritten \(unwritten) unanswered \(unanswered)") }
        }
        say("end")
    }

    private static func submissions(_ count: Int, within limit: Duration) -> [Submission] {
        let text = SegmentedText(alphabet: .gsm7, segments: [[UInt8](repeating: 0x61, count: 160)])
        let writeBefore = ContinuousClock.now + limit
        return (0..<count).map { number in
            Submission(
                attempt: Attempt.ID(Int64(number)), to: "+86138\(10_000_000 + number)", text: text,
                validUntil: .distantFuture, writeBefore: writeBefore)
        }
    }

    /// Past `print`, whose lines would wait in a pipe for more.
    private static func say(_ words: String) { FileHandle.standardOutput.write(Data((words + "\n").utf8)) }
}
