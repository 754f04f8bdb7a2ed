import CivilTime
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

@Suite(.everyEngine) struct EvidenceAuditTests {
    @Test func `a sound log is found sound, and everything is counted`() async throws {
        let home = try await EvidenceHome()
        try await home.append(700)
        let published = try await home.publisher.publish()
        try await home.append(5, from: 700)
        let report = try await home.audit()
        #expect(report.faults == [] && report.isSound)
        #expect(report.size == 700 && report.unpublished == 5 && report.opened == 705 && report.erased == 0)
        #expect(report.kinds == [.decision: 705] && report.root == published.root)
    }

    @Test func `every sampled byte of every file is found and its file named`() async throws {
        let home = try await EvidenceHome()
        try await home.append(30)
        _ = try await home.publisher.publish()
        try await home.append(270, from: 30)
        _ = try await home.publisher.publish()
        try await home.append(5, from: 300)
        _ = try await home.publisher.publish()
        let files = try home.files()
        #expect(files.count == 8)
        var state: UInt64 = 20_261_121
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let all =
                name == "checkpoint"
                ? Array(stride(from: 0, to: bytes.count, by: 9))
                : (0..<6).map { _ in Int(SeededBytes.next(&state) % UInt64(bytes.count)) }
            for at in all {
                var changed = bytes
                changed[at] ^= 1 << UInt8(SeededBytes.next(&state) % 8)
                try home.write(name, changed)
                let report = try await home.audit()
                #expect(report.faults.contains { $0.place == name }, "\(name) byte \(at): \(report.faults)")
                if name != "checkpoint" { #expect(report.faults.allSatisfy { $0.place == name }, "\(report.faults)") }
            }
            try home.write(name, bytes + [0])
            #expect(try await home.audit().faults.first?.place == name)
            try home.write(name, bytes)
        }
        #expect(try await home.audit().isSound)
    }

    @Test func `a missing file is named`() async throws {
        let home = try await EvidenceHome()
        try await home.append(300)
        _ = try await home.publisher.publish()
        for (name, bytes) in try home.files() {
            try FileManager.default.removeItem(atPath: home.directory + "/" + name)
            #expect(try await home.audit().faults.first?.place == name)
            try home.write(name, bytes)
        }
    }

