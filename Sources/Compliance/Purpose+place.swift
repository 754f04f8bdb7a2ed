internal import Messaging

extension Purpose {
    /// The place in `allCases`. Every judgement asks for it, and looking for a case by its name would cost more than most rules.
    var place: Int {
        switch self {
        case .applicationReceived: 0
        case .applicationDocumentsNeeded: 1
        case .applicationInReview: 2
        case .applicationApproved: 3
        case .applicationDeclined: 4
        case .loanDisbursed: 5
        case .scheduleChanged: 6
        case .rateChanged: 7
        case .loanSettled: 8
        case .reminderUpcoming: 9
        case .reminderDueToday: 10
        case .paymentReceived: 11
        case .paymentPartial: 12
        case .paymentFailed: 13
        case .overdueEarly: 14
        case .overdueNotice: 15
        case .overdueFormal: 16
        case .overdueBeforeLegal: 17
        case .debtValidation: 18
        case .arrangementOffered: 19
        case .arrangementConfirmed: 20
        case .arrangementDue: 21
        case .arrangementBroken: 22
        case .promiseConfirmed: 23
        case .promiseDue: 24
        case .disputeReceived: 25
        case .answer: 26
        case .optOutConfirmation: 27
        case .greetingBirthday: 28
        case .greetingFestival: 29
        case .education: 30
        case .fraudWarning: 31
        case .disasterNotice: 32
        case .renewalOffer: 33
        }
    }
}
