import Testing

@testable import Store
import StoreEngines

/// What every engine does with schema versions.
struct ConformanceOfMigrations {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Engine.allCases)
    func `an empty database has version 0, and a migrated one the program's`(_ engine: Engine) async throws {
        let database = try engine.open(in: folder)
        #expect(try await Migrations.currentVersion(of: database) == 0)
        try await Migrations.run(on: database)
        #expect(try await Migrations.currentVersion(of: database) == Migrations.version)
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM borrower") } == 0)
    }

    @Test(arguments: Engine.allCases)
    func `migrating twice changes nothing`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        try await database.write { _ = try $0.run("INSERT INTO portfolio (id, key) VALUES (1, 'p')") }
        try await Migrations.run(on: database)
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM portfolio") } == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a newer database is refused, untouched`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        try await database.write {
            _ = try $0.run("UPDATE setting SET value = '999' WHERE key = 'schema_version'")
        }
        let error = await #expect(throws: StoreError.self) { try await Migrations.run(on: database) }
        #expect(error?.code == .newerSchema)
        #expect(error?.what.contains("999") == true)
        #expect(error?.fix.isEmpty == false)
        #expect(try await Migrations.currentVersion(of: database) == 999)
    }

    @Test(arguments: Engine.allCases)
    func `a migration that fails half-way leaves the version before it`(_ engine: Engine) async throws {
        let database = try engine.open(in: folder)
        let good: [SchemaChange] = ["CREATE TABLE a (id INTEGER PRIMARY KEY)"]
        let bad: [SchemaChange] = [
            "CREATE TABLE b (id INTEGER PRIMARY KEY)", "CREATE TABLE a (id INTEGER PRIMARY KEY)",
        ]
        await #expect(throws: StoreError.self) { try await Migrations.run([good, bad], on: database) }
        #expect(try await Migrations.currentVersion(of: database) == 1)
        let mended: [SchemaChange] = ["CREATE TABLE b (id INTEGER PRIMARY KEY)"]
        try await Migrations.run([good, mended], on: database)
        #expect(try await Migrations.currentVersion(of: database) == 2)
    }

    @Test(arguments: Engine.allCases)
    func `several openers at once migrate once`(_ engine: Engine) async throws {
        for round in 0..<5 {
            let versions = try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { @concurrent in
                        let database = try engine.open(in: folder, name: "book\(round)")
                        try await Migrations.run(on: database)
                        return try await Migrations.currentVersion(of: database)
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(versions == Array(repeating: Migrations.version, count: 4))
        }
    }
}
