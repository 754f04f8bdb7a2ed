import CivilTime
import Evidence
import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Store

/// A store of every earlier version is brought to the newest, whole, on both engines.
struct OldVersionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func vault(_ database: any SQLDatabase) async throws -> Vault {
        let master = try MasterKey.load(file: folder.path("master.key"), environment: [:])
        return try await Vault.open(database, master: master, random: .seeded(11))
    }

    /// What migrations change on purpose: settings, and receipts, which forget the number's hash once they have their place.
    private static let changing: Set<String> = ["setting", "receipt"]

    /// The rows of every other table that the version had, in the columns that it had.
    private func content(_ database: any SQLDatabase, version: Int) async throws -> [String: RowDigest] {
        var content: [String: RowDigest] = [:]
        let tables = try SchemaTable.made(by: Array(Migrations.released.prefix(version)))
        for table in tables where !Self.changing.contains(table.name) {
            content[table.name] = try await database.digest(TablePages(table)).digest
        }
        return content
    }

    @Test(arguments: OldVersion.all)
    func `it migrates to the newest schema, and nothing of it changes`(_ old: OldVersion) async throws {
        let database = try old.open(in: folder)
        #expect(try await Migrations.currentVersion(of: database) == old.number)
        let before = try await content(database, version: old.number)
        #expect(before["leaf"]?.rows == 124 && before["borrower"]?.rows == 32 && before["attempt"]?.rows == 16)
        try await Migrations.run(on: database)
        #expect(try await Migrations.currentVersion(of: database) == Migrations.version)
        #expect(try await content(database, version: old.number) == before)

        // Its schema is that of a store made today.
        let fresh = try await old.engine.migrated(in: folder, name: "fresh")
        #expect(try await shape(database) == shape(fresh))
    }

    @Test(arguments: OldVersion.all)
    func `its borrowers are read, and its evidence is sound`(_ old: OldVersion) async throws {
        let database = try old.open(in: folder)
        try await Migrations.run(on: database)
        let vault = try await vault(database)
        var names = 0
        for borrower in 1...32 {
            let snapshot = try await database.read {
                try Snapshots.load(
                    Borrower.ID(Int64(borrower)), in: $0, vault: vault, contactsSince: .distantPast,
                    now: Instant(milliseconds: 1_795_262_400_000))
            }
            if snapshot?.borrower.name.isEmpty == false { names += 1 }
        }
        #expect(names == 32)
        let signer = try #require(try await EvidenceKey.existing(database: database, vault: vault))
        let publisher = EvidencePublisher(database: database, directory: folder.path("evidence"), signer: signer)
        #expect(try await publisher.publish().added == 23)
        let report = try await EvidenceAudit.run(
            database: database, directory: folder.path("evidence"), key: signer.key, vault: vault)
        #expect(report.isSound, "\(report.faults)")
        #expect(report.opened == 124 && report.attempts == 16 && report.receipts == 26)
    }

    @Test(arguments: OldVersion.all)
    func `its leaves, which tell every rule in full, are exported with the packs that it kept`(
        _ old: OldVersion
    ) async throws {
        let database = try old.open(in: folder)
        try await Migrations.run(on: database)
        let vault = try await vault(database)
        let signer = try #require(try await EvidenceKey.existing(database: database, vault: vault))
        let borrower = try #require(try await database.read { try $0.integer("SELECT min(borrower) FROM attempt") })
        let closing = try await EvidenceExport.close(
            borrower: borrower, at: Instant(milliseconds: 1_795_262_400_000), database: database, vault: vault,
            random: vault.random)
        let published = try await EvidencePublisher(
            database: database, directory: folder.path("evidence"), signer: signer
        ).publish()
        let path = folder.path("export.json")
        _ = try await EvidenceExport.write(
            closing, to: path, note: published.note, database: database, directory: folder.path("evidence"),
            key: signer.key, vault: vault)
        let report = try ExportFile.verify(Array(Data(contentsOf: URL(filePath: path))), key: signer.key)
        #expect(report.leaves == closing.number && report.kinds[.attempt] != nil)
        #expect(
            report.packs.count > 1 && report.packs.allSatisfy { $0.bytes != nil && $0.name.version == "2026-11-21" })
    }

    @Test(arguments: OldVersion.all)
    func `a migration that ends before any of its statements has changed nothing, and is run again`(
        _ old: OldVersion
    ) async throws {
        let database = try old.open(in: folder)
        let before = try await content(database, version: old.number)
        var ends = 0
        for statements in 0... {
            do {
                try await Migrations.run(on: InterruptedDatabase(database, after: statements))
                break
            } catch is InterruptedDatabase.Interruption {
                ends += 1
                // Whole migrations may be done, half a one is not.
                let version = try await Migrations.currentVersion(of: database)
                #expect((old.number..<Migrations.version).contains(version))
                let tables = try SchemaTable.made(by: Array(Migrations.released.prefix(version)))
                let odd = try await oddities(database, tables)
                #expect(odd.isEmpty, "version \(version) after \(statements) statements")
                #expect(try await content(database, version: old.number) == before)
            }
        }
        #expect(ends >= 5)
        #expect(try await Migrations.currentVersion(of: database) == Migrations.version)
        let fresh = try await old.engine.migrated(in: folder, name: "fresh")
        #expect(try await shape(database) == shape(fresh))
        #expect(try await content(database, version: old.number) == before)
    }

    @Test(arguments: Engine.allCases)
    func `so has a first one`(_ engine: Engine) async throws {
        let database = try engine.open(in: folder)
        for statements in 0... {
            do {
                try await Migrations.run(on: InterruptedDatabase(database, after: statements))
                break
            } catch is InterruptedDatabase.Interruption {
                let version = try await Migrations.currentVersion(of: database)
                let tables = try SchemaTable.made(by: Array(Migrations.released.prefix(version)))
                let odd = try await oddities(database, version == 0 ? [] : tables)
                #expect(odd.isEmpty, "version \(version) after \(statements) statements")
            }
        }
        let fresh = try await engine.migrated(in: folder, name: "fresh")
        #expect(try await shape(database) == shape(fresh))
    }

    @Test(arguments: OldVersion.all)
    func `several nodes that start at once migrate it once`(_ old: OldVersion) async throws {
        let database = try old.open(in: folder)
        let before = try await content(database, version: old.number)
        let engine = old.engine
        try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask { @concurrent in
                    let node = try engine.open(in: folder)
                    try await Migrations.run(on: node)
                    try node.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await Migrations.currentVersion(of: database) == Migrations.version)
        #expect(try await content(database, version: old.number) == before)
    }

    /// Tables that are there and should not be, or the other way round; the parts of a table are the table.
    private func oddities(_ database: any SQLDatabase, _ tables: [SchemaTable]) async throws -> Set<String> {
        let names = Set(tables.map(\.name))
        let parts = names.flatMap { [$0 + "_1", $0 + "_rest"] }
        return try await shape(database).tables.subtracting(parts).symmetricDifference(names)
    }

    private struct Shape: Equatable {
        var tables: Set<String>
        var columns: Set<String>
        var indexes: Set<String>
    }

    /// Tables, columns with their types, and indexes by name.
    private func shape(_ database: any SQLDatabase) async throws -> Shape {
        try await database.read { session in
            var shape = Shape(tables: [], columns: [], indexes: [])
            switch session.engine {
            case .sqlite:
                try session.query("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'index')", []) { row in
                    let name = row.text(1)
                    if row.text(0) == "index" { shape.indexes.insert(name) } else { shape.tables.insert(name) }
                }
                for table in shape.tables {
                    try session.query("PRAGMA table_info(\(table))", []) {
                        shape.columns.insert(
                            "\(table).\($0.text(1)) \($0.text(2)) \($0.integer(3)) \($0.text(4)) \($0.integer(5))")
                    }
                }
            case .postgres:
                try session.query(
                    """
                    SELECT CAST(relkind AS TEXT), relname FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'i', 'I')
                    """, []
                ) { row in
                    if "iI".contains(row.text(0)) {
                        shape.indexes.insert(row.text(1))
                    } else {
                        shape.tables.insert(row.text(1))
                    }
                }
                try session.query(
                    """
                    SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, ''), collation_name
                    FROM information_schema.columns WHERE table_schema = 'public'
                    """, []
                ) { row in shape.columns.insert((0..<6).map { row.text($0) }.joined(separator: " ")) }
            }
            return shape
        }
    }
}