    @Test func `every sampled byte of a leaf in the store is found and the leaf named`() async throws {
        let home = try await EvidenceHome()
        try await home.append(20)
        _ = try await home.publisher.publish()
        let bytes = try await home.database.read {
            try $0.first("SELECT bytes FROM leaf WHERE idx = 11") { $0.blob(0) }
        }
        let leaf = try #require(bytes)
        for at in stride(from: 0, to: leaf.count, by: 3) {
            var changed = leaf
            changed[at] ^= 0x10
            try await home.database.write { [changed] in
                try $0.run("UPDATE leaf SET bytes = ? WHERE idx = 11", [.blob(changed)])
                return
            }
            let report = try await home.audit()
            #expect(
                !report.isSound && report.faults.allSatisfy { $0.place == "leaf 11" }, "byte \(at): \(report.faults)")
        }
    }

    @Test(arguments: [
        "UPDATE leaf SET kind = 'reply' WHERE idx = 3", "UPDATE leaf SET at_ms = at_ms + 1 WHERE idx = 3",
        "UPDATE leaf SET borrower = 2, number = 900 WHERE idx = 3", "DELETE FROM leaf WHERE idx = 3",
        "UPDATE leaf SET number = 900 WHERE idx = 3", "UPDATE borrower SET ref = 'B-x' WHERE id = 1",
    ]) func `a row that does not fit its leaf is named`(change: String) async throws {
        let home = try await EvidenceHome()
        try await home.append(5)
        _ = try await home.publisher.publish()
        try await home.database.write {
            try $0.run(change); return
        }
        let report = try await home.audit()
        #expect(report.faults.contains { $0.place == "leaf 3" }, "\(report.faults)")
    }

    @Test func `an attempt or receipt without its leaf is named`() async throws {
        let home = try await EvidenceHome()
        try await home.database.write { [vault = home.vault, random = home.random] session in
            for attempt in 1...3 {
                try session.run(
                    """
                    INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms)
                    VALUES (1, ?, 1, 'r', ?, 1, 0, 0)
                    """, [.integer(attempt), .integer(attempt == 1 ? 1 : 2)])
            }
            try session.run(
                """
                INSERT INTO receipt (id, route, carrier_id, outcome, error, lookup, at_ms, borrower, attempt, segment)
                VALUES (7, 'r', 'c', 1, '', ?, 0, 1, 2, 0)
                """, [.blob([0])])
            let at = EvidenceHome.start
            try EvidenceLog.append(
                [
                    LeafDraft(kind: .attempt, borrower: 1, at: at, content: [("attempt", 1)]),
                    LeafDraft(kind: .attempt, borrower: 1, at: at, content: [("attempt", 2)]),
                    LeafDraft(kind: .outcome, borrower: 1, at: at, content: [("attempt", 2)]),
                ], in: session, vault: vault, random: random)
        }
        _ = try await home.publisher.publish()
        let report = try await home.audit()
        #expect(
            report.faults.map(\.description) == [
                "attempt 3: it has no leaf", "attempt 3: its outcome has no leaf", "receipt 7: it has no leaf",
            ])
        #expect(report.attempts == 3 && report.receipts == 1)
    }

    @Test func `a key that is gone is an erasure only where the log records one`() async throws {
        let home = try await EvidenceHome()
        try await home.append(7)
        _ = try await home.publisher.publish()
        try await home.database.write {
            try $0.run("DELETE FROM borrower_key WHERE borrower = 1"); return
        }
        let broken = try await home.audit()
        #expect(broken.erased == 2 && broken.opened == 5)
        #expect(
            broken.faults.map(\.description) == [
                "borrower 1: the key of its leaves is gone, and no erasure of it is recorded"
            ])
        let erasure = LeafDraft(
            kind: .erasure, borrower: nil, at: EvidenceHome.start,
            content: [("classes", .list(["profile", "record"])), ("subject", 1)])
        try await home.database.write { [vault = home.vault, random = home.random] session in
            try EvidenceLog.append([erasure], in: session, vault: vault, random: random)
        }
        let erased = try await home.audit()
        #expect(erased.isSound && erased.erased == 2 && erased.opened == 6)
    }

    @Test func `attempts beyond one pass of the audit are looked for in the next`() async throws {
        let home = try await EvidenceHome()
        let numbers: [Int64] = [1, 63, 64, 99, 100, 250, 1_000]
        try await home.database.write { [vault = home.vault, random = home.random] session in
            for attempt in numbers {
                try session.run(
                    """
                    INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms)
                    VALUES (1, ?, 1, 'r', 2, 1, 0, 0)
                    """, [.integer(attempt)])
                let kinds: [LeafKind] = attempt == 250 ? [.attempt] : [.attempt, .outcome]
                try EvidenceLog.append(
                    kinds.map {
                        LeafDraft(
                            kind: $0, borrower: 1, at: EvidenceHome.start, content: [("attempt", .integer(attempt))])
                    }, in: session, vault: vault, random: random)
            }
        }
        _ = try await home.publisher.publish()
        for window in [64, 100, 1 << 20] as [Int64] {
            let report = try await EvidenceAudit.run(
                database: home.database, directory: home.directory, key: home.signer.key, vault: home.vault,
                window: window)
            #expect(report.faults.map(\.description) == ["attempt 250: its outcome has no leaf"], "window \(window)")
            #expect(report.attempts == 7 && report.opened == 13 && report.kinds == [.attempt: 7, .outcome: 6])
        }
    }

    @Test func `a countersigned checkpoint that is not of this log, or a changed copy of one, is named`() async throws {
        let home = try await EvidenceHome()
        try await home.append(300)
        let note = try await home.publisher.publish().note
        _ = try await home.publisher.keep([], of: note)
        #expect(try await home.audit().isSound && home.files()["countersigned/300/checkpoint"] == note)
        try home.write("countersigned/300/checkpoint", note + [0x0a])
        #expect(try await home.audit().faults.map(\.place) == ["countersigned/300/checkpoint"])
        try await home.publisher.writeCountersigned()
        let other = try Checkpoint(origin: home.signer.key.name, size: 17, root: .leaf([1])).signed(by: home.signer)
        try await home.database.write {
            try $0.run(
                "INSERT INTO countersigned (size, note) VALUES (17, ?)",
                [.text(String(decoding: other.bytes, as: UTF8.self))])
        }
        try await home.publisher.writeCountersigned()
        #expect(
            try await home.audit().faults.map(\.description) == [
                "countersigned/17/checkpoint: its root is not that of the 17 leaves"
            ])
    }
}
