internal import CivilTime
internal import LoanBook
internal import Messaging

/// Something that a step has to tell about on one date, before anybody asked whether it may.
struct Occurrence: Sendable {
    enum Subject: Sendable {
        case instalment(Instalment, unpaidMinor: Int64)
        case overdue(oldest: Instalment, overdueMinor: Int64)
        case payment(Payment)
        /// The loan is settled; the latest payment, if the book has one.
        case settled(Payment?)
        case optOut
        case broadcast
    }

    var claim: Claim
    var step: Step
    /// The place of the loan in the snapshot; nil when it is about none.
    var loan: Int?
    var subject: Subject
    var daysPastDue: Int
    var outstandingMinor: Int64
    /// The first day on which it could be true, whatever is known of payments; nil for a reply, whose moment its number says.
    var firstDay: CivilDate?
    /// Why it is not told although it is true.
    var yields: String?
    /// Why its conditions could not be decided.
    var doubt: String?
}
