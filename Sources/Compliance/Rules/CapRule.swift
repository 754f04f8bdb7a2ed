internal import CivilTime
package import LoanBook

/// At most so many contacts in a period. An interval ("no call within 7 days of a conversation") is a cap of one.
package struct CapRule: Sendable {
    package enum Key: String, Sendable, CaseIterable {
        case borrower
        case debt
        /// The loan's account: one debt is one account in a lender's book, whatever a law calls it.
        case account
        case number
    }

    /// Civil days of the borrower's clocks.
    package enum Period: Sendable, Hashable {
        case day, week, month
        /// Today and the days before it, `n` in all: what was done on day D no longer counts on day D + n.
        case rolling(days: Int)
    }

    package var kinds: RawSet<PastContact.Kind>
    package var channels: RawSet<Channel>
    package var classes: RawSet<MessageClass>
    package var per: Key
    package var most: Int
    package var period: Period

    /// `calls per debt`, for findings.
    var counted: String {
        let names: [(PastContact.Kind, String)] = [
            (.message, "messages"), (.callAttempt, "call attempts"), (.conversation, "conversations"),
            (.visit, "visits"), (.confirmation, "confirmations"),
        ]
        return names.filter { kinds.contains($0.0) }.map(\.1).joined(separator: " and ") + " per \(per.rawValue)"
    }

    var span: String {
        switch period {
        case .day: "on one day"
        case .week: "in one calendar week"
        case .month: "in one calendar month"
        case .rolling(let days): "in \(days) days"
        }
    }

    /// The first day on which a contact of `date` no longer counts.
    func release(of date: CivilDate) -> CivilDate {
        switch period {
        case .day: return date + 1
        case .week: return date + (8 - date.weekday.rawValue)
        case .month:
            let (year, month, day) = date.fields
            return date + (CivilDate.lengthOfMonth(month, in: year) - day + 1)
        case .rolling(let days): return date + days
        }
    }

    /// Contacts older than this cannot count on any clock.
    var reach: Span {
        switch period {
        case .day: .days(3)
        case .week: .days(9)
        case .month: .days(33)
        case .rolling(let days): .days(Int64(days) + 2)
        }
    }

    /// The most days a pack may count back: the store loads 40 days of contacts.
    package static let greatestDays = 37
}
