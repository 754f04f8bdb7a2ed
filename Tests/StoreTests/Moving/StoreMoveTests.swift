import CivilTime
import Evidence
import StoreEngines
import StorePostgres
import Synchronization
import Testing

@testable import Store

/// One store moved into another, of every pair of engines.
struct StoreMoveTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Pair: Sendable, CustomTestStringConvertible {
        var from: Engine
        var to: Engine
        var testDescription: String { "\(from) to \(to)" }
    }

    static let pairs = Engine.allCases.flatMap { from in Engine.allCases.map { Pair(from: from, to: $0) } }

    /// A book with a log, in which something stands in every table that has to do with a borrower.
    private func source(_ engine: Engine, borrowers: Int64 = 3) async throws -> SampleBook {
        let book = try await SampleBook.make(engine, in: folder)
        try await book.portfolio(1, "meadow")
        try await book.borrowers(1...borrowers)
        try await book.payment(1, of: 1, on: 20, amount: 5000)
        let vault = book.vault
        try await book.database.write { session in
            _ = try Numbers.take("borrower", borrowers, in: session)
            try session.run(
                "INSERT INTO carrier_id (route, carrier_id, borrower, attempt, segment) VALUES ('ö', '漢', 1, 2, 0), ('z', 'a', 1, 2, 1)"
            )
            try session.run(
                """
                INSERT INTO receipt (id, route, carrier_id, outcome, error, lookup, at_ms, borrower, attempt, segment)
                VALUES (1, 'r', 'c', 1, ?, ?, 7, NULL, NULL, NULL)
                """, [.text("bad\u{0}byte"), .blob([0, 255, 1])])
            let drafts = (1...borrowers).flatMap { borrower in
                (0..<3).map { number in
                    LeafDraft(
                        kind: .decision, borrower: borrower, at: Instant(milliseconds: number),
                        content: [("text", .text("Words \(number)"))])
                }
            }
            try EvidenceLog.append(drafts, in: session, vault: vault, random: .seeded(9))
        }
        return book
    }

    private func move(_ from: any SQLDatabase, _ to: any SQLDatabase) -> StoreMove {
        StoreMove(from: .init(from, name: "sqlite:old"), to: .init(to, name: "postgres://new"), key: nil)
    }

    /// Whether somebody who opens it would send what stands there.
    private func allowsWork(_ database: any SQLDatabase) async throws -> Bool {
        do {
            return try await database.read { session in
                try StoreMark.refuse(in: session)
                return try session.integer("SELECT count(*) FROM leaf") != 0
            }
        } catch let error as StoreError where [.elsewhere, .unfinished].contains(error.code) {
            return false
        }
    }

    /// Another process's connection to the source that does not wait for long.
    private func impatient(_ engine: Engine) throws -> any SQLDatabase {
        switch engine {
        case .sqlite: return try SQLiteDatabase(path: folder.path("book.sqlite"), busyTimeout_ms: 20)
        case .postgres:
            var settings = PostgresSettings()
            settings.lock_ms = 50
            return try PostgresDatabase(url: Engine.postgres.address(in: folder), settings: settings)
        }
    }

    private func content(_ database: any SQLDatabase) async throws -> [String: RowDigest] {
        var content: [String: RowDigest] = [:]
        for table in try SchemaTable.all() where table.name != "setting" {
            content[table.name] = try await database.digest(TablePages(table)).digest
        }
        return content
    }

    @Test(arguments: pairs)
    func `everything arrives, and only the new store may be worked with`(_ pair: Pair) async throws {
        let book = try await source(pair.from)
        let target = try await pair.to.migrated(in: folder, name: "target")
        let steps = Steps()
        let report = try await move(book.database, target).run { steps.note($0) }

        #expect(report.leaves == 9)
        #expect(report.tables.contains { $0.name == "instalment" && $0.rows == 12 })
        #expect(try await content(target) == content(book.database))
        #expect(steps.last.map { $0.done == $0.total } == true)
        // The same master key opens it, and the log goes on.
        let vault = try await Vault.open(
            target, master: .load(file: folder.path("master.key"), environment: [:]), random: .seeded(3))
        try await target.write { session in
            try StoreMark.refuse(in: session)
            #expect(try session.takeNumbers("borrower", 1) == 4)
            try EvidenceLog.append(
                [LeafDraft(kind: .decision, borrower: 1, at: Instant(milliseconds: 1), content: [])], in: session,
                vault: vault, random: .seeded(4))
        }
        let error = await #expect(throws: StoreError.self) {
            try await book.database.read { try StoreMark.refuse(in: $0) }
        }
        #expect(error?.code == .elsewhere)
        #expect(error?.what == "was moved to postgres://new")
    }

    @Test(arguments: pairs)
    func `a move that ends before any of its statements is run again and arrives whole`(_ pair: Pair) async throws {
        let book = try await source(pair.from)
        let whole = try await content(book.database)
        let target = try await pair.to.migrated(in: folder, name: "target")
        var ends = 0
        // Each run gets as far as it may; the last one ends by itself.
        for side in [true, false] {
            for statements in stride(from: 0, to: 400, by: side ? 3 : 1) {
                let from = side ? book.database : InterruptedDatabase(book.database, after: statements)
                let to = side ? InterruptedDatabase(target, after: statements) : target
                do {
                    _ = try await move(from, to).run()
                    break
                } catch is InterruptedDatabase.Interruption {
                    ends += 1
                    let (old, new) = (try await allowsWork(book.database), try await allowsWork(target))
                    #expect(!old || !new)
                }
            }
            // Where both allow nothing any more, what is left to do is done by one more run.
            if side {
                #expect(try await content(target) == whole)
                try await move(book.database, target).undo()
            }
        }
        #expect(ends > 10)
        #expect(try await content(target) == whole)
        try await target.read { try StoreMark.refuse(in: $0) }
    }

    @Test(arguments: pairs)
    func `what changed in the source between two runs is taken up`(_ pair: Pair) async throws {
        let book = try await source(pair.from)
        let target = try await pair.to.migrated(in: folder, name: "target")
        await #expect(throws: InterruptedDatabase.Interruption.self) {
            _ = try await move(book.database, InterruptedDatabase(target, after: 60)).run()
        }
        try await book.database.write { session in
            _ = try session.run("UPDATE borrower SET language = 'es' WHERE id = 2")
            _ = try session.run("DELETE FROM payment")
        }
        _ = try await move(book.database, target).run()
        #expect(try await content(target) == content(book.database))
    }

    @Test(arguments: Engine.allCases)
    func `a row that did not arrive as it was is found before anybody works with it`(_ engine: Engine) async throws {
        let book = try await source(.sqlite)
        let most = 100_000
        let counted = InterruptedDatabase(try await engine.migrated(in: folder, name: "counted"), after: most)
        _ = try await move(book.database, counted).run()
        try await move(book.database, counted).undo()
        // Ends as late as it may with the old store still in use: everything is copied then.
        var statements = most - counted.countdown.rest
        var target: any SQLDatabase
        while true {
            statements -= 1
            target = try await engine.migrated(in: folder, name: "target\(statements)")
            do { _ = try await move(book.database, InterruptedDatabase(target, after: statements)).run() } catch {}
            if try await allowsWork(book.database) { break }
            try await move(book.database, target).undo()
        }
        let stopped = target
        #expect(try await stopped.read { try $0.integer("SELECT count(*) FROM leaf") } == 9)
        try await stopped.write {
            _ = try $0.run("UPDATE instalment SET amount = amount + 1 WHERE borrower = 2 AND number = 3")
        }
        let error = await #expect(throws: StoreError.self) { _ = try await move(book.database, stopped).run() }
        #expect(error?.code == .differs)
        #expect(error?.what.contains("instalment") == true)
        try await book.database.read { try StoreMark.refuse(in: $0) }
        let refused = await #expect(throws: StoreError.self) { try await stopped.read { try StoreMark.refuse(in: $0) } }
        #expect(refused?.code == .unfinished)
    }

    @Test(arguments: Engine.allCases)
    func `a store in which something is takes no other in`(_ engine: Engine) async throws {
        let book = try await source(.sqlite)
        let target = try await engine.migrated(in: folder, name: "target")
        try await target.write { _ = try $0.run("INSERT INTO portfolio (id, key) VALUES (1, 'other')") }
        let error = await #expect(throws: StoreError.self) { _ = try await move(book.database, target).run() }
        #expect(error?.what.contains("is not empty") == true)
        try await target.read { try StoreMark.refuse(in: $0) }
    }

    @Test(arguments: Engine.allCases)
    func `while a node is at work with the source nothing is moved`(_ engine: Engine) async throws {
        let book = try await source(engine)
        let target = try await Engine.sqlite.migrated(in: folder, name: "target")
        try await book.database.write { session in
            let now = Instant(milliseconds: try session.clock_ms())
            _ = try Lanes.register(route: "r", node: "host-7", until: now + .seconds(30), at: now, in: session)
        }
        let error = await #expect(throws: StoreError.self) { _ = try await move(book.database, target).run() }
        #expect(error?.code == .locked)
        #expect(error?.what.contains("host-7") == true)
    }

    @Test(arguments: Engine.allCases)
    func `while a move reads nobody adds to the source`(_ engine: Engine) async throws {
        let book = try await source(engine)
        try await StoreHold.on(book.database) {
            let error = await #expect(throws: StoreError.self) {
                try await impatient(engine).write { session in
                    try session.lock([.facts], .shared)
                    _ = try session.run("UPDATE borrower SET language = 'es'")
                }
            }
            #expect(error?.code == .locked)
        } closing: { _ in
        }
        #expect(try await book.database.read { try $0.text("SELECT language FROM borrower WHERE id = 1") } == "en")
    }

    @Test(arguments: pairs)
    func `a move is undone while the new store was not worked with`(_ pair: Pair) async throws {
        let book = try await source(pair.from)
        let target = try await pair.to.migrated(in: folder, name: "target")
        let move = move(book.database, target)
        _ = try await move.run()
        try await move.undo()
        try await book.database.read { try StoreMark.refuse(in: $0) }
        let refused = await #expect(throws: StoreError.self) { try await target.read { try StoreMark.refuse(in: $0) } }
        #expect(refused?.code == .unfinished)
        // And once more forward, then work: now there is no way back but a move.
        _ = try await move.run()
        try await target.write { _ = try $0.takeNumbers("message", 1) }
        let error = await #expect(throws: StoreError.self) { try await move.undo() }
        #expect(error?.what == "was worked with since the move")
        await #expect(throws: StoreError.self) { try await book.database.read { try StoreMark.refuse(in: $0) } }
    }
}

/// The last thing that a move told.
private final class Steps: Sendable {
    private let state = Mutex<StoreMove.Progress?>(nil)
    var last: StoreMove.Progress? { state.withLock { $0 } }
    func note(_ progress: StoreMove.Progress) { state.withLock { $0 = progress } }
}
