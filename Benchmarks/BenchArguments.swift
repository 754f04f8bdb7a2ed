/// What was asked for on the command line.
struct BenchArguments {
    var name: String
    /// Things to do in one run; nil leaves it to the benchmark.
    var count: Int?
    var runs = 5
    var window = 100
    /// Of a carrier in another process.
    var port: Int?
    var builtIn = "Sources/dunlin/BuiltIn"
    /// Messages that the store has delivered before.
    var history = 0
    /// `postgres://…` of an empty database; nil means SQLite.
    var database: String?
    /// Where a filled store stands, or will stand for the next time; nil means a folder of this run's own.
    var keep: String?

    init(_ words: [String]) throws(BenchFault) {
        guard let first = words.first else { throw BenchFault(words: "which benchmark?") }
        name = first
        var rest = words.dropFirst()
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchFault(words: "\(flag) lacks its value") }
            switch flag {
            case "--count": count = try Self.number(flag, value)
            case "--runs": runs = try Self.number(flag, value)
            case "--window": window = try Self.number(flag, value)
            case "--port": port = try Self.number(flag, value)
            case "--builtin": builtIn = value
            case "--loans": count = try Self.number(flag, value)
            case "--history": history = try Self.number(flag, value)
            case "--database": database = value
            case "--keep": keep = value
            default: throw BenchFault(words: "\(flag) is not known")
            }
        }
    }

    func carrierPort() throws(BenchFault) -> Int {
        guard let port else { throw BenchFault(words: "--port of a carrier is needed") }
        return port
    }

    private static func number(_ flag: String, _ text: String) throws(BenchFault) -> Int {
        guard let number = Int(text), number > 0 else {
            throw BenchFault(words: "\(flag) \(text): not a positive number")
        }
        return number
    }
}

/// Why nothing was measured.
struct BenchFault: Error, CustomStringConvertible {
    var words: String

    var description: String { words }
}
