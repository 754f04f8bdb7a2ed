package import CivilTime
internal import LoanBook
internal import Messaging

/// A time of which the store knows nothing: it was brought back from a backup, and what was said after the backup was made
/// is forgotten. Nothing that may have been said then is said (promise P2), and caps count all of it.
package struct Lapse: Sendable, Hashable {
    /// Up to here the store remembers everything.
    package var from: Instant
    /// From here on it does again: the moment at which it was brought back.
    package var until: Instant
    /// The number of the first reply that is not older than `until`.
    package var firstReply: Int64

    package init(from: Instant, until: Instant, firstReply: Int64) {
        self.from = from
        self.until = until
        self.firstReply = firstReply
    }

    /// What `dunlin plan` counts such messages under. The same words for everybody, so that they stand in one line.
    package var words: String {
        "it may have been told already: the store was restored at \(until), and knows nothing after \(from)"
    }
}

extension Lapse {
    /// The days of the lapse in the calendar by which occurrences are found.
    func days(in zone: Zone) -> ClosedRange<CivilDate> {
        let last = zone.civil(at: until).date
        return min(zone.civil(at: from).date, last)...last
    }

    /// Whether the occurrence may have been told in the lapse. It began to be true before the store was brought back, on
    /// whatever day: what was not told by the lapse's beginning may have been told in it.
    func mayHaveTold(_ occurrence: Occurrence, in zone: Zone) -> Bool {
        guard let first = occurrence.firstDay else { return occurrence.claim.subjectID < firstReply }
        return first <= zone.civil(at: until).date
    }

    /// Messages that the strategy may have told in the lapse about these loans, as contacts at its end, where they count for
    /// longest. Whether an instalment was paid is not asked: what the lost store knew of payments nobody knows.
    func contacts(about loans: [LoanSnapshot], strategy: Strategy, in zone: Zone) -> [PastContact] {
        let days = days(in: zone)
        var contacts: [PastContact] = []
        for loan in loans {
            func add(_ step: Step, _ first: CivilDate, _ last: CivilDate) {
                guard first <= days.upperBound, last >= days.lowerBound else { return }
                contacts.append(
                    PastContact(
                        kind: .message, channel: step.channel, messageClass: step.purpose.messageClass,
                        contactPoint: nil, loan: loan.loan.id, at: until))
            }
            for instalment in loan.instalments {
                for (ahead, step) in strategy.upcoming {
                    let first = instalment.dueOn + -ahead
                    add(step, first, min(first + step.lateDays, instalment.dueOn + -1))
                }
                if let step = strategy.dueDay { add(step, instalment.dueOn, instalment.dueOn) }
                for (past, step) in strategy.overdue {
                    add(step, instalment.dueOn + past, instalment.dueOn + past + step.lateDays)
                }
            }
            for payment in loan.payments {
                if let step = strategy.paymentReceived { add(step, payment.paidOn, payment.paidOn + step.lateDays) }
            }
            if let step = strategy.loanSettled, let last = loan.payments.map(\.paidOn).max() {
                add(step, last, last + step.lateDays)
            }
        }
        return contacts
    }
}
