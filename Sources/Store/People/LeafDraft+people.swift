package import CivilTime
internal import Evidence
package import LoanBook
internal import Messaging

/// What evidence says of facts about people.
extension LeafDraft {
    /// - Parameter words: SHA-256 in hex of what was shown; empty where nobody knows.
    package static func consent(
        _ consent: Consent, of borrower: Borrower.ID, words: String, at now: Instant
    ) -> LeafDraft {
        var content: [(String, LeafValue)] = [
            ("given", .bool(consent.given)), ("classes", .list([.text(consent.messageClass.word)])),
            ("contact_point", .integer(consent.contactPoint.number)), ("act", .text(consent.act.word)),
            ("said_at", .instant(consent.at)),
        ]
        if !words.isEmpty { content.append(("words_sha256", .text(words))) }
        return LeafDraft(kind: .consent, borrower: borrower.number, at: now, content: content)
    }

    package static func outsideContact(
        _ contact: PastContact, reference: Reference, of borrower: Borrower.ID, at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .contact, borrower: borrower.number, at: now,
            content: [
                ("contact", .text(contact.kind.word)), ("channel", .text(contact.channel.word)),
                ("class", .text(contact.messageClass.word)), ("made_at", .instant(contact.at)),
                ("reference", .text(reference)), ("loan", contact.loan.map { .integer($0.number) } ?? .null),
                ("contact_point", contact.contactPoint.map { .integer($0.number) } ?? .null),
            ])
    }

    package static func contactPoint(
        _ id: ContactPoint.ID, of borrower: Borrower.ID, owner: ContactPoint.Owner, standing: ContactPoint.Standing,
        at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .contactPoint, borrower: borrower.number, at: now,
            content: [
                ("contact_point", .integer(id.number)), ("owner", .text(owner.word)),
                ("standing", .text(standing.word)),
            ])
    }

    /// What a carrier said of a number.
    package static func learned(
        _ word: LearnedNumbers.Word, of contactPoint: ContactPoint.ID, _ borrower: Borrower.ID, task: String?,
        at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .contactPoint, borrower: borrower.number, at: now,
            content: [
                ("contact_point", .integer(contactPoint.number)), ("source", .text(word.source)),
                ("standing", .text(word.trouble.word)), ("task", task.map { .text($0) } ?? .null),
                ("until", word.until.map { .instant($0) } ?? .null),
            ])
    }

    package static func preference(
        _ preference: Preference, of borrower: Borrower.ID, at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .preference, borrower: borrower.number, at: now,
            content: [
                ("most_in_week", preference.mostInWeek.map { .integer(Int64($0)) } ?? .null),
                (
                    "unwanted",
                    .list(preference.unwanted.sorted { $0.rawValue < $1.rawValue }.map { .text($0.word) })
                ),
                ("hours", preference.hours.map { .text($0.description) } ?? .null),
            ])
    }
}
