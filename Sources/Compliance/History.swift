internal import LoanBook

/// The facts of a borrower that rules look at, beside the contact itself.
struct History {
    let consents: [Consent]
    let flags: Set<BorrowerFlag>
    /// Oldest first.
    let contacts: [PastContact]

    init(_ snapshot: BorrowerSnapshot) {
        consents = snapshot.consents
        flags = snapshot.flags
        contacts = snapshot.contacts
    }

    /// The entry that stands: the latest for the contact point and class.
    func latestConsent(_ point: ContactPoint.ID, _ messageClass: MessageClass) -> Consent? {
        for entry in consents.reversed() where entry.contactPoint == point && entry.messageClass == messageClass {
            return entry
        }
        return nil
    }
}
