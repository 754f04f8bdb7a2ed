/// Year, month and day of a civil date, and back. Years run from 1 to 9999, which is what ISO 8601 writes in four digits.
extension CivilDate: CustomStringConvertible {
    /// Nil when there is no such day: month 13, 30 February, year 0 or 10000.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.lengthOfMonth(month, in: year)
        else { return nil }
        self.init(daysSinceEpoch: Int32(CivilDate.days(year: year, month: month, day: day)))
    }

    /// `2026-11-21` and nothing else: ten characters, digits and hyphens.
    package init?(iso text: some StringProtocol) {
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(digits: 4), reader.take(UInt8(ascii: "-")),
            let month = reader.number(digits: 2), reader.take(UInt8(ascii: "-")),
            let day = reader.number(digits: 2), reader.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var year: Int { fields.year }
    package var month: Int { fields.month }
    package var day: Int { fields.day }

    /// All three at once, for a third of the work. The arithmetic counts years from 1 March, so that the leap day is
    /// the last of its year and months follow one linear formula.
    package var fields: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + CivilDate.daysFromMarch0ToEpoch
        let era = floorDivide(shifted, CivilDate.daysInEra)
        let dayOfEra = shifted - era * CivilDate.daysInEra
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = Int(daysSinceEpoch) + 3
        switch index - floorDivide(index, 7) * 7 {
        case 0: return .monday
        case 1: return .tuesday
        case 2: return .wednesday
        case 3: return .thursday
        case 4: return .friday
        case 5: return .saturday
        default: return .sunday
        }
    }

    /// ISO 8601: `2026-11-21`.
    package var description: String {
        let (year, month, day) = fields
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func lengthOfMonth(_ month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static let daysInEra = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let daysFromMarch0ToEpoch = 719_468

    /// Days since the epoch; the caller knows that the day exists.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = floorDivide(marchYear, 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * daysInEra + dayOfEra - daysFromMarch0ToEpoch
    }
}
