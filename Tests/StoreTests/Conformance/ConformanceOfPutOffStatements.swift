import Store
import StoreEngines
import Testing

/// What every engine does with statements that may be put off: `post` and `runMany`.
struct ConformanceOfPutOffStatements {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let insert = "INSERT INTO thing (id, word, body) VALUES (?, ?, ?)"

    private func things(_ engine: Engine) async throws -> any SQLDatabase {
        let database = try engine.open(in: folder)
        try await database.write {
            _ = try $0.run("CREATE TABLE thing (id INTEGER PRIMARY KEY, word TEXT UNIQUE, body BLOB)")
        }
        return database
    }

    @Test(arguments: Engine.allCases)
    func `they keep their order, among themselves and with those that answer`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let seen = try await database.write { session in
            var seen: [String?] = []
            try session.post(Self.insert, [.integer(1 as Int64), .text("a"), .null])
            try session.post("UPDATE thing SET word = word || 'b' WHERE id = ?", [.integer(1 as Int64)])
            try session.runMany(
                "UPDATE thing SET word = word || ? WHERE id = 1", ["c", "d"].map { [.text($0)] })
            seen.append(try session.text("SELECT word FROM thing WHERE id = 1"))
            try session.post("UPDATE thing SET word = word || 'e' WHERE id = ?", [.integer(1 as Int64)])
            seen.append(String(try session.run("UPDATE thing SET word = word || 'f'")))
            try session.post("UPDATE thing SET word = word || 'g'", [])
            return seen
        }
        #expect(seen == ["abcd", "1"])
        #expect(try await database.read { try $0.text("SELECT word FROM thing") } == "abcdefg")
    }

    @Test(arguments: Engine.allCases)
    func `their failure fails the transaction, at the next answer at the latest`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                try session.post(Self.insert, [.integer(1 as Int64), .text("a"), .null])
                try session.post(Self.insert, [.integer(1 as Int64), .text("b"), .null])
                try session.post(Self.insert, [.integer(2 as Int64), .text("c"), .null])
                _ = try session.integer("SELECT count(*) FROM thing")
                Issue.record("the answer was given in spite of the failure")
            }
        }
        #expect(error?.code == .constraint)
        #expect(error?.table == "thing")
        #expect(error?.columns == ["id"])
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM thing") } == 0)
    }

    @Test(arguments: Engine.allCases)
    func `a failure that nobody asked for appears at the commit`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                try session.runMany(
                    Self.insert, (1...5).map { [.integer($0), .text($0 == 4 ? "w1" : "w\($0)"), .null] })
            }
        }
        #expect(error?.code == .constraint)
        #expect(error?.columns == ["word"])
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM thing") } == 0)
        try await database.write { try $0.post(Self.insert, [.integer(1 as Int64), .text("a"), .null]) }
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM thing") } == 1)
    }

    @Test(arguments: Engine.allCases)
    func `many rows hold nulls and all kinds of values in every place`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let words: [String?] = [nil, "", "a", "晨禾", "🪿'\"\\", nil, "{1,2}", "NULL"]
        let bodies: [[UInt8]?] = [nil, [], [0], Array(0...255), nil, [0x5C], nil, [1]]
        try await database.write { session in
            try session.runMany(
                Self.insert,
                words.indices.map { [.integer($0), .text(words[$0]), .blob(bodies[$0])] })
            // A column that is null in every row, and one that is null in the first only.
            try session.runMany(Self.insert, (10...12).map { [.integer($0), .null, .blob($0 == 10 ? nil : [9])] })
            try session.runMany(Self.insert, [])
            try session.runMany(Self.insert, [[.integer(20 as Int64), .text("one"), .null]])
            try session.runMany(
                "INSERT INTO thing (id, word) VALUES (?, 'x' || ?) ON CONFLICT (id) DO NOTHING",
                [[.integer(20 as Int64), .text("y")], [.integer(21 as Int64), .text("y")]])
        }
        let found = try await database.read { session in
            try session.rows("SELECT id, word, body FROM thing ORDER BY id") {
                Thing(id: $0.integer(0), word: $0.optionalText(1), body: $0.isNull(2) ? nil : $0.blob(2))
            }
        }
        var expected = words.indices.map { Thing(id: Int64($0), word: words[$0], body: bodies[$0]) }
        expected += (10...12).map { Thing(id: $0, word: nil, body: $0 == 10 ? nil : [9]) }
        expected += [Thing(id: 20, word: "one", body: nil), Thing(id: 21, word: "xy", body: nil)]
        #expect(found == expected)
    }

    @Test(arguments: Engine.allCases)
    func `one row that is there already is passed over, and the others are written`(_ engine: Engine) async throws {
        let database = try await things(engine)
        try await database.write { session in
            try session.runMany(
                Self.insert + " ON CONFLICT DO NOTHING",
                [1, 2, 1, 3, 2].enumerated().map { [.integer($1), .text("w\($0)"), .null] })
        }
        let found = try await database.read { try $0.rows("SELECT word FROM thing ORDER BY id") { $0.text(0) } }
        #expect(found == ["w0", "w1", "w3"])
    }

    @Test(arguments: Engine.allCases)
    func `ten thousand rows are written, changed and read`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let count = 10_000
        let body = Array(repeating: UInt8(7), count: 300)
        let sums = try await database.write { session in
            try session.runMany(Self.insert, (1...count).map { [.integer($0), .text("word \($0)"), .blob(body)] })
            try session.runMany(
                "UPDATE thing SET body = ? WHERE id = ?", (1...count).map { [.blob([1]), .integer($0)] })
            for id in 1...count { try session.post("UPDATE thing SET word = ? WHERE id = ?", [.null, .integer(id)]) }
            var sum: Int64 = 0
            var bytes = 0
            try session.query("SELECT id, body FROM thing WHERE word IS NULL", []) {
                sum += $0.integer(0)
                bytes += $0.blob(1).count
            }
            return [sum, Int64(bytes)]
        }
        #expect(sums == [Int64(count * (count + 1) / 2), Int64(count)])
    }

    @Test(arguments: Engine.allCases)
    func `rows with too few values are refused`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                try session.runMany(Self.insert, [[.integer(1 as Int64), .text("a"), .null], [.integer(2 as Int64)]])
            }
        }
        #expect(error?.code == .statement)
    }

    private struct Thing: Sendable, Equatable {
        var id: Int64
        var word: String?
        var body: [UInt8]?
    }
}
