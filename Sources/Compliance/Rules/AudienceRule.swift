package import LoanBook

/// Whose contact points may be used: the others must not learn of the loan.
package struct AudienceRule: Sendable {
    package var only: RawSet<ContactPoint.Owner>

    func judge(_ contact: ProposedContact) -> Speech {
        guard let point = contact.contactPoint else { return .suppress("no contact point") }
        return only.contains(point.owner)
            ? .allow(until: nil) : .suppress("the contact point belongs to a \(point.owner.words), who may not be told")
    }
}

extension ContactPoint.Owner {
    var words: String {
        switch self {
        case .borrower: "borrower"
        case .guarantor: "guarantor"
        case .contactPerson: "contact person"
        case .companyOfficer: "company officer"
        case .attorney: "attorney"
        }
    }
}
