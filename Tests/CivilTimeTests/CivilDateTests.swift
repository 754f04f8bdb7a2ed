import CivilTime
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (1970, 1, 1, 0, Weekday.thursday), (2000, 2, 29, 11_016, .tuesday), (2026, 11, 21, 20_778, .saturday),
        (1, 1, 1, -719_162, .monday), (9999, 12, 31, 2_932_896, .friday), (1900, 3, 1, -25_508, .thursday),
    ])
    func `a known day has its number and weekday`(
        year: Int, month: Int, day: Int, number: Int32, weekday: Weekday
    ) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == number)
        #expect(date.weekday == weekday)
    }

    @Test func `every day of eight centuries comes back from its fields and its text`() {
        var expected = (year: 1600, month: 1, day: 1)
        var weekday = 6
        var faults = 0
        for number in Int32(-135_140)...157_053 {
            let date = CivilDate(daysSinceEpoch: number)
            if date.fields != expected || date.weekday.rawValue != weekday { faults += 1 }
            if number % 97 == 0, CivilDate(iso: date.description) != date { faults += 1 }
            if CivilDate(year: expected.year, month: expected.month, day: expected.day) != date { faults += 1 }
            weekday = weekday % 7 + 1
            expected.day += 1
            if expected.day > CivilDate.lengthOfMonth(expected.month, in: expected.year) {
                expected = (expected.year, expected.month + 1, 1)
            }
            if expected.month == 13 { expected = (expected.year + 1, 1, 1) }
        }
        #expect(faults == 0)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "2026-1-1", "2026-11-21 ", "20261121",
        "", "2026-11-2x", "-026-11-21", "２０２６-11-21",
    ])
    func `a text that is no day is refused`(text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test(arguments: [
        ("08:00", 28_800, "08:00"), ("08:00:30", 28_830, "08:00:30"), ("24:00", 86_400, "24:00"),
        ("00:00:00", 0, "00:00"),
    ])
    func `a time of day is read and written`(text: String, seconds: Int32, written: String) throws {
        let time = try #require(TimeOfDay(text: text))
        #expect(time.seconds == seconds)
        #expect(time.description == written)
    }

    @Test(arguments: ["8:00", "24:00:01", "25:00", "08:60", "08:00:60", "08", "08:00:", "08:00 "])
    func `a text that is no time of day is refused`(text: String) {
        #expect(TimeOfDay(text: text) == nil)
    }

    @Test func `a calendar knows its holidays and the years it speaks of`() throws {
        let nyepi = try #require(CivilDate(iso: "2026-03-19"))
        let calendar = HolidayCalendar(key: "id", version: "1", source: "decree", days: [nyepi: "Nyepi"])
        #expect(calendar.holiday(on: nyepi) == "Nyepi")
        #expect(calendar.holiday(on: nyepi + 1) == nil)
        #expect(calendar.covers(year: 2026))
        #expect(!calendar.covers(year: 2027))
    }
}
