internal import CivilTime
internal import LoanBook
internal import Messaging

/// A consent on record for the contact point and class of message; none on record suppresses (promise P10).
package struct ConsentRule: Sendable {
    func judge(_ contact: ProposedContact, _ history: History) -> Speech {
        guard let point = contact.contactPoint else { return .suppress("no contact point") }
        let messageClass = contact.purpose.messageClass
        guard let entry = history.latestConsent(point.id, messageClass) else {
            return .suppress("no consent to \(messageClass) messages on record for this contact point")
        }
        return entry.given
            ? .allow(until: nil) : .suppress("consent to \(messageClass) messages was revoked on \(entry.at)")
    }
}
