package import LoanBook

/// Why a message is sent. Each purpose belongs to one class; the class is what consent and most law speaks of.
package enum Purpose: String, Sendable, Codable, CaseIterable {
    // An application.
    case applicationReceived = "application.received"
    case applicationDocumentsNeeded = "application.documents_needed"
    case applicationInReview = "application.in_review"
    case applicationApproved = "application.approved"
    case applicationDeclined = "application.declined"

    // A loan and its schedule.
    case loanDisbursed = "loan.disbursed"
    case scheduleChanged = "loan.schedule_changed"
    case rateChanged = "loan.rate_changed"
    case loanSettled = "loan.settled"

    // What is to be paid, and what came in.
    case reminderUpcoming = "reminder.upcoming"
    case reminderDueToday = "reminder.due_today"
    case paymentReceived = "payment.received"
    case paymentPartial = "payment.partial"
    case paymentFailed = "payment.failed"

    // What is overdue.
    case overdueEarly = "overdue.early"
    case overdueNotice = "overdue.notice"
    case overdueFormal = "overdue.formal"
    case overdueBeforeLegal = "overdue.before_legal"
    case debtValidation = "debt.validation"

    // What was agreed instead.
    case arrangementOffered = "arrangement.offered"
    case arrangementConfirmed = "arrangement.confirmed"
    case arrangementDue = "arrangement.due"
    case arrangementBroken = "arrangement.broken"
    case promiseConfirmed = "promise.confirmed"
    case promiseDue = "promise.due"

    // Answers.
    case disputeReceived = "dispute.received"
    case answer = "answer"
    case optOutConfirmation = "opt_out.confirmation"

    // Care.
    case greetingBirthday = "greeting.birthday"
    case greetingFestival = "greeting.festival"
    case education = "education"
    case fraudWarning = "fraud.warning"
    case disasterNotice = "disaster.notice"
    case renewalOffer = "renewal.offer"

    /// A receipt, an answer or a status is service; what asks for a debt that is overdue is collection, and so is the
    /// offer of an arrangement for it and the word that one was broken; a wish has no other purpose than good will, which
    /// most laws call marketing.
    package var messageClass: MessageClass {
        switch self {
        case .overdueEarly, .overdueNotice, .overdueFormal, .overdueBeforeLegal, .debtValidation, .arrangementOffered,
            .arrangementBroken, .arrangementDue, .promiseDue:
            .collection
        case .greetingBirthday, .greetingFestival, .renewalOffer: .marketing
        case .education, .fraudWarning, .disasterNotice: .education
        case .applicationReceived, .applicationDocumentsNeeded, .applicationInReview, .applicationApproved,
            .applicationDeclined, .loanDisbursed, .scheduleChanged, .rateChanged, .loanSettled, .reminderUpcoming,
            .reminderDueToday, .paymentReceived, .paymentPartial, .paymentFailed, .arrangementConfirmed,
            .promiseConfirmed, .disputeReceived, .answer, .optOutConfirmation:
            .service
        }
    }
}
