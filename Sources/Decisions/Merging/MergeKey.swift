internal import CivilTime
internal import LoanBook
internal import Messaging

/// What may stand in one message: the same step, in the same currency, and of what is not overdue yet the same due date.
struct MergeKey: Hashable {
    var step: String
    var currency: Currency
    /// Nil for what is overdue.
    var dueOn: CivilDate?

    /// Nil for what is told by itself.
    init?(_ occurrence: Occurrence, in snapshot: BorrowerSnapshot) {
        guard occurrence.step.mergedTemplate != nil, let loan = occurrence.loan else { return nil }
        switch occurrence.subject {
        case .instalment(let instalment, _): dueOn = instalment.dueOn
        case .overdue: dueOn = nil
        default: return nil
        }
        step = occurrence.step.id
        currency = snapshot.loans[loan].loan.currency
    }

    /// Of what a message was planned for, whether or not it is still to be told; nil when the book has it no more.
    init?(_ claim: Claim, step: Step, in snapshot: BorrowerSnapshot) {
        guard step.mergedTemplate != nil, claim.subject == .instalment,
            let loan = snapshot.loans.first(where: { $0.loan.id.number == claim.subjectID })
        else { return nil }
        if case .daysPastDue = step.anchor {
            dueOn = nil
        } else {
            guard let instalment = loan.instalments.first(where: { $0.number == claim.subjectPart }) else { return nil }
            dueOn = instalment.dueOn
        }
        self.step = step.id
        currency = loan.loan.currency
    }
}

extension BorrowerSnapshot {
    /// Whether more than one thing may be due on one day: quickly no for nearly everybody.
    var mayMerge: Bool {
        if loans.count > 1 { return true }
        guard let instalments = loans.first?.instalments else { return false }
        return zip(instalments, instalments.dropFirst()).contains { $0.dueOn == $1.dueOn }
    }
}
