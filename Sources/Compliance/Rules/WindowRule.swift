package import CivilTime
package import LoanBook

/// Hours of the day in which a contact may be made, by weekday and holiday, on the borrower's clock.
package struct WindowRule: Sendable {
    /// Whole seconds of a day, `first ..< end`: boundaries that a law excludes are already moved by a second.
    package struct Hours: Sendable, Hashable {
        package var first: Int32
        package var end: Int32

        init(first: Int32, end: Int32) {
            self.first = first
            self.end = end
        }

        /// Reads interval notation: `[08:00, 22:00)` holds 08:00:00 and not 22:00:00, `(08:00, 21:00)` neither.
        package init?(interval text: String) {
            guard let opening = text.first, let closing = text.last, "[(".contains(opening), "])".contains(closing)
            else { return nil }
            let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 2, let from = TimeOfDay(text: parts[0]),
                let to = TimeOfDay(text: parts[1].drop { $0 == " " })
            else { return nil }
            first = from.seconds + (opening == "[" ? 0 : 1)
            end = min(to.seconds + (closing == "]" ? 1 : 0), TimeOfDay.endOfDay.seconds)
            guard first < end else { return nil }
        }

        func holds(_ second: Int32) -> Bool { first <= second && second < end }
    }

    /// What lifts the hours for one contact.
    package struct Exception: Sendable {
        package var daysPastDueOver: Int?
        package var flag: BorrowerFlag?
        /// A consent on record for the contact point and class lifts the hours. Only for laws that say so.
        package var consent: Bool
    }

    /// Holidays as this rule treats them, by reference: every decision looks at them.
    package final class Holidays: Sendable {
        package let calendar: HolidayCalendar
        /// Years of which the calendar lists anything at all.
        let years: Set<Int>
        /// Nil: closed.
        package let hours: Hours?

        init(calendar: HolidayCalendar, hours: Hours?) {
            self.calendar = calendar
            years = Set(calendar.days.keys.map(\.year))
            self.hours = hours
        }
    }

    /// Monday to Sunday; nil: closed all day.
    package var week: [Hours?]
    /// Without a calendar holidays are ordinary days.
    package var holidays: Holidays?
    package var exception: Exception

    enum Day {
        case open(Hours)
        case closed(String)
        /// The calendar has no days of that year, so nobody can say whether this is a holiday.
        case unknown(String)
    }

    func day(_ date: CivilDate) -> Day {
        if let holidays {
            guard holidays.years.contains(date.year) else {
                return .unknown("calendar \(holidays.calendar.key) lists no holidays of \(date.year)")
            }
            if let name = holidays.calendar.holiday(on: date) {
                if let hours = holidays.hours { return .open(hours) }
                return .closed("\(date) is a holiday (\(name))")
            }
        }
        let weekday = date.weekday
        guard let hours = week[weekday.rawValue - 1] else { return .closed("\(date) is a \(weekday.name)") }
        return .open(hours)
    }
}
