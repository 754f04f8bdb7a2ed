import CivilTime
import Countersigning
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

/// Against openssl's own authority, and checked by openssl too.
@Suite(.enabled(if: Peer.canRun, "python3 and openssl are not installed")) struct TimeStampTests {
    private func round(_ log: Log, _ authorities: [Outside.Authority], within: Duration = .seconds(30)) async throws
        -> CountersigningRound
    {
        try await Countersigner(outside: Outside(authorities: authorities, within: within), random: .system)
            .run(log.publisher)
    }

    @Test(.everyEngine, arguments: ["rsa", "ec"])
    func `a checkpoint is dated, and openssl finds the token sound too`(kind: String) async throws {
        let log = try await Log()
        try await log.append(9)
        let authority = try log.authority(kind)
        let round = try await round(log, [authority.settings])
        #expect(round.isWhole && round.timeStamps.map(\.authority) == [kind], "\(round.answers)")
        let token = log.directory + "/countersigned/9/\(kind).tst"
        #expect(try log.file("countersigned/9/\(kind).tst") == round.timeStamps[0].token)
        let text = log.path + "/text"
        try Data(SignedNote(parsing: round.note).text.utf8).write(to: URL(filePath: text))
        let check = try output(
            of: "/usr/bin/openssl",
            [
                "ts", "-verify", "-data", text, "-in", token, "-token_in", "-CAfile",
                log.path + "/authority-\(kind)/root.pem",
            ])
        #expect(check.code == 0 && check.text.contains("Verification: OK"), "\(check.text)")
        let shown = try output(of: "/usr/bin/openssl", ["ts", "-reply", "-in", token, "-token_in", "-text"])
        // The same instant, read by two programs.
        let proof = try await TimeStampToken(der: round.timeStamps[0].token).verify(
            of: Array(Data(contentsOf: URL(filePath: text))), anchors: authority.settings.anchors)
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "MMM d HH:mm:ss yyyy"
        let words = formatter.string(from: Foundation.Date(timeIntervalSince1970: Double(proof.at_ms) / 1000))
        #expect(shown.text.replacing("  ", with: " ").contains("Time stamp: " + words), "\(words): \(shown.text)")
        #expect(proof.signer.contains("Test Authority"))
        // Kept once, not asked for again.
        authority.peer.stop()
        #expect(try await self.round(log, [authority.settings]).isWhole)
        let audit = try await log.audit(Outside(authorities: [authority.settings]))
        #expect(audit.isSound && audit.timeStamps == 1, "\(audit.faults)")
    }

    @Test func `every changed byte of a token is found, or changes nothing that is read`() async throws {
        let log = try await Log()
        try await log.append(1)
        let authority = try log.authority("ec")
        let round = try await round(log, [authority.settings])
        let text = Array(try SignedNote(parsing: round.note).text.utf8)
        let token = try #require(round.timeStamps.first).token
        let sound = try await TimeStampToken(der: token).verify(of: text, anchors: authority.settings.anchors)
        var unread = 0
        for at in token.indices {
            var changed = token
            changed[at] ^= 1 << UInt8(at % 8)
            do {
                let proof = try await TimeStampToken(der: changed).verify(of: text, anchors: authority.settings.anchors)
                #expect(proof == sound, "byte \(at)")
                unread += 1
            } catch is TimeStampFault {}
        }
        // Versions, the signer's name beside its hash, and what stands outside of what is signed.
        #expect(unread < token.count / 4, "\(unread) of \(token.count)")
        for count in 0..<token.count {
            #expect(throws: TimeStampFault.self) { try TimeStampToken(der: Array(token.prefix(count))) }
        }
        await #expect(throws: TimeStampFault.imprint) {
            try await TimeStampToken(der: token).verify(of: text + [0x0a], anchors: authority.settings.anchors)
        }
    }

    @Test func `a token under another root, or by a certificate that is not for time-stamps, is not trusted`()
        async throws
    {
        let log = try await Log()
        try await log.append(1)
        let good = try log.authority("rsa")
        var unfit = try log.authority("unfit")
        let round = try await round(log, [unfit.settings])
        let words = round.answers.map { "\($0.outcome)" }.joined()
        #expect(words.contains("its certificate is not trusted") && words.contains("not for time-stamps"), "\(words)")
        unfit.settings.anchors = good.settings.anchors
        #expect(try await self.round(log, [unfit.settings]).isWhole == false)
        var strange = good.settings
        strange.anchors = try TimeStampAnchors(
            pem: String(contentsOfFile: log.path + "/authority-unfit/root.pem", encoding: .utf8))
        #expect(try await self.round(log, [strange]).isWhole == false)
        #expect(try await log.publisher.countersigned(size: 1) == nil)
        // The authority's own certificate may be pinned instead of its root.
        var pinned = good.settings
        pinned.anchors = try TimeStampAnchors(
            pem: String(contentsOfFile: log.path + "/authority-rsa/tsa.pem", encoding: .utf8))
        #expect(try await self.round(log, [pinned]).isWhole)
        withExtendedLifetime((good.peer, unfit.peer)) {}
    }

    @Test func `an old answer, a refusal and silence are told apart`() async throws {
        let log = try await Log()
        try await log.append(1)
        let (stale, refuse, silent) = (
            try log.authority("stale"), try log.authority("refuse"), try log.authority("silent")
        )
        #expect(try await round(log, [stale.settings]).isWhole)
        try await log.append(1)
        let again = try await round(log, [stale.settings, refuse.settings, silent.settings], within: .seconds(5))
        #expect(
            again.answers.map(\.outcome).prefix(2) == [
                .refused(TimeStampFault.nonce.description),
                .refused(TimeStampFault.refused(status: 2, words: "no time").description),
            ])
        guard case .away? = again.answers.last?.outcome else {
            Issue.record("\(again.answers)")
            return
        }
        withExtendedLifetime((stale.peer, refuse.peer, silent.peer)) {}
    }

    @Test func `an export carries what was countersigned, and two programs check it`() async throws {
        let log = try await Log()
        try await log.append(40)
        let (witness, authority) = (try log.witness(), try log.authority("ec"))
        let outside = Outside(witnesses: [witness.settings], authorities: [authority.settings], within: .seconds(30))
        let closing = try await EvidenceExport.close(
            borrower: 1, at: Instant(milliseconds: 1_763_700_000_000), database: log.database, vault: log.vault,
            random: log.random)
        let round = try await Countersigner(outside: outside, random: .system).run(log.publisher)
        let path = log.path + "/export.json"
        _ = try await EvidenceExport.write(
            closing, to: path, note: round.note, timeStamps: round.timeStamps, database: log.database,
            directory: log.directory, key: log.signer.key, vault: log.vault)
        let file = Array(try Data(contentsOf: URL(filePath: path)))
        let report = try ExportFile.verify(file, key: log.signer.key, witnesses: [witness.settings.key])
        #expect(
            report.isClosed && report.leaves == 41 && report.cosignatures.count == 1 && report.timeStamps.count == 1)

        let tool = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Tools/verify_evidence.py").path
        let roots = log.path + "/authority-ec/root.pem"
        func check(_ more: [String], without packages: Bool = false) throws -> (text: String, code: Int32) {
            try output(
                of: Peer.python ?? "",
                (packages ? ["-S"] : []) + ["-B", tool, path, log.signer.key.description] + more)
        }
        for packages in [false, true] {
            let sound = try check(
                ["--witness", witness.settings.key.description, "--timestamps", roots], without: packages)
            #expect(sound.code == 0 && sound.text.hasPrefix("VERIFIED: "), "\(sound.text)")
            #expect(sound.text.contains("\"witness.example/one\"") && sound.text.contains("\"ec\""), "\(sound.text)")
        }
        let stranger = try log.witness("three")
        let missing = try check(["--witness", stranger.settings.key.description])
        #expect(missing.code == 1 && missing.text.contains("bears no signature"), "\(missing.text)")
        let other = try log.authority("rsa")
        let untrusted = try check(["--timestamps", log.path + "/authority-rsa/root.pem"])
        #expect(untrusted.code == 1 && untrusted.text.contains("NOT VERIFIED: time-stamp"), "\(untrusted.text)")
        withExtendedLifetime((witness.peer, authority.peer, stranger.peer, other.peer)) {}
    }
}
