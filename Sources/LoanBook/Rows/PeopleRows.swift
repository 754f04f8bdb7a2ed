package import CivilTime

/// A row that tells of one borrower of the book.
package protocol PersonRow: Sendable {
    var borrower: Reference { get }
}

/// What a row of the contact points' file says: one address, and whose it is. Personal.
package struct ContactPointRow: PersonRow, Hashable {
    package var borrower: Reference
    package var channel: Channel
    package var address: String
    package var owner: ContactPoint.Owner
    /// Nil when the row does not say.
    package var standing: ContactPoint.Standing?
    /// Of the guarantor, officer or other person; empty when the row has none.
    package var name: String

    package init(
        borrower: Reference, channel: Channel, address: String, owner: ContactPoint.Owner,
        standing: ContactPoint.Standing?, name: String
    ) {
        self.borrower = borrower
        self.channel = channel
        self.address = address
        self.owner = owner
        self.standing = standing
        self.name = name
    }
}

/// What a row of the consents' file says. Personal.
package struct ConsentRow: PersonRow, Hashable {
    package var borrower: Reference
    /// Nil: the borrower's own number.
    package var address: String?
    package var messageClass: MessageClass
    package var given: Bool
    package var at: Instant
    package var act: Consent.Act
    /// What was shown when it was given; empty when nobody knows.
    package var words: String
}

/// What a row of the flags' file says.
package struct FlagRow: PersonRow, Hashable {
    package var borrower: Reference
    package var flag: BorrowerFlag
    package var since: Instant
    package var until: Instant?
    /// Who or what says so: a word, no person. Empty when the row has none.
    package var source: String
}

/// What a row of the preferences' file says: all that the borrower wants now.
package struct PreferenceRow: PersonRow, Hashable {
    package var borrower: Reference
    package var preference: Preference
    /// When the borrower said so; nil: as of the export.
    package var at: Instant?
}

/// What a row of the contacts' file says: a contact made outside Dunlin. Personal.
package struct ContactRow: PersonRow, Hashable {
    package var reference: Reference
    package var borrower: Reference
    package var loan: Reference?
    package var kind: PastContact.Kind
    package var channel: Channel
    package var messageClass: MessageClass
    package var at: Instant
    /// The number or address that was used; nil when nobody knows.
    package var address: String?
    /// What came of it, and who made it: kept sealed.
    package var result: String
    package var by: String

    package init(
        reference: Reference, borrower: Reference, loan: Reference?, kind: PastContact.Kind, channel: Channel,
        messageClass: MessageClass, at: Instant, address: String?, result: String, by: String
    ) {
        self.reference = reference
        self.borrower = borrower
        self.loan = loan
        self.kind = kind
        self.channel = channel
        self.messageClass = messageClass
        self.at = at
        self.address = address
        self.result = result
        self.by = by
    }
}

/// What a row of the scores' file says: one score of one borrower.
package struct ScoreRow: PersonRow, Hashable {
    package var borrower: Reference
    package var name: String
    package var millionths: Int64
    /// Nil: as of the export.
    package var asOf: CivilDate?
}
