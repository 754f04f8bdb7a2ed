package import CivilTime
package import LoanBook

/// How long something about a borrower is kept at least, and at most.
package struct RetentionRule: Sendable, Hashable {
    /// What is kept, each part erasable by itself.
    package enum Kept: String, Sendable, CaseIterable {
        /// What tells of the person as long as there is business: name, addresses, consents, the loan book.
        case profile
        /// What shows what was done: decisions, messages and replies in evidence.
        case record
        /// What belongs to no borrower: rejected rows, replies and receipts that match nobody.
        case stray
    }

    /// What a period is counted from.
    package enum Start: String, Sendable, CaseIterable {
        /// The last message, call or visit of the class collection.
        case lastCollection = "last_collection"
        /// The last contact of any class.
        case lastContact = "last_contact"
        /// The last contact, reply or payment.
        case lastActivity = "last_activity"
        /// The last activity, once no loan is open.
        case endOfBusiness = "end_of_business"
        /// When it came, for what belongs to nobody.
        case arrival
    }

    package enum Period: Sendable, Hashable {
        case years(Int)
        case days(Int)
    }

    package var kept: Kept
    /// Not destroyed before: nil where the rule says nothing of it.
    package var atLeast: Period?
    /// Destroyed then: nil where the rule says nothing of it.
    package var atMost: Period?
    package var from: Start
    /// Not destroyed while one of these stands.
    package var whileFlags: [BorrowerFlag]

    /// What began before this is older than a period at `now`.
    package static func start(of period: Period, before now: Instant) -> Instant {
        switch period {
        case .days(let days): now - .days(Int64(days))
        case .years(let years): now - .days(Int64(years) * 366)
        }
    }

    /// When a period that began at `start` is over: its last day has ended on every clock on earth, which is noon of the
    /// next day in UTC. 29 February becomes 1 March where there is none.
    package static func end(of period: Period, from start: Instant) -> Instant? {
        let first = Zone.utc.civil(at: start).date
        let last: CivilDate?
        switch period {
        case .days(let days): last = first + days
        case .years(let years):
            let (year, month, day) = first.fields
            last =
                CivilDate(year: year + years, month: month, day: day) ?? CivilDate(year: year + years, month: 3, day: 1)
        }
        return last.map { Zone.utc.instant($0 + 1, TimeOfDay(seconds: 12 * 3600)) }
    }
}
