import Foundation
import NIOCore
import Testing

/// A process that is stopped in the midst of its writing, and goes on when the moment of its texts has passed.
@Suite(.timeLimit(.minutes(2)), .serialized)
struct FrozenProcessTests {
    private static let texts = 10_000
    /// Of one text as the probe writes it, and of one batch.
    private static let text_bytes = 230
    private static let batch_bytes = 4 * 1_024

    struct Residue {
        /// Read while the process was frozen: it lay in the kernel.
        var frozen = PausedCarrier.Seen()
        /// Read after the process went on, and so written or sent after the texts' moment.
        var after = PausedCarrier.Seen()
        var unwritten = 0
        var unanswered = 0
    }

    /// Freezes a probe whose socket is full, for longer than its texts may wait.
    private func freeze(readsWhileFrozen: Bool, unsentLimit_ms: Int = 60_000) async throws -> Residue {
        let carrier = PausedCarrier()
        let port = try await carrier.start()
        let process = Process()
        process.executableURL = Self.probe
        process.arguments = ["\(port)", "\(Self.texts)", "1200", "\(unsentLimit_ms)"]
        let probe = try Child(process)
        #expect(await probe.line() == "stuck")
        #expect(kill(process.processIdentifier, SIGSTOP) == 0)
        var residue = Residue()
        if readsWhileFrozen {
            await carrier.read()
            residue.frozen = await carrier.seenWhenQuiet()
        }
        await carrier.pause(.milliseconds(1_500))
        #expect(kill(process.processIdentifier, SIGCONT) == 0)
        if !readsWhileFrozen { await carrier.read() }
        let all = await carrier.seenWhenQuiet()
        residue.after = .init(bytes: all.bytes - residue.frozen.bytes, texts: all.texts - residue.frozen.texts)
        await carrier.hangUp()
        while let line = await probe.line(), line != "end" {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            (residue.unwritten, residue.unanswered) = (numbers[0], numbers[1])
        }
        #expect(residue.unwritten + residue.unanswered == Self.texts)
        return residue
    }

    private static let probe = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: ".build/debug/gateway-probe")

    @Test
    func `when the kernel's buffer empties during the sleep, the process writes no more than the batch it had begun`()
        async throws
    {
        let residue = try await freeze(readsWhileFrozen: true)
        #expect(residue.frozen.texts > 0)
        #expect(residue.after.bytes <= Self.batch_bytes + Self.text_bytes)
        // Whatever was not out comes back as unwritten, and nothing that was out does.
        #expect(residue.unanswered == residue.frozen.texts + residue.after.texts)
    }

    @Test func `when nothing is read during the sleep, what the kernel had taken goes out late, and no more`()
        async throws
    {
        let residue = try await freeze(readsWhileFrozen: false)
        #expect(residue.after.texts == residue.unanswered)
        #expect(residue.after.bytes < 512 * 1_024)
        #expect(residue.unwritten > Self.texts / 2)
    }

    @Test func `the kernel ends a connection whose bytes nobody takes, though the process sleeps`() async throws {
        let longer = try await freeze(readsWhileFrozen: false)
        let bounded = try await freeze(readsWhileFrozen: false, unsentLimit_ms: 400)
        // What lay at the carrier's side is the carrier's; what lay at ours is gone.
        #expect(bounded.after.texts < longer.after.texts)
        #expect(bounded.after.bytes <= 64 * 1_024)
    }
}
