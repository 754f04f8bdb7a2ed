internal import CivilTime
internal import LoanBook

/// The facts of a borrower that rules look at, beside the contact itself.
struct History {
    let consents: [Consent]
    /// Those of the borrower, and what was agreed for the loan that the contact is about.
    let flags: Set<BorrowerFlag>
    /// When they end, where that is known.
    let flagEnds: [BorrowerFlag: Instant]
    /// Oldest first.
    let contacts: [PastContact]
    let preference: Preference?

    /// Of one contact. Not an initialiser: that would be handed a copy of the whole snapshot.
    ///
    /// - Parameters:
    ///   - loan: what the contact is about; nil: what was agreed for any loan counts.
    ///   - clocks: the borrower's: a promise stands until its day has ended on all of them.
    static func of(_ snapshot: BorrowerSnapshot, about loan: Loan.ID?, clocks: [Zone]) -> History {
        var (flags, ends) = (snapshot.flags, snapshot.flagEnds)
        for place in snapshot.loans.indices where loan == nil || snapshot.loans[place].loan.id == loan {
            if snapshot.loans[place].arrangements.contains(where: { $0.status == .agreed }) {
                flags.insert(.arrangement)
                ends[.arrangement] = nil
            }
            for promise in snapshot.loans[place].promises where promise.status == .open {
                let end = clocks.map { $0.instant(promise.dueOn + 1, .midnight) }.max() ?? .distantPast
                if flags.insert(.promise).inserted {
                    ends[.promise] = end
                } else if let other = ends[.promise] {
                    ends[.promise] = max(other, end)
                }
            }
        }
        return History(
            consents: snapshot.consents, flags: flags, flagEnds: ends, contacts: snapshot.contacts,
            preference: snapshot.preference)
    }

    func stands(_ flag: BorrowerFlag, at instant: Instant) -> Bool {
        flags.contains(flag) && (flagEnds[flag].map { instant < $0 } ?? true)
    }

    /// The entry that stands: the latest for the contact point and class.
    func latestConsent(_ point: ContactPoint.ID, _ messageClass: MessageClass) -> Consent? {
        for entry in consents.reversed() where entry.contactPoint == point && entry.messageClass == messageClass {
            return entry
        }
        return nil
    }
}
