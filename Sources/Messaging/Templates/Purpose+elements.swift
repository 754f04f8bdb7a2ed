internal import LoanBook

/// An element that a text of some purpose must have, and the variables any of which brings it.
package struct RequiredElement: Sendable {
    package var what: String
    package var anyOf: [TemplateVariable]

    init(_ what: String, _ anyOf: TemplateVariable...) {
        self.what = what
        self.anyOf = anyOf
    }

    static let signature = RequiredElement("the lender's signature", .signature)
    static let name = RequiredElement("the borrower's name", .name, .addressee)
    static let amount = RequiredElement("the amount to pay", .amount)
    static let due = RequiredElement("the due date or the days overdue", .dueOn, .daysPastDue)
    static let ways = RequiredElement("the ways to pay", .waysToPay)
    static let hotline = RequiredElement("the hotline", .hotline)
    static let consequences = RequiredElement("the consequences", .consequences)
    static let application = RequiredElement("the application", .applicationReference)
    static let loan = RequiredElement("the loan", .loanReference)
    static let paid = RequiredElement("the amount paid", .paidAmount)
    static let instalments = RequiredElement("the schedule or its first instalment", .schedule, .instalmentAmount)
    static let firstDue = RequiredElement("the schedule or its first day", .schedule, .firstDueOn)
}

extension Purpose {
    /// What the trade requires of a text of this purpose.
    package var requiredElements: [RequiredElement] {
        let person: [RequiredElement] = [.signature, .name]
        switch self {
        case .applicationReceived, .applicationInReview, .applicationDeclined: return person + [.application, .hotline]
        case .applicationDocumentsNeeded:
            return person + [.application, RequiredElement("what is still needed", .documents), .hotline]
        case .applicationApproved:
            return person + [.application, RequiredElement("the amount approved", .principal), .hotline]
        case .loanDisbursed:
            return person + [RequiredElement("the amount lent", .principal), .instalments, .firstDue, .hotline]
        case .scheduleChanged: return person + [.instalments, .firstDue, .hotline]
        case .rateChanged:
            return person + [
                RequiredElement("the new rate", .rate), RequiredElement("the day of the change", .changedOn), .hotline,
            ]
        case .loanSettled: return person + [.loan]
        case .reminderUpcoming:
            return person + [.amount, RequiredElement("the due date", .dueOn), .ways, .hotline]
        case .reminderDueToday: return person + [.amount, .ways, .hotline]
        case .paymentReceived: return person + [.paid, RequiredElement("what remains to be paid", .outstanding)]
        case .paymentPartial:
            return person + [.paid, RequiredElement("what remains to be paid", .amount, .outstanding)]
        case .paymentFailed:
            return person + [RequiredElement("the payment that failed", .failedAmount), .ways, .hotline]
        case .overdueEarly, .overdueNotice: return person + [.amount, .due, .ways, .hotline]
        case .overdueFormal: return person + [.amount, .due, .consequences, .ways, .hotline]
        case .overdueBeforeLegal: return person + [.amount, .due, .loan, .consequences, .ways, .hotline]
        case .debtValidation: return person + Purpose.validation
        case .arrangementOffered, .arrangementConfirmed: return person + [.instalments, .firstDue, .hotline]
        case .arrangementDue:
            return person + [
                RequiredElement("the instalment of the arrangement", .arrangementAmount),
                RequiredElement("its day", .arrangementDueOn), .ways, .hotline,
            ]
        case .arrangementBroken:
            return person + [RequiredElement("the amount to pay", .arrangementAmount, .amount), .hotline]
        case .promiseConfirmed, .promiseDue:
            return person + [
                RequiredElement("the amount promised", .promisedAmount), RequiredElement("its day", .promisedOn),
            ] + (self == .promiseDue ? [.ways, .hotline] : [.hotline])
        case .disputeReceived, .disasterNotice: return person + [.hotline]
        case .optOutConfirmation: return [.signature]
        case .answer, .education, .fraudWarning, .renewalOffer: return [.signature, .hotline]
        case .greetingBirthday: return person
        case .greetingFestival: return person + [RequiredElement("the festival", .festival)]
        }
    }

    /// A text is no validation notice: what 12 CFR 1006.34(c)(2) asks for, the itemisation of interest, fees, payments and
    /// credits above all, the statements of (c)(3) and the tear-off part of (c)(4) do not fit. It says who asks for what, how to
    /// dispute it, and where the notice is to be read and kept.
    private static let validation: [RequiredElement] = [
        RequiredElement("the creditor", .creditor), .loan, RequiredElement("the current amount", .amount),
        RequiredElement("the page of the validation notice, which itemises the debt", .validationPage),
        RequiredElement("the end of the validation period", .validationDeadline), .hotline,
        RequiredElement("the collector's disclosure", .disclosure),
    ]

    /// The word that a text must hold so that its reader knows how to opt out, and a sentence with it; nil when none is
    /// needed.
    ///
    /// Every text of a collector says it (12 CFR 1006.6(e)), receipts too, so the texts in English and Spanish do;
    /// elsewhere marketing says it (China: 通信短信息服务管理规定 Art. 20). A collector's texts in Chinese get the line with
    /// their disclosure.
    func optOutLine(_ language: WrittenLanguage) -> (word: String, example: String)? {
        if self == .optOutConfirmation { return nil }
        return switch language {
        case .en: ("STOP", "Reply STOP to opt out.")
        case .es: ("STOP", "Responda STOP para no recibir mensajes.")
        case .zhHans: messageClass == .marketing ? ("退订", "回复TD退订。") : nil
        case .zhHant: messageClass == .marketing ? ("退訂", "回覆TD退訂。") : nil
        case .id, .hi, .vi, .pt, .fil: messageClass == .marketing ? ("STOP", "STOP") : nil
        }
    }
}
