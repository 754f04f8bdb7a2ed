@testable import CivilTime
import Testing

@Suite struct TZifTests {
    /// A TZif file of one version with one table of 64-bit data, made by hand.
    static func file(
        version: UInt8, transitions: [Int64] = [], kinds: [UInt8] = [], offsets: [Int32] = [0], footer: String? = ""
    ) -> [UInt8] {
        func header(_ times: Int, _ types: Int) -> [UInt8] {
            Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15)
                + [0, 0, 0, times, types, 4].flatMap { big(Int64($0), 4) }
        }
        func block(_ size: Int) -> [UInt8] {
            transitions.flatMap { big($0, size) } + kinds + offsets.flatMap { big(Int64($0), 4) + [0, 0] }
                + Array("ABC\u{0}".utf8)
        }
        let first = header(transitions.count, offsets.count) + block(4)
        guard version > 0 else { return first }
        return first + header(transitions.count, offsets.count) + block(8) + Array("\n\(footer ?? "")\n".utf8)
    }

    static func big(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
    }

    @Test(arguments: [UInt8(0), 0x32, 0x33, 0x34])
    func `versions one to four are read`(version: UInt8) throws {
        let bytes = TZifTests.file(version: version, transitions: [100, 200], kinds: [1, 0], offsets: [3600, 7200])
        let zone = try Zone(id: "Test", tzif: bytes)
        #expect(
            [0, 99, 100, 199, 200, 1_000_000].map { zone.offset_s(at: Instant(seconds: $0)) }
                == [3600, 3600, 7200, 7200, 3600, 3600])
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", Int32(-18_000)), ("<-03>3", -10_800),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 37_800),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 3600), ("EET-2EEST,M3.4.4/50,M10.4.4/50", 7200),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200), ("AAA3:04:05", -11_045), ("AAA-0BBB,J60,J300/3", 0),
        ("AAA0BBB,59,299", 0),
    ])
    func `a footer's standard time is read`(footer: String, standard_s: Int32) throws {
        #expect(try #require(ZoneRule.parse(footer.utf8)).standard_s == standard_s)
    }

    @Test(arguments: [
        "", "EST", "ES5", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0", "EST25", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,J0,J9", "EST5EDT,J366,J9",
        "EST5EDT,366,9", "<EST5", "EST5EDT,M3.2.0,M11.1.0,", "EST5 ", "5EST", "EST5EDT,M3.2.0,M11.1.0x",
    ])
    func `a footer that is no rule is refused`(footer: String) {
        #expect(ZoneRule.parse(footer.utf8) == nil)
        if !footer.isEmpty {
            #expect { try Zone(id: "T", tzif: TZifTests.file(version: 0x32, footer: footer)) } throws: {
                ($0 as? TZifError)?.code == .badFooter
            }
        }
    }

    @Test func `daylight saving all year round stays on at new year`() throws {
        let rule = try #require(ZoneRule.parse("XXX3EDT4,0/0,J365/23".utf8))
        for instant in ["2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2027-01-01T04:00:00Z", "2026-07-01T00:00:00Z"]
        {
            let at = try #require(Instant(iso: instant))
            #expect(rule.stretch(at: at.seconds).offset_s == -14_400)
        }
    }

    @Test(arguments: [
        (TZifTests.file(version: 0x35), TZifError.Code.unknownVersion),
        (TZifTests.file(version: 0x32, transitions: [5, 5], kinds: [0, 0]), .badTransition),
        (TZifTests.file(version: 0x32, transitions: [5], kinds: [7]), .badType),
        (TZifTests.file(version: 0x32, offsets: [100_000]), .badOffset),
        (TZifTests.file(version: 0x32, offsets: []), .badCounts),
        (TZifTests.file(version: 0x32, transitions: [Int64.max - 1], kinds: [0]), .badTransition),
        (TZifTests.file(version: 0x32) + [1], .trailingBytes),
        (Array(repeating: 0, count: TZifFile.greatestLength + 1), .tooLong),
        ([], .truncated), (Array("TZig".utf8) + Array(repeating: 0, count: 40), .notTZif),
    ])
    func `a broken file is an error that says what is wrong`(bytes: [UInt8], code: TZifError.Code) {
        #expect { try Zone(id: "T", tzif: bytes) } throws: { ($0 as? TZifError)?.code == code }
    }

    @Test func `every prefix of a real file is an error`() throws {
        let bytes = try #require(SystemZones.bytes("America/New_York"))
        for length in 0..<bytes.count {
            #expect(throws: TZifError.self) { try Zone(id: "T", tzif: Array(bytes[..<length])) }
        }
    }

    @Test func `junk never traps`() throws {
        let good = try #require(SystemZones.bytes("America/New_York"))
        var numbers = SeededNumbers(seed: 3)
        var read = 0
        var refused = 0
        for _ in 0..<4000 {
            var bytes = good
            for _ in 0..<numbers.below(8) + 1 { bytes[numbers.below(bytes.count)] = UInt8(numbers.below(256)) }
            do {
                let zone = try Zone(id: "T", tzif: bytes)
                read += 1
                for second: Int64 in [.min / 1000, -3_000_000_000, 0, 1_795_253_400, 4_000_000_000, .max / 1000] {
                    _ = zone.civil(at: Instant(seconds: second))
                }
                _ = zone.instant(CivilDate(daysSinceEpoch: 20_778), TimeOfDay(seconds: 3600))
                _ = zone.instant(CivilDate(daysSinceEpoch: .max), TimeOfDay(seconds: 86_400))
                _ = zone.instant(CivilDate(daysSinceEpoch: .min), TimeOfDay(seconds: 0))
            } catch {
                refused += 1
            }
        }
        #expect(read > 0 && refused > 0)
    }
}
