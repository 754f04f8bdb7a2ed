package import CivilTime

/// What a message is about, for consent and the law. Each purpose belongs to one class.
package enum MessageClass: Int, Sendable, Codable, CaseIterable {
    case service = 1, collection = 2, marketing = 3, education = 4
}

/// One entry of the append-only consent record. The latest entry for a contact point and class stands.
package struct Consent: Sendable, Hashable {
    /// By what it was given or revoked. All but `importedRow` are the borrower's own acts, which no later export unsays.
    package enum Act: Int, Sendable, Codable, CaseIterable {
        /// A column of the borrowers' file.
        case importedRow = 1
        case reply = 2
        case operatorEntry = 3
        /// Entries of the consents' file: on a page or in an app, on paper, in a call, or not said how.
        case form = 4
        case paper = 5
        case call = 6
        case recorded = 7
    }

    package var contactPoint: ContactPoint.ID
    package var messageClass: MessageClass
    package var given: Bool
    package var at: Instant
    package var act: Act

    package init(contactPoint: ContactPoint.ID, messageClass: MessageClass, given: Bool, at: Instant, act: Act) {
        self.contactPoint = contactPoint
        self.messageClass = messageClass
        self.given = given
        self.at = at
        self.act = act
    }
}
