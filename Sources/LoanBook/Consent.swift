package import CivilTime

/// What a message is about, for consent and the law. Each purpose belongs to one class.
package enum MessageClass: Int, Sendable, Codable, CaseIterable {
    case service = 1, collection = 2, marketing = 3, education = 4
}

/// One entry of the append-only consent record. The latest entry for a contact point and class stands.
package struct Consent: Sendable, Hashable {
    package enum Act: Int, Sendable, Codable { case importedRow = 1, reply = 2, operatorEntry = 3 }

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
