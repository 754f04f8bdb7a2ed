package import CivilTime

/// A borrower's request for a loan, as the lender's book has it today.
package struct Application: Sendable, Hashable {
    package typealias ID = Identifier<Application>

    /// The number is part of a claim: a status is told once for each application.
    package enum Status: Int, Sendable, Codable, CaseIterable {
        case received = 1
        case documentsNeeded = 2
        case inReview = 3
        case approved = 4
        case declined = 5
        case withdrawn = 6

        /// As mappings and conditions have it.
        package var word: String {
            switch self {
            case .received: "received"
            case .documentsNeeded: "documents_needed"
            case .inReview: "in_review"
            case .approved: "approved"
            case .declined: "declined"
            case .withdrawn: "withdrawn"
            }
        }
    }

    package var id: ID
    package var reference: Reference
    package var product: String
    /// What was asked for, or what was approved once it is.
    package var amountMinor: Int64
    package var currency: Currency
    package var status: Status
    /// The day on which it came to its status.
    package var statusOn: CivilDate
    /// What is still needed, in the borrower's words: the lender's text for status `documentsNeeded`. May be empty.
    package var documents: String

    package init(
        id: ID, reference: Reference, product: String, amountMinor: Int64, currency: Currency, status: Status,
        statusOn: CivilDate, documents: String = ""
    ) {
        self.id = id
        self.reference = reference
        self.product = product
        self.amountMinor = amountMinor
        self.currency = currency
        self.status = status
        self.statusOn = statusOn
        self.documents = documents
    }
}
