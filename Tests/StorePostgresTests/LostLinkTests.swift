import PostgresServer
import Store
import StorePostgres
import Testing

/// The link to the server breaks at the worst moment.
@Suite(.timeLimit(.minutes(2))) struct LostLinkTests {
    let test: TestDatabase
    let proxy: CutProxy
    let database: PostgresDatabase

    init() throws {
        test = try TestDatabase()
        proxy = try CutProxy(to: test.server.port)
        var settings = PostgresSettings()
        settings.statement_ms = 500
        settings.silence_ms = 500
        settings.firstWait_ms = 1
        database = try PostgresDatabase(
            url: "postgres://dunlin@127.0.0.1:\(proxy.port)/\(test.name)", settings: settings)
    }

    @Test(arguments: [CutProxy.Cut.before, .after, .silent])
    func `a link that breaks while a commit is under way leaves its outcome unknown`(_ cut: CutProxy.Cut) async throws {
        try await database.write { try $0.insert(1) }
        proxy.arm(cut)
        // Repeatable or not: what may have been done is not done again.
        let seen = await code { try await database.write(repeatable: true) { try $0.insert(2) } }
        #expect(seen == .outcomeUnknown)
        #expect(proxy.cuts == 1)
        proxy.arm(nil)
        try await database.write { try $0.insert(3) }
        #expect(try test.things() == (cut == .after ? [1, 2, 3] : [1, 3]))
    }

    @Test func `what failed before the commit is known not to be done, though the link breaks`() async throws {
        try await database.write { try $0.insert(1) }
        proxy.arm(.before, at: "ROLLBACK")
        let seen = await code {
            try await database.write { session in
                try session.post("INSERT INTO thing (id) VALUES (2)", [])
                try session.insert(1)
            }
        }
        #expect(seen == .constraint)
        proxy.arm(nil)
        try await database.write { try $0.insert(3) }
        #expect(try test.things() == [1, 3])
    }

    @Test func `a transaction that only read has no unknown outcome`() async throws {
        proxy.arm(.before)
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM thing") } == 0)
        proxy.arm(nil)
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM thing") } == 0)
    }

    @Test(arguments: [CutProxy.Cut.before, .after, .silent])
    func `a link that breaks before the commit undoes the transaction`(_ cut: CutProxy.Cut) async throws {
        try await database.write { try $0.insert(1) }
        proxy.arm(cut, at: "INSERT INTO thing (id) VALUES (2)")
        let seen = await code {
            try await database.write { _ = try $0.run("INSERT INTO thing (id) VALUES (2)") }
        }
        #expect(seen == .unreachable)
        proxy.arm(nil)
        try await database.write { try $0.insert(3) }
        #expect(try test.things() == [1, 3])
    }
}
