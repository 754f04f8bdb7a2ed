internal import CivilTime
internal import LoanBook
internal import Messaging

/// What the borrower asked for, as rules beside the law's: they hold and forbid, and lift nothing.
struct PreferenceRules {
    private let cap: CapRule?
    private let unwanted: Set<MessageClass>
    private let window: WindowRule?

    init(_ preference: Preference) {
        cap = preference.mostInWeek.map {
            CapRule(
                kinds: RawSet([.message]), channels: RawSet([.sms, .email]), classes: RawSet(MessageClass.allCases),
                per: .borrower, most: $0, period: .rolling(days: 7))
        }
        unwanted = preference.unwanted
        window = preference.hours.map { hours in
            WindowRule(
                week: Array(repeating: WindowRule.Hours(first: hours.from.seconds, end: hours.until.seconds), count: 7),
                holidays: nil, exception: WindowRule.Exception(daysPastDueOver: nil, flag: nil, consent: false))
        }
    }

    /// What each part says, with the source to name where it objects.
    func speeches(
        _ contact: ProposedContact, _ history: History, _ clocks: [LocalMoment], at: Instant
    ) -> [(source: RuleSource, speech: Speech)] {
        if contact.purpose.answersBorrower { return [] }
        var speeches: [(source: RuleSource, speech: Speech)] = []
        if unwanted.contains(contact.purpose.messageClass) {
            speeches.append(
                (Self.classes, .suppress("the borrower wants no \(contact.purpose.messageClass) messages")))
        }
        if let window { speeches.append((Self.hours, window.judge(contact, history, clocks))) }
        if let cap { speeches.append((Self.week, cap.judge(contact, history, clocks, at: at))) }
        return speeches
    }

    private static let classes = source("classes")
    private static let hours = source("hours")
    private static let week = source("week")

    private static func source(_ part: String) -> RuleSource {
        RuleSource(
            rule: "borrower/preference.\(part)", packVersion: "1", packHash: "",
            citation: "What the borrower has asked for", grade: .primary)
    }
}

extension Purpose {
    /// Says what became of something that the borrower did: a wish to hear less is none to hear nothing of it.
    var answersBorrower: Bool {
        switch self {
        case .paymentReceived, .paymentPartial, .paymentFailed, .loanSettled, .loanDisbursed, .arrangementConfirmed,
            .promiseConfirmed, .disputeReceived, .answer, .optOutConfirmation, .applicationReceived,
            .applicationDocumentsNeeded, .applicationInReview, .applicationApproved, .applicationDeclined:
            true
        case .scheduleChanged, .rateChanged, .reminderUpcoming, .reminderDueToday, .overdueEarly, .overdueNotice,
            .overdueFormal, .overdueBeforeLegal, .debtValidation, .arrangementOffered, .arrangementDue,
            .arrangementBroken, .promiseDue, .greetingBirthday, .greetingFestival, .education, .fraudWarning,
            .disasterNotice, .renewalOffer:
            false
        }
    }
}
