import Foundation
import Store
import StoreEngines
import Testing

/// What every engine does with transactions (promise P8).
struct ConformanceOfTransactions {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private struct Stop: Error {}

    private static let count = "SELECT count(*) FROM thing"

    private func things(_ engine: Engine) async throws -> any SQLDatabase {
        let database = try engine.open(in: folder)
        try await database.write { _ = try $0.run("CREATE TABLE thing (id INTEGER PRIMARY KEY)") }
        return database
    }

    @Test(arguments: Engine.allCases)
    func `a write that throws changes nothing`(_ engine: Engine) async throws {
        let database = try await things(engine)
        await #expect(throws: Stop.self) {
            try await database.write { session in
                try session.run("INSERT INTO thing (id) VALUES (1)")
                throw Stop()
            }
        }
        #expect(try await database.read { try $0.integer(Self.count) } == 0)
    }

    @Test(arguments: Engine.allCases)
    func `a failed statement fails its transaction, also when somebody catches the error`(
        _ engine: Engine
    ) async throws {
        let database = try await things(engine)
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                try session.run("INSERT INTO thing (id) VALUES (1)")
                #expect(throws: StoreError.self) { try session.run("INSERT INTO thing (id) VALUES (1)") }
                #expect(throws: StoreError.self) { try session.run("INSERT INTO thing (id) VALUES (2)") }
            }
        }
        #expect(error?.code == .constraint)
        #expect(try await database.read { try $0.integer(Self.count) } == 0)
        try await database.write { _ = try $0.run("INSERT INTO thing (id) VALUES (3)") }
        #expect(try await database.read { try $0.integer(Self.count) } == 1)
    }

    @Test(arguments: Engine.allCases)
    func `an error of the caller's row closure is the caller's, and the statement can be used again`(
        _ engine: Engine
    ) async throws {
        let database = try await things(engine)
        let rows = try await database.write { session in
            try session.runMany("INSERT INTO thing (id) VALUES (?)", (1...3).map { [.integer($0)] })
            #expect(throws: Stop.self) { try session.query("SELECT id FROM thing", []) { _ in throw Stop() } }
            return try session.rows("SELECT id FROM thing") { $0.integer(0) }
        }
        #expect(rows == [1, 2, 3])
    }

    @Test(arguments: Engine.allCases)
    func `a session kept after its transaction does nothing`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let kept = Kept()
        try await database.write { kept.session = $0 }
        let error = #expect(throws: StoreError.self) { try kept.session?.run("INSERT INTO thing (id) VALUES (1)") }
        #expect(error?.code == .closed)
        #expect(try await database.read { try $0.integer(Self.count) } == 0)
    }

    @Test(arguments: Engine.allCases)
    func `a reader sees one moment while a writer commits`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let (reading, written) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let seen = database.read { session in
            let before = try session.integer(Self.count)
            reading.signal()
            written.wait()
            return [before, try session.integer(Self.count)]
        }
        try await database.write { session in
            reading.wait()
            try session.run("INSERT INTO thing (id) VALUES (1)")
        }
        written.signal()
        #expect(try await seen == [0, 0])
        #expect(try await database.read { try $0.integer(Self.count) } == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a reader cannot write`(_ engine: Engine) async throws {
        let database = try await things(engine)
        await #expect(throws: StoreError.self) {
            try await database.read { _ = try $0.run("INSERT INTO thing (id) VALUES (1)") }
        }
        #expect(try await database.read { try $0.integer(Self.count) } == 0)
    }

    @Test(arguments: Engine.allCases)
    func `writers one after another lose nothing`(_ engine: Engine) async throws {
        let database = try await things(engine)
        try await withThrowingTaskGroup { group in
            for id in 1...50 {
                group.addTask {
                    try await database.write { session in
                        // Where writers run side by side, what must not change between reading and writing is locked.
                        try session.lock([.duty("things")], .exclusive)
                        let next = try session.integer("SELECT COALESCE(max(id), 0) + 1 FROM thing") ?? 0
                        try session.run("INSERT INTO thing (id) VALUES (?)", [.integer(next)])
                        return id
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.read { try $0.integer("SELECT max(id) FROM thing") } == 50)
    }

    @Test(arguments: Engine.allCases)
    func `a transaction that began in a cancelled task is finished`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let writing = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            try await database.write { _ = try $0.run("INSERT INTO thing (id) VALUES (1)") }
        }
        try await writing.value
        #expect(try await database.read { try $0.integer(Self.count) } == 1)
    }

    /// Somebody who does what the seam forbids. Used by one thread after another.
    private final class Kept: @unchecked Sendable {
        var session: (any SQLSession)?
    }
}
