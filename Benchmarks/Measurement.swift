import Foundation

/// Several runs of one piece of work, each doing the same number of things.
struct Measurement {
    var name: String
    /// Things done in one run.
    var count: Int
    var runs: [Duration] = []
    /// What came out of one run, by name: shows that the work was done, and which.
    var outcome: [(key: String, count: Int)] = []

    init(_ name: String, count: Int) {
        self.name = name
        self.count = count
    }

    /// Runs `body` once unmeasured, then `runs` times.
    mutating func take(runs: Int, _ body: () throws -> Void) rethrows {
        try body()
        for _ in 0..<runs { self.runs.append(try ContinuousClock().measure(body)) }
    }

    /// `rate` is the median, a second; `seconds` of one run.
    var json: String {
        let seconds = runs.map { $0 / .seconds(1) }.sorted()
        let rates = seconds.map { Double(count) / max($0, 1e-9) }
        let median = seconds.isEmpty ? 0 : seconds[seconds.count / 2]
        var members = [
            "\"name\": \"\(name)\"", "\"count\": \(count)", "\"rate\": \(Int(Double(count) / max(median, 1e-9)))",
            "\"rate_least\": \(Int(rates.last ?? 0))", "\"rate_most\": \(Int(rates.first ?? 0))",
            "\"seconds\": \(median)", "\"runs\": \(runs.count)", "\"peak_rss_bytes\": \(Self.peakMemory_bytes)",
        ]
        members += outcome.map { "\"\($0.key)\": \($0.count)" }
        return "{" + members.joined(separator: ", ") + "}"
    }

    /// The most memory that this process has had in use, as the kernel counted it since the program was loaded.
    private static var peakMemory_bytes: Int { memory_bytes("VmHWM:") }

    /// A row of what the kernel says of this process: `VmRSS:` is what is in use now.
    static func memory_bytes(_ row: String) -> Int {
        let status = String(
            decoding: FileManager.default.contents(atPath: "/proc/self/status") ?? Data(), as: UTF8.self)
        for line in status.split(separator: "\n") where line.hasPrefix(row) {
            return (Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1]) ?? 0) * 1024
        }
        return 0
    }
}
