import CivilTime
import Compliance
import Foundation
import Testing

/// The holiday calendars of the packs: what can be computed is computed here once more.
@Suite struct CalendarTests {
    static func calendars() throws -> [String: HolidayCalendar] {
        Dictionary(
            try LawBook.builtIn().packs.flatMap(\.calendars).map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

    @Test func `every country has 2025 to 2027, each year with its source`() throws {
        let calendars = try CalendarTests.calendars()
        let keys = [
            "us-federal", "cn-national", "gb-england-wales", "gb-scotland", "gb-northern-ireland", "in-central",
            "id-national", "ru-national", "br-national", "br-sp", "mx-national", "ph-national", "vn-national",
            "th-national", "my-national", "sg-national", "hk-general", "au-national", "ke-national", "ng-national",
        ]
        #expect(Set(calendars.keys) == Set(keys))
        for calendar in calendars.values {
            for year in 2025...2027 {
                #expect(calendar.covers(year: year) && calendar.source.contains("\(year) ("), "\(calendar.key) \(year)")
            }
            #expect(!calendar.covers(year: 2024) && !calendar.covers(year: 2028), "\(calendar.key)")
        }
    }

    /// Easter by the algorithm of Gauss, as Lichtenberg mended it; the calendars were computed by another one.
    static func easter(_ year: Int) throws -> CivilDate {
        let century = year / 100
        let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25
        let sun = 2 - (3 * century + 3) / 4
        let a = year % 19
        let d = (19 * a + moon) % 30
        let r = (d + a / 11) / 29
        let full = 21 + d - r
        let sunday = 7 - (year + year / 4 + sun) % 7
        let day = full + 7 - (full - sunday) % 7
        let march = try #require(CivilDate(year: year, month: 3, day: 1))
        return march + (day - 1)
    }

    @Test(arguments: [2025, 2026, 2027])
    func `the feasts of Easter are where Gauss puts them`(year: Int) throws {
        let easter = try CalendarTests.easter(year)
        let calendars = try CalendarTests.calendars()
        for key in [
            "gb-england-wales", "gb-scotland", "in-central", "id-national", "br-national", "ph-national", "sg-national",
            "hk-general", "au-national", "ke-national", "ng-national",
        ] { #expect(calendars[key]?.holiday(on: easter + -2) != nil, "Good Friday in \(key)") }
        for key in ["gb-england-wales", "gb-northern-ireland", "au-national", "ke-national", "ng-national"] {
            #expect(calendars[key]?.holiday(on: easter + 1) != nil, "Easter Monday in \(key)")
        }
        #expect(calendars["gb-scotland"]?.holiday(on: easter + 1) == nil)
    }

    /// Foundation's Chinese calendar knows the new moons; the packs' dates are decreed or computed elsewhere.
    @Test(arguments: [2025, 2026, 2027])
    func `lunar feasts stand on their day of the lunar year`(year: Int) throws {
        var lunar = Calendar(identifier: .chinese)
        lunar.timeZone = try #require(TimeZone(identifier: "Asia/Shanghai"))
        func moon(_ date: CivilDate) -> (month: Int, day: Int) {
            let noon = Date(timeIntervalSince1970: Double(date.daysSinceEpoch) * 86_400 + 14_400)
            let parts = lunar.dateComponents([.month, .day], from: noon)
            return (parts.month ?? 0, parts.day ?? 0)
        }
        let feasts: [(String, month: Int, day: Int)] = [
            ("cn-national", 1, 1), ("cn-national", 5, 5), ("cn-national", 8, 15), ("hk-general", 1, 1),
            ("hk-general", 4, 8), ("hk-general", 5, 5), ("hk-general", 9, 9), ("sg-national", 1, 1),
            ("my-national", 1, 1), ("vn-national", 1, 1), ("vn-national", 3, 10), ("id-national", 1, 1),
            ("ph-national", 1, 1),
        ]
        let calendars = try CalendarTests.calendars()
        for (key, month, day) in feasts {
            let days = try #require(calendars[key]).days.keys.filter { $0.year == year }
            #expect(days.contains { moon($0) == (month, day) }, "\(key): day \(day) of moon \(month) in \(year)")
        }
    }

    @Test(arguments: [
        ("cn-national", "2026-01-04", true), ("cn-national", "2026-02-14", true), ("cn-national", "2026-02-16", false),
        ("cn-national", "2026-02-21", false), ("cn-national", "2026-10-10", true), ("cn-national", "2026-10-11", false),
        ("cn-national", "2025-09-28", true), ("cn-national", "2025-10-08", false), ("ru-national", "2025-11-01", true),
        ("ru-national", "2025-11-03", false), ("us-federal", "2026-07-03", false), ("us-federal", "2026-07-06", true),
        ("gb-england-wales", "2026-12-28", false), ("gb-scotland", "2026-01-02", false),
        ("gb-england-wales", "2026-01-02", true), ("br-sp", "2026-07-09", false), ("br-national", "2026-07-09", true),
        ("br-sp", "2026-09-07", false),
    ])
    func `a working day is neither weekend nor holiday, or a weekend day that is worked`(
        key: String, day: String, works: Bool
    ) throws {
        let calendar = try #require(try CalendarTests.calendars()[key])
        #expect(calendar.isWorkingDay(try CalendarTests.date(day)) == works)
    }

    @Test func `no make-up day is a holiday or a weekday, and years nobody has published say so`() throws {
        for calendar in try CalendarTests.calendars().values {
            for day in calendar.workdays.keys {
                #expect(calendar.days[day] == nil && (day.weekday == .saturday || day.weekday == .sunday), "\(day)")
            }
        }
        let chinese = try #require(try CalendarTests.calendars()["cn-national"])
        #expect(chinese.source.contains("2027 (M): not published yet"))
        #expect(chinese.workdays.keys.allSatisfy { $0.year < 2027 } && chinese.workdays.count == 11)
        #expect(chinese.holiday(on: try CalendarTests.date("2027-02-06"))?.contains("unverified") == true)
    }

    @Test func `a calendar extends one above it only`() throws {
        let yaml =
            LawPackTests.head + """
                calendars:
                  - {key: b, version: 1, extends: a, years: []}
                rules: []
                """
        #expect { try LawPack.parse(yaml: yaml, file: "t.yaml") } throws: {
            ($0 as? LawPackError)?.faults.first?.what == "no calendar a above this one"
        }
    }
}
