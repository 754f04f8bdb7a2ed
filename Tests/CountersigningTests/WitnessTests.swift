import Countersigning
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

/// Against a witness that is another program, over a socket.
@Suite(.enabled(if: Peer.canRun, "python3 and openssl are not installed")) struct WitnessTests {
    private func countersigner(_ witnesses: Outside.Witness..., within: Duration = .seconds(20)) -> Countersigner {
        Countersigner(outside: Outside(witnesses: witnesses, within: within), random: .system)
    }

    @Test(.everyEngine) func `a log that grows is cosigned again and again, and the words stand beside the log's own`()
        async throws
    {
        let log = try await Log()
        let (one, two) = (try log.witness("one"), try log.witness("three"))
        let all = countersigner(one.settings, two.settings)
        for (step, size) in [(0, 0), (1, 1), (4, 5), (251, 256), (1, 257), (600, 857)] {
            try await log.append(step)
            let round = try await all.run(log.publisher)
            #expect(round.isWhole && round.size == Int64(size), "\(round.answers)")
            let note = try SignedNote(parsing: log.file("checkpoint"))
            #expect(note.bytes == round.note && note.signatures.count == 3)
            #expect(try note.cosignature(by: one.settings.key) != nil && note.cosignature(by: two.settings.key) != nil)
            #expect(try log.file("countersigned/\(size)/checkpoint") == round.note)
        }
        // Asked again about the same, nobody signs twice.
        #expect(try await all.run(log.publisher).note == log.file("checkpoint"))
        let outside = Outside(witnesses: [one.settings, two.settings])
        let audit = try await log.audit(outside)
        #expect(audit.isSound && audit.countersigned == 6 && audit.cosignatures == 12, "\(audit.faults)")
        // A folder of another node comes to the same files.
        let other = log.publisher(in: log.path + "/other")
        #expect(try await other.publish().note == log.file("checkpoint"))
        try await other.writeCountersigned()
        for name in ["countersigned/5/checkpoint", "countersigned/857/checkpoint"] {
            let copy = FileManager.default.contents(atPath: log.path + "/other/" + name).map { Array($0) }
            #expect(try copy == log.file(name))
        }
        withExtendedLifetime((one.peer, two.peer)) {}
    }

    @Test func `whoever is away is told of and asked again, and stops nothing`() async throws {
        let log = try await Log()
        try await log.append(3)
        let (one, two) = (try log.witness("one"), try log.witness("three"))
        two.peer.stop()
        let first = try await countersigner(one.settings, two.settings).run(log.publisher)
        #expect(first.answers.map(\.isSigned) == [true, false] && !first.isContradicted)
        guard case .away = first.answers[1].outcome else {
            Issue.record("\(first.answers)")
            return
        }
        // It comes back, knowing nothing of what was asked meanwhile; the other has signed already.
        try await log.append(0)
        let back = try log.witness("three")
        let second = try await countersigner(one.settings, back.settings).run(log.publisher)
        #expect(try second.isWhole && SignedNote(parsing: second.note).signatures.count == 3)
        withExtendedLifetime((one.peer, back.peer)) {}
    }

    @Test func `a process that knows nothing of the witness's size learns it from the witness`() async throws {
        let log = try await Log()
        let one = try log.witness()
        for step in [5, 300, 70] {
            try await log.append(step)
            #expect(try await countersigner(one.settings).run(log.publisher).isWhole)
        }
        withExtendedLifetime(one.peer) {}
    }

    @Test func `a second log of the same name is told loudly, whatever its length`() async throws {
        let log = try await Log()
        let one = try log.witness()
        try await log.append(10)
        #expect(try await countersigner(one.settings).run(log.publisher).isWhole)
        for leaves in [10, 25, 4] {
            let fork = try await Log(signer: log.signer)
            try await fork.append(leaves)
            let round = try await countersigner(one.settings).run(fork.publisher)
            #expect(round.isContradicted && !round.isWhole, "\(leaves): \(round.answers)")
            #expect(try SignedNote(parsing: round.note).signatures.count == 1)
            #expect(round.answers.map { "\($0.outcome)" }.first?.hasPrefix("CONTRADICTS THIS LOG") == true)
        }
        try await log.append(1)
        #expect(try await countersigner(one.settings).run(log.publisher).isWhole)
        withExtendedLifetime(one.peer) {}
    }

    @Test func `a witness that another process has shown more is shown it again`() async throws {
        let log = try await Log()
        let one = try log.witness()
        try await log.append(5)
        let before = try await log.publisher.publish()
        // Another node appends, publishes into its own folder and asks.
        try await log.append(5)
        let elsewhere = log.publisher(in: log.path + "/other")
        #expect(try await countersigner(one.settings).run(elsewhere).size == 10)
        let round = try await countersigner(one.settings).run(log.publisher)
        #expect(round.isWhole && round.size == 10 && before.size == 5)
        withExtendedLifetime(one.peer) {}
    }

    @Test func `what is not signed with the key that the settings name is not taken`() async throws {
        let log = try await Log()
        var one = try log.witness()
        try await log.append(2)
        one.settings.key = try VerifierKey(
            name: "witness.example/one", publicKey: log.signer.key.publicKey, .cosignature)
        let round = try await countersigner(one.settings).run(log.publisher)
        guard case .refused = round.answers.first?.outcome else {
            Issue.record("\(round.answers)")
            return
        }
        #expect(try SignedNote(parsing: log.file("checkpoint")).signatures.count == 1)
        let stranger = try await Log(
            signer: NoteSigner(name: "dunlin.example/unknown", seed: [UInt8](repeating: 6, count: 32)))
        let unknown = try await countersigner(one.settings).run(stranger.publisher)
        guard case .refused = unknown.answers.first?.outcome else {
            Issue.record("\(unknown.answers)")
            return
        }
        withExtendedLifetime(one.peer) {}
    }
}
