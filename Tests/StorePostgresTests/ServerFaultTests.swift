import Foundation
import PostgresServer
import Store
import StorePostgres
import Synchronization
import Testing

/// The server itself is killed, replaced, read-only or out of room.
@Suite(.timeLimit(.minutes(3))) struct ServerFaultTests {
    /// What writers that go on writing were told.
    private struct Outcome: Sendable {
        var done: Set<Int64> = []
        var unknown: Set<Int64> = []
        var codes: [StoreError.Code: Int] = [:]
    }

    /// What is done to a server while writers go on.
    private final class Fault: Sendable {
        private let body: @Sendable () async throws -> Void
        private let over = Mutex(false)

        init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }

        var isOver: Bool { over.withLock { $0 } }

        func run() async throws {
            defer { over.withLock { $0 = true } }
            try await body()
        }
    }

    /// Eight writers insert numbers of their own, one in a transaction, until `fault` is over and each has written some
    /// more. Half of them repeat.
    private func underLoad(
        _ database: PostgresDatabase, _ fault: @Sendable @escaping () async throws -> Void
    ) async throws -> Outcome {
        let fault = Fault(fault)
        return try await withThrowingTaskGroup { group in
            for writer in 0..<8 {
                group.addTask { @concurrent in
                    var outcome = Outcome()
                    var id = Int64(writer) * 1_000_000
                    var more = 20
                    while more > 0 {
                        if fault.isOver { more -= 1 }
                        id += 1
                        let next = id
                        do {
                            try await database.write(repeatable: writer % 2 == 0) { try $0.insert(next) }
                            outcome.done.insert(id)
                        } catch let error as StoreError {
                            outcome.codes[error.code, default: 0] += 1
                            if error.code == .outcomeUnknown { outcome.unknown.insert(id) }
                        }
                    }
                    return outcome
                }
            }
            try await fault.run()
            return try await group.reduce(into: Outcome()) { all, one in
                all.done.formUnion(one.done)
                all.unknown.formUnion(one.unknown)
                all.codes.merge(one.codes, uniquingKeysWith: +)
            }
        }
    }

    private func expectNothingLost(_ outcome: Outcome, _ stored: [Int64]) {
        #expect(outcome.done.subtracting(stored).isEmpty, "committed and lost")
        #expect(Set(stored).subtracting(outcome.done).isSubset(of: outcome.unknown), "failed and yet there")
        // A standby that was found before it was promoted takes no writes yet.
        let expected: Set<StoreError.Code> = [.unreachable, .outcomeUnknown, .exhausted, .readOnly]
        #expect(Set(outcome.codes.keys).isSubset(of: expected), "\(outcome.codes)")
        #expect(!outcome.done.isEmpty)
    }

    @Test func `a server killed under load loses nothing that was committed, and is found again`() async throws {
        let server = try PostgresServer()
        defer { server.end() }
        let test = try TestDatabase(on: server)
        let database = try test.open()
        let outcome = try await underLoad(database) {
            for _ in 0..<3 {
                try await database.write { session in
                    for _ in 0..<50 { _ = try session.integer("SELECT count(*) FROM thing") }
                }
                try server.command("stop immediate")
                try server.command("start")
                try await Self.untilReached(database)
            }
        }
        expectNothingLost(outcome, try test.things())
        try database.close()
    }

    private static func untilReached(_ database: PostgresDatabase) async throws {
        while true {
            do {
                try await database.write(repeatable: true) { _ = try $0.integer("SELECT 1") }
                return
            } catch let error as StoreError where error.isPassing {}
        }
    }

    @Test func `when the server fails over, its standby is found by the same URL and has everything`() async throws {
        let primary = try PostgresServer(settings: ["wal_level": "replica"])
        defer { primary.end() }
        let test = try TestDatabase(on: primary)
        let standby = try PostgresServer(
            settings: ["hot_standby": "on"],
            dataFrom: """
                pg_basebackup -D "$DATA" -R -c fast -d 'host=\(primary.folder) port=\(primary.port) user=dunlin
                application_name=other'
                """.replacing("\n", with: " "))
        defer { standby.end() }
        try primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try primary.command("settings")
        let hosts = "127.0.0.1:\(primary.port),127.0.0.1:\(standby.port)"
        let database = try PostgresDatabase(url: "postgres://dunlin@\(hosts)/\(test.name)")
        let outcome = try await underLoad(database) {
            try primary.command("stop immediate")
            try standby.command("promote")
            try await Self.untilReached(database)
        }
        let stored = try standby.execute("SELECT id FROM thing", database: test.name).compactMap {
            $0[0].flatMap(Int64.init)
        }
        expectNothingLost(outcome, stored)
        try database.close()
        // The test's database is dropped where it was made.
        try primary.command("start")
        try primary.execute("ALTER SYSTEM RESET synchronous_standby_names", "SET synchronous_commit = local")
        try primary.command("settings")
    }

    @Test func `a standby takes no writes and says so, and can be read`() async throws {
        let primary = try PostgresServer(settings: ["fsync": "off", "wal_level": "replica"])
        defer { primary.end() }
        let test = try TestDatabase(on: primary)
        let standby = try PostgresServer(
            dataFrom:
                "pg_basebackup -D \"$DATA\" -R -c fast -d 'host=\(primary.folder) port=\(primary.port) user=dunlin'")
        defer { standby.end() }
        let error = #expect(throws: StoreError.self) { try PostgresDatabase(url: standby.tcpURL(test.name)) }
        #expect(error?.code == .readOnly)
        #expect(error?.fix.contains("promote") == true)
        let database = try PostgresDatabase(url: standby.tcpURL(test.name) + "?target_session_attrs=any")
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM thing") } == 0)
        #expect(await code { try await database.write { try $0.insert(1) } } == .readOnly)
        try database.close()
    }

    @Test func `a server without a free connection says so`() async throws {
        let server = try PostgresServer(
            settings: ["fsync": "off", "max_connections": "6", "superuser_reserved_connections": "3"])
        defer { server.end() }
        let test = try TestDatabase(on: server)
        try server.execute(
            "CREATE ROLE plain LOGIN", "GRANT ALL ON ALL TABLES IN SCHEMA public TO plain", database: test.name)
        var settings = PostgresSettings()
        settings.readers = 1
        let url = "postgres://plain@127.0.0.1:\(server.port)/\(test.name)"
        let one = try PostgresDatabase(url: url, settings: settings)
        let other = try PostgresDatabase(url: url, settings: settings)
        try await one.write { try $0.insert(1) }
        #expect(await code { try await other.write { try $0.insert(2) } } == .exhausted)
        try one.close()
        try await Self.untilReached(other)
        try other.close()
    }

    @Test func `a full disk undoes the transaction, and loses nothing`() async throws {
        let test = try TestDatabase()
        guard let disk = SmallDisk(ownerOf: test.server.folder) else { return }
        defer { disk.remove() }
        let place = test.name
        try test.server.execute("CREATE TABLESPACE \"\(place)\" LOCATION '\(disk.path)'")
        defer { #expect(throws: Never.self) { try test.server.execute("DROP TABLESPACE \"\(place)\"") } }
        try test.server.execute(
            "CREATE TABLE big (id bigint, body bytea) TABLESPACE \"\(place)\"",
            "ALTER TABLE big ALTER body SET STORAGE EXTERNAL", database: test.name)
        defer { #expect(throws: Never.self) { try test.server.execute("DROP TABLE big", database: test.name) } }
        let database = try test.open()
        let insert = "INSERT INTO big (id, body) VALUES (?, ?)"
        try await database.write { _ = try $0.run(insert, [.integer(1 as Int64), .blob([1])]) }
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                let body = Array(repeating: UInt8(7), count: 1_000_000)
                for id in 2...100 { try session.post(insert, [.integer(id), .blob(body)]) }
            }
        }
        #expect(error?.code == .full)
        #expect(error?.isPassing == true)
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM big") } == 1)
        try database.close()
    }
}

/// A file system of a few megabytes in memory. Only root can make one: nil otherwise, and the test that wants it is
/// left out with a word.
private struct SmallDisk {
    let path: String

    /// It belongs to whoever owns `folder`.
    init?(ownerOf folder: String) {
        let owner = (try? FileManager.default.attributesOfItem(atPath: folder))?[.ownerAccountID] as? Int ?? 0
        path = "/tmp/dunlin-disk-\(UUID().uuidString)"
        guard geteuid() == 0 else {
            print("left out: a full disk of the server can be made by root only")
            return nil
        }
        let made =
            Self.run("mkdir", path)
            && Self.run("mount", "-t", "tmpfs", "-o", "size=20m,mode=0700,uid=\(owner)", "tmpfs", path)
        guard made else {
            print("left out: this machine mounts no file systems")
            return nil
        }
    }

    func remove() {
        _ = Self.run("umount", "-l", path)
        _ = Self.run("rmdir", path)
    }

    private static func run(_ command: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
