package import LoanBook
package import Messaging

extension Step {
    /// What the step hangs on.
    package indirect enum Anchor: Sendable, Hashable {
        /// An application came to this status.
        case application(Application.Status)
        /// The loan was paid out.
        case disbursed
        /// The lender's book brought other instalments, or another rate.
        case scheduleChanged, rateChanged
        /// This many days before an instalment is due, 1 or more.
        case daysBeforeDue(Int)
        /// The day on which an instalment is due.
        case dueDay
        /// The loan is this many days past due, 1 or more.
        case daysPastDue(Int)
        /// A payment came in that leaves something to pay.
        case paymentReceived
        /// A payment came in that leaves an instalment paid in part.
        case paymentPartial
        /// A payment was tried and did not come.
        case paymentFailed
        /// Nothing is left to pay.
        case loanSettled
        /// A third-party collector speaks of an overdue loan for the first time.
        case debtValidation
        /// An arrangement came to this status of the lender's book.
        case arrangementOffered, arrangementAgreed, arrangementBroken
        /// This many days before an instalment of an agreed arrangement is due; 0 on the day.
        case arrangementDue(Int)
        /// A promise to pay was made.
        case promiseMade
        /// This many days before the day that was promised; 0 on the day.
        case promiseDue(Int)
        /// The borrower disputes the debt: the flag stands.
        case disputeRaised
        /// The borrower was born on this day of a year.
        case birthday
        /// It is one of these festivals.
        case festival([Festival])
        /// The borrower answered with an opt-out word; made by delivery when the reply comes, never by planning.
        case optOut
        /// The message of a step was not delivered within so many hours, or failed before: the next rung of a ladder.
        /// `about`: what the first step of the ladder hangs on.
        case undelivered(step: String, after_h: Int, about: Anchor)
        /// A message to many, which no strategy has: see `Broadcast`.
        case broadcast
    }
}

extension Step.Anchor {
    /// In words, for a reader of plans.
    package var words: String {
        switch self {
        case .application(let status): "when an application is \(status.word)"
        case .disbursed: "when the loan is paid out"
        case .scheduleChanged: "when the schedule was changed"
        case .rateChanged: "when the rate was changed"
        case .daysBeforeDue(let days): "\(days) days before the due date"
        case .dueDay: "on the due date"
        case .daysPastDue(let days): "at \(days) days past due"
        case .paymentReceived: "when a payment came in"
        case .paymentPartial: "when a payment leaves an instalment paid in part"
        case .paymentFailed: "when a payment failed"
        case .loanSettled: "when the loan is settled"
        case .debtValidation: "when a collector speaks of the debt for the first time"
        case .arrangementOffered: "when an arrangement is offered"
        case .arrangementAgreed: "when an arrangement is agreed"
        case .arrangementBroken: "when an arrangement is broken"
        case .arrangementDue(0): "on the due date of an arrangement"
        case .arrangementDue(let days): "\(days) days before the due date of an arrangement"
        case .promiseMade: "when a promise is made"
        case .promiseDue(0): "on the day of a promise"
        case .promiseDue(let days): "\(days) days before the day of a promise"
        case .disputeRaised: "when the borrower disputes the debt"
        case .birthday: "on the borrower's birthday"
        case .festival(let festivals): "on " + festivals.map(\.rawValue).joined(separator: ", ")
        case .undelivered(let step, let hours, _): "when the message of `\(step)` is not delivered within \(hours) h"
        case .optOut: "when the borrower opts out"
        case .broadcast: "to many at once"
        }
    }

    /// Purposes that a step on this anchor may have: a text says what its moment is.
    var purposes: [Purpose] {
        switch self {
        case .application(.received): [.applicationReceived]
        case .application(.documentsNeeded): [.applicationDocumentsNeeded]
        case .application(.inReview): [.applicationInReview]
        case .application(.approved): [.applicationApproved]
        case .application(.declined): [.applicationDeclined]
        case .application(.withdrawn): []
        case .disbursed: [.loanDisbursed]
        case .scheduleChanged: [.scheduleChanged]
        case .rateChanged: [.rateChanged]
        case .daysBeforeDue: [.reminderUpcoming]
        case .dueDay: [.reminderDueToday]
        case .daysPastDue: [.overdueNotice, .overdueEarly, .overdueFormal, .overdueBeforeLegal]
        case .paymentReceived: [.paymentReceived]
        case .paymentPartial: [.paymentPartial]
        case .paymentFailed: [.paymentFailed]
        case .loanSettled: [.loanSettled]
        case .debtValidation: [.debtValidation]
        case .arrangementOffered: [.arrangementOffered]
        case .arrangementAgreed: [.arrangementConfirmed]
        case .arrangementBroken: [.arrangementBroken]
        case .arrangementDue: [.arrangementDue]
        case .promiseMade: [.promiseConfirmed]
        case .promiseDue: [.promiseDue]
        case .disputeRaised: [.disputeReceived]
        case .birthday: [.greetingBirthday]
        case .festival: [.greetingFestival]
        case .undelivered(_, _, let anchor): anchor.purposes
        case .optOut: [.optOutConfirmation]
        case .broadcast: Broadcast.purposes
        }
    }

    /// Whether its text is true on one day only: "due today" is not true tomorrow.
    var isOfOneDay: Bool {
        switch self {
        case .dueDay, .arrangementDue(0), .promiseDue(0), .birthday, .festival, .optOut: true
        case .undelivered(_, _, let anchor): anchor.isOfOneDay
        default: false
        }
    }

    /// Whether several loans may be told of in one message: what is due or overdue of each adds up.
    var mayMerge: Bool {
        switch self {
        case .daysBeforeDue, .dueDay, .daysPastDue: true
        default: false
        }
    }

    /// Whether it is about a borrower and no loan: neither it nor its conditions know one.
    var isOfNoLoan: Bool {
        switch self {
        case .application, .disputeRaised, .birthday, .festival, .optOut, .broadcast: true
        case .undelivered(_, _, let anchor): anchor.isOfNoLoan
        default: false
        }
    }

    /// Whether it is a rung: it hangs on another step's message.
    package var isRung: Bool { if case .undelivered = self { true } else { false } }
}
