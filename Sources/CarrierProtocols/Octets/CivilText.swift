/// A moment as carriers' protocols write it in UTC. `CivilTime` is out of this room's reach, and the wire needs no zones.
package struct CivilText: Sendable {
    /// `YYMMDDhhmmss`
    package let twelveDigits: String

    package init(posixSeconds: Int64) {
        let days = posixSeconds >= 0 ? posixSeconds / 86_400 : (posixSeconds - 86_399) / 86_400
        let second = posixSeconds - days * 86_400
        // Days to date by eras of 400 years that start on 1 March, so that a leap day is the last of its year.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        twelveDigits =
            padded(((year % 100) + 100) % 100, 2) + padded(month, 2) + padded(day, 2) + padded(second / 3600, 2)
            + padded(second / 60 % 60, 2) + padded(second % 60, 2)
    }

    /// `YYMMDDhhmm`, as receipts write it.
    package var tenDigits: String { String(twelveDigits.prefix(10)) }
}

/// `number` in decimal with zeros in front up to `width` digits.
func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
