import CivilTime
import Foundation
import Testing

@Suite struct ZoneTests {
    /// Offsets in seconds at instants on both sides of changes; 2040 lies beyond the table and comes from the footer.
    @Test(arguments: [
        ("America/New_York", "2026-03-08T06:59:59Z", -18_000), ("America/New_York", "2026-03-08T07:00:00Z", -14_400),
        ("America/New_York", "2026-11-01T05:59:59Z", -14_400), ("America/New_York", "2026-11-01T06:00:00Z", -18_000),
        ("America/New_York", "2040-03-11T06:59:59Z", -18_000), ("America/New_York", "2040-03-11T07:00:00Z", -14_400),
        ("America/New_York", "2040-11-04T05:59:59Z", -14_400), ("America/New_York", "2040-11-04T06:00:00Z", -18_000),
        ("America/New_York", "1800-01-01T00:00:00Z", -17_762), ("Asia/Shanghai", "2026-06-15T00:00:00Z", 28_800),
        ("Asia/Shanghai", "1988-07-01T00:00:00Z", 32_400), ("Asia/Shanghai", "2090-07-01T00:00:00Z", 28_800),
        ("Pacific/Honolulu", "2026-06-15T00:00:00Z", -36_000), ("Asia/Kolkata", "2026-06-15T00:00:00Z", 19_800),
        ("Australia/Lord_Howe", "2026-06-15T00:00:00Z", 37_800),
        ("Australia/Lord_Howe", "2026-12-15T00:00:00Z", 39_600),
        ("Australia/Lord_Howe", "2050-04-02T14:59:59Z", 39_600),
        ("Australia/Lord_Howe", "2050-04-02T15:00:00Z", 37_800), ("America/Phoenix", "2026-06-15T00:00:00Z", -25_200),
        ("Europe/Dublin", "2045-07-01T00:00:00Z", 3600), ("Europe/Dublin", "2045-01-01T00:00:00Z", 0),
    ])
    func `a clock's offset is known`(id: String, at: String, offset_s: Int32) throws {
        let instant = try #require(Instant(iso: at))
        #expect(try SystemZones.zone(id).offset_s(at: instant) == offset_s)
    }

    @Test(arguments: [
        // An ordinary moment, a gap (02:30 does not exist), a fold (01:30 comes twice), the end of a day.
        ("America/New_York", "2026-06-15", "08:00", "2026-06-15T12:00:00Z"),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-03-08", "02:00", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-03-08", "01:59:59", "2026-03-08T06:59:59Z"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"),
        ("America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00:00Z"),
        ("America/New_York", "2040-03-11", "02:30", "2040-03-11T07:00:00Z"),
        ("America/New_York", "2040-11-04", "01:30", "2040-11-04T05:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z"),
        ("Asia/Kolkata", "2026-06-15", "24:00", "2026-06-15T18:30:00Z"),
        ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T03:00:00Z"),
    ])
    func `a time on the wall is one instant`(id: String, date: String, time: String, expected: String) throws {
        let zone = try SystemZones.zone(id)
        let day = try #require(CivilDate(iso: date))
        let clock = try #require(TimeOfDay(text: time))
        #expect(zone.instant(day, clock).description == expected)
    }

    @Test(arguments: [
        "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Europe/Dublin", "America/St_Johns", "UTC",
        "Pacific/Chatham", "Africa/Casablanca",
    ])
    func `instant and civil time agree wherever the time is shown once`(id: String) throws {
        let zone = try SystemZones.zone(id)
        var numbers = SeededNumbers(seed: 11)
        var folds = 0
        for _ in 0..<20_000 {
            let instant = Instant(seconds: Int64.random(in: -3_000_000_000...6_000_000_000, using: &numbers))
            let (date, time) = zone.civil(at: instant)
            let back = zone.instant(date, time)
            if back != instant {
                // Only the second showing of a repeated time may come back as the first.
                folds += 1
                #expect(back < instant)
                #expect(zone.civil(at: back).date == date && zone.civil(at: back).time == time)
            }
            #expect(zone.stretch(at: instant).until > instant)
        }
        #expect(folds < 40)
    }

    @Test func `our offsets are those of the system's own library`() throws {
        var numbers = SeededNumbers(seed: 5)
        for id in ["America/New_York", "Europe/London", "Asia/Tehran", "Australia/Lord_Howe", "America/Sao_Paulo"] {
            let ours = try SystemZones.zone(id)
            let theirs = try #require(TimeZone(identifier: id))
            for _ in 0..<2000 {
                let seconds = Int64.random(in: 0...2_100_000_000, using: &numbers)
                let expected = theirs.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
                #expect(Int(ours.offset_s(at: Instant(seconds: seconds))) == expected, "\(id) at \(seconds)")
            }
        }
    }

    @Test(arguments: [
        "", "/etc/passwd", "../etc/passwd", "America/../../etc/passwd", "America//New_York", "America/New_York/",
        "America/New York", "localtime", "posixrules", "Factory", "América", "a\u{0}b",
        String(repeating: "a", count: 65),
    ])
    func `an id that is no zone's name is refused unread`(id: String) {
        let zones = Zones { _ in
            Issue.record("a file was read")
            return nil
        }
        #expect(zones.zone(id) == nil)
        #expect(throws: ZoneFault.refused(id: id)) { try zones.resolve(id) }
    }

    @Test func `unknown and broken zones are told apart`() {
        let zones = Zones { $0 == "Broken" ? Array("no zone at all, just text".utf8) : nil }
        #expect(throws: ZoneFault.unknown(id: "Mars/Olympus")) { try zones.resolve("Mars/Olympus") }
        #expect(zones.zone("Broken") == nil)
        #expect { try zones.resolve("Broken") } throws: { "\($0)".contains("no TZif magic") }
    }

    @Test func `a zone that counts leap seconds is refused`() throws {
        guard let bytes = SystemZones.bytes("right/America/New_York") else { return }
        #expect { try Zone(id: "right", tzif: bytes) } throws: { ($0 as? TZifError)?.code == .leapSeconds }
    }

    @Test func `every zone of the machine's database is read`() throws {
        let table = try String(contentsOfFile: "\(SystemZones.folder)/zone1970.tab", encoding: .utf8)
        var count = 0
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t")
            _ = try SystemZones.zone(String(fields[2]))
            count += 1
        }
        #expect(count > 300)
    }
}
