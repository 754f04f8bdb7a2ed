import Store
import StoreEngines
import Testing

/// What every engine does with values and statements (promise P8).
struct ConformanceOfStatements {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let table = "CREATE TABLE thing (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, body BLOB)"
    private static let insert = "INSERT INTO thing (id, word, body) VALUES (?, ?, ?)"

    private func things(_ engine: Engine) async throws -> any SQLDatabase {
        let database = try engine.open(in: folder)
        try await database.write { _ = try $0.run(Self.table) }
        return database
    }

    @Test(arguments: Engine.allCases)
    func `a value comes back as it was written`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let words = ["", "a", "été", "晨禾消费金融", "🪿", "a'b\"c?", String(repeating: "长", count: 5000)]
        let blobs: [[UInt8]?] = [nil, [], [0], [0, 255, 0], Array(repeating: 7, count: 100_000), [1], [2]]
        let numbers: [Int64] = [.min, -1, 0, 1, 4_294_967_296, .max, 42]
        try await database.write { session in
            for (index, word) in words.enumerated() {
                try session.run(Self.insert, [.integer(numbers[index]), .text(word), .blob(blobs[index])])
            }
        }
        for (index, word) in words.enumerated() {
            let row = try await database.read { session in
                try session.first("SELECT id, word, body FROM thing WHERE id = ?", [.integer(numbers[index])]) {
                    Thing(id: $0.integer(0), word: $0.text(1), body: $0.isNull(2) ? nil : $0.blob(2))
                }
            }
            #expect(row == Thing(id: numbers[index], word: word, body: blobs[index]))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a null reads as nothing`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let read = try await database.write { session in
            try session.run("INSERT INTO thing (id, word, body) VALUES (1, 'a', ?)", [.null])
            return try session.first("SELECT body FROM thing", []) {
                (isNull: $0.isNull(0), integer: $0.integer(0), text: $0.text(0), blob: $0.blob(0))
            }
        }
        #expect(read?.isNull == true)
        #expect(read?.integer == 0)
        #expect(read?.text.isEmpty == true)
        #expect(read?.blob.isEmpty == true)
    }

    @Test(arguments: Engine.allCases)
    func `a statement says how many rows it changed`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let changed = try await database.write { session in
            let first = try session.run(Self.insert, [.integer(1 as Int64), .text("a"), .null])
            let twice = try session.run(
                Self.insert + " ON CONFLICT DO NOTHING", [.integer(2 as Int64), .text("a"), .null])
            try session.runMany(Self.insert, (3...7).map { [.integer($0), .text("w\($0)"), .null] })
            let updated = try session.run("UPDATE thing SET body = ? WHERE id > ?", [.blob([1]), .integer(4 as Int64)])
            let none = try session.run("DELETE FROM thing WHERE id = 99")
            return [first, twice, updated, none]
        }
        #expect(changed == [1, 0, 3, 0])
    }

    @Test(arguments: Engine.allCases)
    func `a query inside a query of the same text keeps both places`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let pairs = try await database.write { session in
            try session.runMany(Self.insert, (1...3).map { [.integer($0), .text("w\($0)"), .null] })
            var pairs: [[Int64]] = []
            let all = "SELECT id FROM thing WHERE id >= ? ORDER BY id"
            try session.query(all, [.integer(1 as Int64)]) { outer in
                let left = outer.integer(0)
                try session.query(all, [.integer(left)]) { pairs.append([left, $0.integer(0)]) }
            }
            return pairs
        }
        #expect(pairs == [[1, 1], [1, 2], [1, 3], [2, 2], [2, 3], [3, 3]])
    }

    @Test(arguments: Engine.allCases)
    func `a statement with too few or too many values is refused`(_ engine: Engine) async throws {
        let database = try await things(engine)
        for values: [SQLValue] in [[], [.integer(1 as Int64)], [.null, .null, .null, .null]] {
            let error = await #expect(throws: StoreError.self) {
                try await database.write { _ = try $0.run(Self.insert, values) }
            }
            #expect(error?.code == .statement)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a broken constraint names its table and column, and no value`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                try session.run(Self.insert, [.integer(1 as Int64), .text("secret"), .null])
                try session.run(Self.insert, [.integer(2 as Int64), .text("secret"), .null])
            }
        }
        #expect(error?.code == .constraint)
        #expect(error?.table == "thing")
        #expect(error?.columns == ["word"])
        #expect(error?.description.contains("secret") == false)
    }

    /// Carriers may send a NUL, which PostgreSQL's text cannot hold; SQLite keeps it.
    @Test(arguments: Engine.allCases)
    func `text with a NUL is kept, the NUL as it is or as U+FFFD`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let text = try await database.write { session in
            try session.run(Self.insert, [.integer(1 as Int64), .text("a\0b\0"), .null])
            try session.runMany(Self.insert, (2...3).map { [.integer($0), .text("\0\($0)"), .null] })
            return try session.rows("SELECT word FROM thing ORDER BY id") { $0.text(0) }
        }
        #expect(text.map { $0.replacing("\u{FFFD}", with: "\0") } == ["a\0b\0", "\02", "\03"])
    }

    @Test(arguments: Engine.allCases)
    func `a result of many rows is read, and others inside it`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let count: Int64 = 50_000
        let sum = try await database.write { session in
            try session.runMany(
                Self.insert, (1...count).map { [.integer($0), .text("\($0)"), .blob(Array(repeating: 1, count: 50))] })
            var sum: Int64 = 0
            try session.query("SELECT id, word, body FROM thing ORDER BY id", []) { row in
                sum += row.integer(0)
                guard row.integer(0) % 10_000 == 0 else { return }
                let word = try session.text("SELECT word FROM thing WHERE id = ?", [.integer(row.integer(0))])
                #expect(word == row.text(1))
            }
            return sum
        }
        #expect(sum == count * (count + 1) / 2)
    }

    @Test(arguments: Engine.allCases)
    func `texts stand in the order of their bytes`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let words = ["a", "B", "ä", "_", "aa", "A", "Z", "z", "中", "1", "10", "2", "-"]
        let sorted = try await database.write { session in
            try session.runMany(Self.insert, words.enumerated().map { [.integer($0), .text($1), .null] })
            return try session.rows("SELECT word FROM thing ORDER BY word") { $0.text(0) }
        }
        #expect(sorted == words.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    }

    @Test(arguments: Engine.allCases)
    func `integers, comparisons and booleans read as integers`(_ engine: Engine) async throws {
        let database = try await things(engine)
        let read = try await database.write { session in
            try session.runMany(Self.insert, (1...4).map { [.integer($0), .text("\($0)"), .null] })
            let sql = """
                SELECT count(*), max(id), CAST(sum(id) AS INTEGER), EXISTS (SELECT 1 FROM thing WHERE id = ?), id > 2,
                    1, length(word), -5 FROM thing WHERE id = ? GROUP BY id, word
                """
            return try session.first(sql, [.integer(9 as Int64), .integer(3 as Int64)]) { row in
                (0..<8).map { row.integer($0) }
            }
        }
        #expect(read == [1, 3, 3, 0, 1, 1, 1, -5])
    }

    private struct Thing: Sendable, Equatable {
        var id: Int64
        var word: String
        var body: [UInt8]?
    }
}
