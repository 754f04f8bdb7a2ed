internal import CivilTime
package import LoanBook

/// Facts about the borrower that end contact while they stand: until their end where it is known, else altogether.
package struct StopRule: Sendable {
    /// Sorted by name.
    package var flags: [BorrowerFlag]
    /// Whoever may still be told: an attorney, where the borrower has one.
    package var exceptOwners: RawSet<ContactPoint.Owner>

    var names: String { flags.map(\.rawValue).joined(separator: ", ") }

    func judge(_ contact: ProposedContact, _ history: History, at: Instant) -> Speech {
        if history.flags.isEmpty { return .allow(until: nil) }
        if let owner = contact.contactPoint?.owner, exceptOwners.contains(owner) { return .allow(until: nil) }
        var held: (until: Instant, flag: BorrowerFlag)?
        for flag in flags where history.stands(flag, at: at) {
            guard let end = history.flagEnds[flag] else {
                return .suppress("the borrower's file carries the flag \(flag.rawValue)")
            }
            if held.map({ $0.until < end }) ?? true { held = (end, flag) }
        }
        guard let held else { return .allow(until: nil) }
        return .hold(
            until: held.until, "the borrower's file carries the flag \(held.flag.rawValue) until \(held.until)")
    }
}
