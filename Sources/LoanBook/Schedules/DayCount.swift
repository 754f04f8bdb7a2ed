package import CivilTime

/// How days become parts of a year when interest is counted by the day.
package enum DayCount: String, Sendable, Hashable, CaseIterable {
    /// Months of 30 days, years of 360: 30E/360, where the 31st counts as the 30th at both ends (ISDA 2006, 4.16(g)).
    case thirty360 = "30/360"
    /// Months of 30 days over a year of 365, as some lenders count full months.
    case thirty365 = "30/365"
    /// Days of the calendar over 360.
    case actual360 = "actual/360"
    /// Days of the calendar over 364: 52 weeks.
    case actual364 = "actual/364"
    /// Days of the calendar over 365, also in leap years.
    case actual365 = "actual/365"
    /// Days that lie in a leap year over 366, all others over 365 (ISDA 2006, 4.16(b)).
    case actualActual = "actual/actual"
    /// As `actualActual`, with the new year's length from 31 December on, as some loan systems have it.
    case actualActualFrom31December = "actual/actual-31-december"

    /// Parts of a year from `start` to `end`, which is not earlier.
    package func years(from start: CivilDate, to end: CivilDate) -> YearFraction {
        switch self {
        case .thirty360, .thirty365:
            let (a, b) = (start.fields, end.fields)
            let days = (b.year - a.year) * 360 + (b.month - a.month) * 30 + min(b.day, 30) - min(a.day, 30)
            return YearFraction(numerator: Int64(days), denominator: length)
        case .actual360, .actual364, .actual365: return YearFraction(numerator: Int64(end - start), denominator: length)
        case .actualActual: return DayCount.byYears(start, end, opensOn: 0)
        case .actualActualFrom31December: return DayCount.byYears(start, end, opensOn: 1)
        }
    }

    /// Days of a year where every year has as many; 365 for the others, as a nominal length.
    var length: Int64 {
        switch self {
        case .thirty360, .actual360: 360
        case .actual364: 364
        case .thirty365, .actual365, .actualActual, .actualActualFrom31December: 365
        }
    }

    /// - Parameter daysEarly: how many days before 1 January a year opens.
    private static func byYears(_ start: CivilDate, _ end: CivilDate, opensOn daysEarly: Int) -> YearFraction {
        var sum: Int64 = 0
        var from = start
        while from < end {
            let year = (from + daysEarly).year
            let opens = Int32(CivilDate.january1(year + 1)) - Int32(daysEarly)
            let to = min(end, CivilDate(daysSinceEpoch: opens))
            sum += Int64(to - from) * (CivilDate.isLeap(year) ? 365 : 366)
            from = to
        }
        return YearFraction(numerator: sum, denominator: 365 * 366)
    }
}

/// A part of a year, not reduced.
package struct YearFraction: Sendable, Hashable {
    package var numerator: Int64
    package var denominator: Int64
}

extension CivilDate {
    /// Days since the epoch of 1 January, also of year 10000, which ends year 9999.
    fileprivate static func january1(_ year: Int) -> Int {
        let before = year - 1
        return before * 365 + before / 4 - before / 100 + before / 400 - 719_162
    }
}
