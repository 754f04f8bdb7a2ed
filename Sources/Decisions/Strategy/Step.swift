package import CivilTime
package import LoanBook
package import Messaging

/// One thing that a strategy tells, hung on a fact.
package struct Step: Sendable, Hashable {
    /// What the step hangs on.
    package enum Anchor: Sendable, Hashable {
        /// This many days before an instalment is due, 1 or more.
        case daysBeforeDue(Int)
        /// The day on which an instalment is due.
        case dueDay
        /// The loan is this many days past due, 1 or more.
        case daysPastDue(Int)
        /// A payment came in that leaves something to pay.
        case paymentReceived
        /// Nothing is left to pay.
        case loanSettled
        /// The borrower answered with an opt-out word; made by delivery when the reply comes, never by planning.
        case optOut
        /// A message to many, which no strategy has: see `Broadcast`.
        case broadcast
    }

    /// Stable across versions of a strategy: part of every claim.
    package var id: String
    package var purpose: Purpose
    package var template: String
    package var anchor: Anchor
    /// Hour in the borrower's zone before which the step does not go out.
    package var at: TimeOfDay
    /// For so many days after its own the step is still true and sent.
    package var lateDays: Int
    package var channel: Channel
    /// The strategy's condition and its own, as far as there are any: all must hold for it to be decided.
    package var when: [Condition]

    package init(
        id: String, purpose: Purpose, template: String, anchor: Anchor, at: TimeOfDay, lateDays: Int, channel: Channel,
        when: [Condition] = []
    ) {
        self.id = id
        self.purpose = purpose
        self.template = template
        self.anchor = anchor
        self.at = at
        self.lateDays = lateDays
        self.channel = channel
        self.when = when
    }
}

extension Step {
    /// The first day on which a step that hangs on an instalment can be true of this one.
    func firstDay(of instalment: Instalment) -> CivilDate {
        switch anchor {
        case .daysBeforeDue(let days): instalment.dueOn + -days
        case .daysPastDue(let days): instalment.dueOn + days
        case .dueDay, .paymentReceived, .loanSettled, .optOut, .broadcast: instalment.dueOn
        }
    }
}

extension Step.Anchor {
    /// In words, for a reader of plans.
    package var words: String {
        switch self {
        case .daysBeforeDue(let days): "\(days) days before the due date"
        case .dueDay: "on the due date"
        case .daysPastDue(let days): "at \(days) days past due"
        case .paymentReceived: "when a payment came in"
        case .loanSettled: "when the loan is settled"
        case .optOut: "when the borrower opts out"
        case .broadcast: "to many at once"
        }
    }

    /// Purposes that a step on this anchor may have: a text says what its moment is.
    var purposes: [Purpose] {
        switch self {
        case .daysBeforeDue: [.reminderUpcoming]
        case .dueDay: [.reminderDueToday]
        case .daysPastDue: [.overdueNotice, .overdueFormal]
        case .paymentReceived: [.paymentReceived]
        case .loanSettled: [.loanSettled]
        case .optOut: [.optOutConfirmation]
        case .broadcast: Broadcast.purposes
        }
    }
}
