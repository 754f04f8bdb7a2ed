package import LoanBook

/// Facts about the borrower that end contact altogether while they stand.
package struct StopRule: Sendable {
    /// Sorted by name.
    package var flags: [BorrowerFlag]
    /// Whoever may still be told: an attorney, where the borrower has one.
    package var exceptOwners: RawSet<ContactPoint.Owner>

    var names: String { flags.map(\.rawValue).joined(separator: ", ") }

    func judge(_ contact: ProposedContact, _ history: History) -> Speech {
        if history.flags.isEmpty { return .allow(until: nil) }
        guard let flag = flags.first(where: history.flags.contains) else { return .allow(until: nil) }
        if let owner = contact.contactPoint?.owner, exceptOwners.contains(owner) { return .allow(until: nil) }
        return .suppress("the borrower's file carries the flag \(flag.rawValue)")
    }
}
