/// Holidays of one place as data: listed, never computed, because lunar holidays and moved working days are decreed.
package struct HolidayCalendar: Sendable, Hashable {
    /// How rules name it: `id-national`.
    package var key: String
    package var version: String
    /// The decree or page the days were taken from.
    package var source: String
    /// Name of the holiday by day.
    package var days: [CivilDate: String]
    /// Weekend days on which people work to make up for a bridge (调休, перенос), by day.
    package var workdays: [CivilDate: String]

    package init(
        key: String, version: String, source: String, days: [CivilDate: String], workdays: [CivilDate: String] = [:]
    ) {
        self.key = key
        self.version = version
        self.source = source
        self.days = days
        self.workdays = workdays
    }

    /// The holiday's name, or nil on an ordinary day.
    package func holiday(on date: CivilDate) -> String? { days[date] }

    /// Neither a holiday nor a weekend, or a weekend day that is worked; the weekend is Saturday and Sunday.
    package func isWorkingDay(_ date: CivilDate) -> Bool {
        if days[date] != nil { return false }
        return workdays[date] != nil || (date.weekday != .saturday && date.weekday != .sunday)
    }

    /// Whether the calendar lists anything in that year: a year without data is no year without holidays.
    package func covers(year: Int) -> Bool { days.keys.contains { $0.year == year } }
}
