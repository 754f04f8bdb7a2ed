import StoreEngines
import Testing

@testable import Store

/// What is asked ahead is answered as if it had been asked when its turn came, and lists are as long as they are.
struct ConformanceOfQuestions {
    let folder: TemporaryFolder
    private static let count = SQLQuestion("SELECT count(*) FROM thing", [])
    private static let insert = "INSERT INTO thing (id, word, body) VALUES (?, ?, ?)"

    init() throws { folder = try TemporaryFolder() }

    private func things(_ engine: Engine) async throws -> any SQLDatabase {
        let database = try engine.open(in: folder)
        try await database.write { session in
            try session.run("CREATE TABLE thing (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, body BLOB)")
            for id in 1...3 { try Self.insert(Int64(id), in: session) }
        }
        return database
    }

    private static func insert(_ id: Int64, in session: any SQLSession) throws {
        try session.run(insert, [.integer(id), .text("word \(id)"), .blob([UInt8(id)])])
    }

    private static func word(_ id: Int64) -> SQLQuestion {
        SQLQuestion("SELECT word FROM thing WHERE id = ?", [.integer(id)])
    }

    private static func texts(_ question: SQLQuestion, in session: any SQLSession) throws -> [String] {
        var texts: [String] = []
        try session.query(question) { texts.append($0.text(0)) }
        return texts
    }

    @Test(arguments: Engine.allCases)
    func `questions asked ahead are answered, those that differ too`(_ engine: Engine) async throws {
        let database = try await things(engine)
        try await database.write { session in
            try session.askAhead([Self.word(2), Self.word(9), Self.count], behind: [.log, .borrower(1)])
            #expect(try Self.texts(Self.word(2), in: session) == ["word 2"])
            #expect(try Self.texts(Self.word(9), in: session).isEmpty)
            #expect(try Self.texts(Self.count, in: session) == ["3"])
            // The same statement for another value, and one that was never announced.
            try session.askAhead([Self.word(1), Self.word(3)], behind: [])
            #expect(try Self.texts(Self.word(2), in: session) == ["word 2"])
            #expect(try Self.texts(Self.word(3), in: session) == ["word 3"])
            // What nobody asks for is forgotten.
            try session.askAhead([Self.word(1), Self.word(3)], behind: [])
        }
        #expect(try await database.read { try Self.texts(Self.count, in: $0) } == ["3"])
    }

    @Test(arguments: Engine.allCases)
    func `what was written since is in the answer`(_ engine: Engine) async throws {
        let database = try await things(engine)
        try await database.write { session in
            try session.askAhead([Self.count, Self.count], behind: [])
            #expect(try Self.texts(Self.count, in: session) == ["3"])
            try Self.insert(4, in: session)
            #expect(try Self.texts(Self.count, in: session) == ["4"])
            try session.askAhead([Self.count, Self.count], behind: [])
            try session.post("DELETE FROM thing WHERE id = ?", [.integer(1)])
            #expect(try Self.texts(Self.count, in: session) == ["3"])
            try session.askAhead([Self.count, Self.count], behind: [])
            let row: [SQLValue] = [.integer(7), .text("seven"), .null]
            try session.runMany(Self.insert, [row])
            #expect(try Self.texts(Self.count, in: session) == ["4"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a question that fails fails the transaction`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let wrong = SQLQuestion("SELECT nothing FROM thing", [])
        await #expect(throws: StoreError.self) {
            try await database.write { session in
                try Self.insert(4, in: session)
                try session.askAhead([Self.count, wrong], behind: [])
                #expect(try Self.texts(Self.count, in: session) == ["4"])
                try session.query(wrong) { _ in }
            }
        }
        #expect(try await database.read { try Self.texts(Self.count, in: $0) } == ["3"])
    }

    static let list = RowList(
        [.integer, .text, .blob], named: "id, word, body", select: "t.id", from: "thing t",
        such: "t.id = v.id AND t.word = v.word AND t.body = v.body")

    /// Lengths around those that statements have.
    @Test(arguments: Engine.allCases, [0, 1, 3, 4, 5, 16, 17, 48, 64, 65, 100, 4095, 4097])
    func `each row of a list is looked for`(_ engine: Engine, _ length: Int) async throws {
        let database = try await things(engine)
        let rows: [[SQLValue]] = (0..<length).map { number in
            let id = Int64(number + 1)
            return [.integer(id), .text(id == 2 ? "another" : "word \(id)"), .blob([UInt8(truncatingIfNeeded: id)])]
        }
        let found = try await database.read { session in
            var found: Set<Int64> = []
            try Self.list.query(rows, in: session) { found.insert($0.integer(0)) }
            return found
        }
        #expect(found == Set([1, 3].filter { $0 <= Int64(length) }))
    }

    @Test func `a list may hold nulls on a server, and SQLite takes none`() async throws {
        let question = SQLQuestion(
            "SELECT count(*) FROM unnest(CAST(? AS TEXT[])) AS word WHERE word IS NULL OR word = 'a'",
            [.list([.text("a"), .null, .text("b")], of: .texts)])
        let server = try Engine.postgres.open(in: folder)
        #expect(try await server.read { try Self.texts(question, in: $0) } == ["2"])
        let file = try Engine.sqlite.open(in: folder)
        await #expect(throws: StoreError.self) {
            try await file.read { session in
                _ = try session.rows("SELECT ?", [.list([.integer(1)], of: .integers)]) { $0.integer(0) }
            }
        }
    }
}
