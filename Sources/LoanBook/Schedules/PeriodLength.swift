internal import CivilTime

/// The time from one instalment to the next.
package struct PeriodLength: Sendable, Hashable {
    package enum Unit: String, Sendable, Hashable, CaseIterable { case day, week, month, year }

    package var count: Int
    package var unit: Unit

    package init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    package static let weekly = PeriodLength(1, .week)
    package static let fortnightly = PeriodLength(2, .week)
    package static let monthly = PeriodLength(1, .month)
    package static let quarterly = PeriodLength(3, .month)
    package static let yearly = PeriodLength(1, .year)

    /// The part of a year that one period stands for, whatever its days: a week is 1/52 and a month 1/12.
    func nominalYears(_ dayCount: DayCount) -> YearFraction {
        switch unit {
        case .day: YearFraction(numerator: Int64(count), denominator: dayCount.length)
        case .week: YearFraction(numerator: Int64(count), denominator: 52)
        case .month: YearFraction(numerator: Int64(count), denominator: 12)
        case .year: YearFraction(numerator: Int64(count), denominator: 1)
        }
    }

    /// The part of a year of one period of usual days: months of 30 days and weeks of 7 over the year of `dayCount`.
    func usualYears(_ dayCount: DayCount) -> YearFraction {
        let days =
            switch unit {
            case .day: 1
            case .week: 7
            case .month: 30
            case .year: Int(dayCount.length)
            }
        return YearFraction(numerator: Int64(count * days), denominator: dayCount.length)
    }

    /// How many such periods lie between two dates: whole ones, and the days beyond them as a part of the next.
    func lengths(from start: CivilDate, to end: CivilDate) -> YearFraction {
        if let months = wholeMonths(from: start, to: end) { return YearFraction(numerator: months, denominator: 1) }
        var whole = 0
        var last = start
        while let next = date(whole + 1, after: start, staysAtMonthEnd: false) {
            if next > end {
                let days = Int64(next - last)
                return YearFraction(numerator: Int64(whole) * days + Int64(end - last), denominator: days)
            }
            (whole, last) = (whole + 1, next)
        }
        return YearFraction(numerator: Int64(whole), denominator: 1)
    }

    /// Periods of months between equal days of two months, where the last day of a short month stands for all that it
    /// lacks: 28 February to 31 March is one month. Nil when they do not come out whole.
    private func wholeMonths(from start: CivilDate, to end: CivilDate) -> Int64? {
        guard unit == .month || unit == .year else { return nil }
        let (a, b) = (start.fields, end.fields)
        let isWhole =
            a.day == b.day || (a.day < b.day && a.day == CivilDate.lengthOfMonth(a.month, in: a.year))
            || (b.day < a.day && b.day == CivilDate.lengthOfMonth(b.month, in: b.year))
        let months = (b.year - a.year) * 12 + b.month - a.month
        let each = unit == .year ? count * 12 : count
        return isWhole && months > 0 && months % each == 0 ? Int64(months / each) : nil
    }

    /// `times` periods after `anchor`. A month that lacks the anchor's day gives its last day; the next that has it
    /// gives it again. Nil beyond year 9999.
    func date(_ times: Int, after anchor: CivilDate, staysAtMonthEnd: Bool) -> CivilDate? {
        switch unit {
        case .day: return PeriodLength.days(times * count, after: anchor)
        case .week: return PeriodLength.days(times * count * 7, after: anchor)
        case .month, .year:
            let (year, month, day) = anchor.fields
            let months = year * 12 + month - 1 + times * count * (unit == .year ? 12 : 1)
            let (newYear, newMonth) = (months / 12, months % 12 + 1)
            guard newYear <= 9999 else { return nil }
            let last = CivilDate.lengthOfMonth(newMonth, in: newYear)
            let atEnd = staysAtMonthEnd && day == CivilDate.lengthOfMonth(month, in: year)
            return CivilDate(year: newYear, month: newMonth, day: atEnd ? last : min(day, last))
        }
    }

    private static func days(_ count: Int, after anchor: CivilDate) -> CivilDate? {
        // 9999-12-31.
        let day = Int(anchor.daysSinceEpoch) + count
        return day <= 2_932_896 ? CivilDate(daysSinceEpoch: Int32(day)) : nil
    }
}
