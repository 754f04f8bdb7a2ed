internal import CivilTime
internal import LoanBook
internal import Messaging

/// The latest word of the borrower stands: a revoked class is silent on that contact point.
package struct OptOutRule: Sendable {
    /// Minutes in which one confirmation of the opt-out may be sent; 0: none may; nil: the rule does not say.
    package var confirmation_min: Int?

    func judge(_ contact: ProposedContact, _ history: History, at: Instant) -> Speech {
        guard let point = contact.contactPoint else { return .suppress("no contact point") }
        if contact.purpose == .optOutConfirmation { return confirmation(point.id, history, at: at) }
        guard let entry = history.latestConsent(point.id, contact.purpose.messageClass), !entry.given else {
            return .allow(until: nil)
        }
        return .suppress("opted out of \(contact.purpose.messageClass) messages on \(entry.at)")
    }

    /// One confirmation for an opt-out that stands, soon after it or not at all.
    private func confirmation(_ point: ContactPoint.ID, _ history: History, at: Instant) -> Speech {
        guard let minutes = confirmation_min else { return .silent }
        guard minutes > 0 else { return .suppress("no confirmation of an opt-out may be sent") }
        // A second STOP while the first stands makes no second confirmation lawful.
        var standingSince: Instant?
        var latest = Instant.distantPast
        for entry in history.consents where entry.contactPoint == point {
            if entry.given {
                standingSince = nil
            } else {
                standingSince = standingSince ?? entry.at
                latest = max(latest, entry.at)
            }
        }
        guard let standingSince else { return .suppress("there is no opt-out to confirm") }
        for past in history.contacts where past.kind == .confirmation && past.at >= standingSince {
            if past.contactPoint == nil || past.contactPoint == point {
                return .suppress("the opt-out was confirmed on \(past.at)")
            }
        }
        let until = latest + .minutes(Int64(minutes))
        guard at < until else { return .suppress("more than \(minutes) minutes have passed since the opt-out") }
        return .allow(until: until)
    }
}
