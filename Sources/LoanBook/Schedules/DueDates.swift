package import CivilTime

/// When instalments fall due.
package struct DueDates: Sendable, Hashable {
    package var every: PeriodLength
    /// The due date of the first instalment; nil: one period after the day that periods are counted from. It also
    /// gives the day of the month that all others keep: 31 January, 28 February, 31 March.
    package var first: CivilDate?
    /// The day from which periods are counted; nil: the first disbursement.
    package var countedFrom: CivilDate?
    /// When the first date falls less than so many days after the first disbursement, it is moved to that day, and the
    /// others follow from there.
    package var leastDaysToFirst: Int
    /// Whether a first date on the last day of its month means the last day of every month: 30 April, 31 May.
    package var staysAtMonthEnd: Bool
    /// Dates by the number of the instalment, a down payment not counted, where the lender moved them. Others keep theirs.
    package var moved: [Int: CivilDate]

    package init(
        every: PeriodLength, first: CivilDate? = nil, countedFrom: CivilDate? = nil, leastDaysToFirst: Int = 0,
        staysAtMonthEnd: Bool = false, moved: [Int: CivilDate] = [:]
    ) {
        self.every = every
        self.first = first
        self.countedFrom = countedFrom
        self.leastDaysToFirst = leastDaysToFirst
        self.staysAtMonthEnd = staysAtMonthEnd
        self.moved = moved
    }

    package static let monthly = DueDates(every: .monthly)

    /// The first `count` due dates of a loan that is paid out on `disbursedOn`. Count and lengths are within limits.
    package func dates(_ count: Int, disbursedOn: CivilDate) throws(TermsFault) -> [CivilDate] {
        var walk = try DueDateWalk(self, disbursedOn: disbursedOn)
        var dates: [CivilDate] = []
        dates.reserveCapacity(count)
        for _ in 0..<count { dates.append(try walk.next()) }
        return dates
    }
}

/// One due date after another.
struct DueDateWalk {
    /// The day on which the first period begins.
    let start: CivilDate
    private let due: DueDates
    private var anchor: CivilDate
    private var offset: Int
    private var last: CivilDate
    private var taken = 0

    /// A period that is longer is no period but a mistake in a date.
    private static let longestPeriod_days = 7_320

    init(_ due: DueDates, disbursedOn: CivilDate) throws(TermsFault) {
        self.due = due
        start = due.countedFrom ?? disbursedOn
        anchor = due.first ?? start
        offset = due.first == nil ? 1 : 0
        last = start
        if due.leastDaysToFirst > 0 {
            guard let natural = due.every.date(offset, after: anchor, staysAtMonthEnd: due.staysAtMonthEnd) else {
                throw .dateBeyondCalendar(instalment: 1)
            }
            let earliest = disbursedOn + due.leastDaysToFirst
            if natural < earliest { (anchor, offset) = (earliest, 0) }
        }
    }

    mutating func next() throws(TermsFault) -> CivilDate {
        let number = taken + 1
        let regular = due.every.date(taken + offset, after: anchor, staysAtMonthEnd: due.staysAtMonthEnd)
        guard let date = due.moved.isEmpty ? regular : due.moved[number] ?? regular else {
            throw .dateBeyondCalendar(instalment: number)
        }
        // A first instalment on the day of disbursement is what "payable in advance" means.
        guard last < date || (taken == 0 && last == date) else {
            throw .datesOutOfOrder(instalment: number, dueOn: date, after: last)
        }
        guard date - last <= DueDateWalk.longestPeriod_days else {
            throw .periodTooLong(instalment: number, dueOn: date, after: last)
        }
        taken = number
        last = date
        return date
    }
}
