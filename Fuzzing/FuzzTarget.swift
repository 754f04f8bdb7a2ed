import Glibc

/// A parser, what it is fed at first, and what must hold whatever it is fed.
struct FuzzTarget: Sendable {
    /// Longest input; a parser that reads larger ones shows it on inputs that are stretched to this.
    static let longest_bytes = 64 * 1024
    /// Ten times what the slowest of them needs, under sanitizers, for the longest input. Work that grows with the square of
    /// the input is far beyond it.
    static let most_ms: Int64 = 2000

    let name: String
    let seeds: @Sendable () -> [[UInt8]]
    /// Ends the program where something does not hold.
    let run: @Sendable ([UInt8]) -> Void

    init(
        _ name: String, seeds: @escaping @Sendable () -> [[UInt8]], run: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.name = name
        self.seeds = seeds
        self.run = run
    }

    /// Runs the input, and one in 64 once more, stretched: some of it repeated up to the limit.
    func check(_ input: [UInt8]) {
        run(input)
        let mark = input.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        guard mark % 64 == 0, !input.isEmpty else { return }
        let stretched = Self.stretched(input, by: mark / 64)
        let start = Self.spent_ms()
        run(stretched)
        let spent = Self.spent_ms() - start
        demand(spent <= Self.most_ms, "\(stretched.count) bytes took \(spent) ms")
    }

    /// The input with a part of it, or all, repeated: nesting, long lists and long words come of it.
    private static func stretched(_ input: [UInt8], by mark: UInt64) -> [UInt8] {
        let start = Int(mark % UInt64(input.count))
        let most = UInt64(min(input.count - start, mark & 0x1000 == 0 ? 8 : input.count))
        let length = 1 + Int((mark >> 16) % most)
        let part = input[start..<start + length]
        var result = Array(input[..<start])
        while result.count + part.count + input.count - start <= longest_bytes { result += part }
        return result + input[start...]
    }

    /// Of this thread's processor time.
    private static func spent_ms() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// What must hold. The program ends where it does not, and libFuzzer keeps the input.
func demand(_ holds: Bool, _ what: @autoclosure () -> String) {
    guard !holds else { return }
    print("DOES NOT HOLD: \(what())")
    fflush(nil)
    abort()
}

/// The bytes of a file of the source tree, where the program is run.
func sourceFile(_ path: String) -> [UInt8] {
    guard let file = unsafe fopen(path, "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = unsafe getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return bytes
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Whether the line and column, from 1, are in the text or just behind its end. A line ends as YAML's do.
func isPlace(_ line: Int, _ column: Int, in text: String) -> Bool {
    var lines = 1
    var columns = 0
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
        defer { previous = scalar }
        switch scalar {
        case "\n" where previous == "\r": continue
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
            if lines == line { return column >= 1 && column <= columns + 1 }
            (lines, columns) = (lines + 1, 0)
        default: columns += 1
        }
    }
    return line == lines && column >= 1 && column <= columns + 1 || line == lines + 1 && column == 1
}
