internal import CivilTime
internal import LoanBook
internal import Messaging

/// Something that a step has to tell about on one date, before anybody asked whether it may.
struct Occurrence: Sendable {
    enum Subject: Sendable {
        case instalment(Instalment, unpaidMinor: Int64)
        case overdue(oldest: Instalment, overdueMinor: Int64)
        /// A collector's first word about an overdue loan.
        case validation(oldest: Instalment)
        case payment(Payment)
        /// A payment, and the instalment that it leaves paid in part.
        case partial(Payment, of: Instalment, unpaidMinor: Int64)
        case failed(FailedPayment)
        /// The loan is settled; the latest payment, if the book has one.
        case settled(Payment?)
        case disbursed
        /// Other instalments, or another rate, since this day.
        case changed(CivilDate)
        case arrangement(Arrangement)
        case arrangementPart(Arrangement, Instalment, unpaidMinor: Int64)
        case promise(Promise)
        case application(Application)
        case dispute
        case birthday
        case festival(Festival)
        case optOut
        case broadcast
    }

    /// Of the step that speaks.
    var claim: Claim
    var step: Step
    /// All that hang on the same fact, in the order of the file; `step` is the first of them until it is known which speaks.
    var steps: [Step]
    /// The place of the loan in the snapshot; nil when it is about none.
    var loan: Int?
    var subject: Subject
    var daysPastDue: Int
    var outstandingMinor: Int64
    /// The first day on which it could be true, whatever is known of payments; nil for a reply, whose moment its number says.
    var firstDay: CivilDate?
    /// How long it has been true; 0 on its own day.
    var daysLate = 0
    /// Why it is not told although it is true.
    var yields: String?
    /// Why its conditions could not be decided.
    var doubt: String?
    /// Why chance keeps it from the borrower.
    var heldOut: String?
}

extension Occurrence {
    /// Whether telling it again under `other` would tell a thing twice, whichever of the steps told it.
    func isTold(by other: Claim) -> Bool {
        other.subjectID == claim.subjectID && other.subject == claim.subject && other.subjectPart == claim.subjectPart
            && other.borrower == claim.borrower && other.generation == claim.generation
            && (other.step == claim.step || steps.contains { $0.id == other.step })
    }

    /// Every claim by which it may have been told.
    var claims: [Claim] {
        steps.map { step in
            var claim = claim
            claim.step = step.id
            return claim
        }
    }

    func isTold(_ claimed: (Claim) -> Bool) -> Bool {
        steps.count == 1 ? claimed(claim) : claims.contains(where: claimed)
    }

    /// The same, told by another of its steps.
    func told(by step: Step) -> Occurrence {
        var other = self
        other.step = step
        other.claim.step = step.id
        return other
    }
}
