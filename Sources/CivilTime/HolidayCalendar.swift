/// Holidays of one place as data: listed, never computed, because lunar holidays and moved working days are decreed.
package struct HolidayCalendar: Sendable, Hashable {
    /// How rules name it: `id-national`.
    package var key: String
    package var version: String
    /// The decree or page the days were taken from.
    package var source: String
    /// Name of the holiday by day.
    package var days: [CivilDate: String]

    package init(key: String, version: String, source: String, days: [CivilDate: String]) {
        self.key = key
        self.version = version
        self.source = source
        self.days = days
    }

    /// The holiday's name, or nil on an ordinary day.
    package func holiday(on date: CivilDate) -> String? { days[date] }

    /// Whether the calendar lists anything in that year: a year without data is no year without holidays.
    package func covers(year: Int) -> Bool { days.keys.contains { $0.year == year } }
}
