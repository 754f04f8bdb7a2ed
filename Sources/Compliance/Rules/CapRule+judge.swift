internal import CivilTime
internal import LoanBook
internal import Messaging

extension CapRule {
    /// Counted on each of the borrower's clocks; the strictest count stands.
    func judge(
        _ contact: ProposedContact, _ history: History, _ clocks: [LocalMoment], at: Instant
    ) -> Speech {
        let since = at - reach
        let contacts = history.contacts.span
        var held: (until: Instant, detail: String)?
        for clock in clocks {
            var count = 0
            for place in contacts.indices where contacts[place].at >= since && counts(contacts[place], contact) {
                if release(of: clock.zone.civil(at: contacts[place].at).date) > clock.date { count += 1 }
            }
            guard count >= most else { continue }
            let free = releaseDay(contact, history, clock, since: since, over: count - most)
            let until = clock.zone.instant(free, .midnight)
            if let known = held, known.until >= until { continue }
            held = (until, "\(count) \(counted) \(span), at most \(most); free again on \(free) in \(clock.zone.id)")
        }
        if let held { return .hold(until: held.until, held.detail) }
        return .allow(until: nil)
    }

    /// The day on which so many contacts no longer count that one more is lawful.
    private func releaseDay(
        _ contact: ProposedContact, _ history: History, _ clock: LocalMoment, since: Instant, over: Int
    ) -> CivilDate {
        var releases: [CivilDate] = []
        for past in history.contacts where past.at >= since && counts(past, contact) {
            let release = release(of: clock.zone.civil(at: past.at).date)
            if release > clock.date { releases.append(release) }
        }
        releases.sort()
        return releases[over]
    }

    /// What has no loan or contact point on record counts against every one: in doubt, silent.
    private func counts(_ past: PastContact, _ contact: ProposedContact) -> Bool {
        let isMention = past.kind == .mention
        guard kinds.contains(isMention ? .message : past.kind), channels.contains(past.channel),
            classes.contains(past.messageClass)
        else { return false }
        switch per {
        case .borrower: return !isMention
        case .debt, .account: return past.loan == nil || contact.loan == nil || past.loan == contact.loan
        case .number: return !isMention && (past.contactPoint == nil || past.contactPoint == contact.contactPoint?.id)
        }
    }
}
