internal import CivilTime
internal import LoanBook
internal import Messaging

extension Occurrences {
    /// The occurrence of a claim, if it is still true on this date, at this moment.
    func find(_ claim: Claim, in snapshot: BorrowerSnapshot, at now: Instant) -> Occurrence? {
        if strategy.step(claim.step)?.anchor.isRung == true {
            return rungs(in: snapshot, at: now).first { $0.isTold(by: claim) }
        }
        if claim.subject == .reply {
            return strategy.optOut.map { step in
                Occurrence(
                    claim: claim, step: step, steps: [step], loan: nil, subject: .optOut, daysPastDue: 0,
                    outstandingMinor: 0)
            }
        }
        var found: [Occurrence] = []
        switch claim.subject {
        case .application: findApplications(snapshot.applications, of: snapshot.borrower.id, into: &found)
        case .flag, .day: findPersonal(snapshot, into: &found)
        default:
            for index in snapshot.loans.indices where Self.concerns(claim, snapshot.loans[index]) {
                find(snapshot.loans[index], at: index, into: &found)
            }
        }
        return found.first { $0.isTold(by: claim) }
    }

    /// Whether the claim is about this loan.
    static func concerns(_ claim: Claim, _ loan: LoanSnapshot) -> Bool {
        switch claim.subject {
        case .instalment, .loan: loan.loan.id.number == claim.subjectID
        case .payment: loan.payments.contains { $0.id.number == claim.subjectID }
        case .reply, .application, .day, .broadcast, .flag: false
        case .promise: loan.promises.contains { $0.id.number == claim.subjectID }
        case .arrangement: loan.arrangements.contains { $0.id.number == claim.subjectID }
        case .failedPayment: loan.failedPayments.contains { $0.id.number == claim.subjectID }
        }
    }
}
