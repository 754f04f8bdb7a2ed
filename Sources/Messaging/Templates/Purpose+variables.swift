extension Purpose {
    /// Variables that have a value when a text of this purpose is written.
    package var variables: Set<TemplateVariable> {
        let sender: Set<TemplateVariable> = [.lender, .signature, .hotline, .disclosure]
        let person = sender.union([.name, .addressee])
        let loan = person.union([.waysToPay, .loanReference, .product])
        let application = person.union([.applicationReference, .product, .principal])
        let schedule: Set<TemplateVariable> = [.schedule, .instalments, .instalmentAmount, .firstDueOn, .lastDueOn]
        let terms = schedule.union([.principal, .rate, .method, .disbursedOn])
        let overdue = loan.union([
            .amount, .outstanding, .parts, .dueOn, .daysPastDue, .disbursedOn, .address, .creditor,
        ])
        switch self {
        case .applicationReceived, .applicationInReview, .applicationApproved, .applicationDeclined: return application
        case .applicationDocumentsNeeded: return application.union([.documents])
        case .loanDisbursed: return loan.union(terms)
        case .scheduleChanged, .rateChanged: return loan.union(terms).union([.changedOn, .outstanding])
        case .loanSettled: return loan.union([.paidAmount, .paidOn]).subtracting([.waysToPay])
        case .reminderUpcoming, .reminderDueToday: return loan.union([.amount, .dueOn, .loanCount])
        case .paymentReceived: return loan.union([.paidAmount, .paidOn, .outstanding])
        case .paymentPartial: return loan.union([.paidAmount, .paidOn, .amount, .dueOn, .outstanding])
        case .paymentFailed: return loan.union([.failedAmount, .failedOn, .outstanding])
        case .overdueEarly, .overdueNotice: return overdue.union([.loanCount])
        case .overdueFormal, .overdueBeforeLegal: return overdue.union([.consequences])
        case .debtValidation:
            return overdue.union([.itemizedOn, .itemizedAmount, .validationDeadline, .validationPage])
        case .arrangementOffered, .arrangementConfirmed: return loan.union(schedule).union([.amount, .outstanding])
        case .arrangementDue: return loan.union([.arrangementAmount, .arrangementDueOn])
        case .arrangementBroken: return loan.union([.arrangementAmount, .arrangementDueOn, .amount, .outstanding])
        case .promiseConfirmed, .promiseDue: return loan.union([.promisedAmount, .promisedOn])
        case .disputeReceived: return person
        case .answer: return loan.union([.outstanding])
        case .optOutConfirmation: return sender
        case .greetingBirthday, .education, .fraudWarning, .disasterNotice, .renewalOffer: return person
        case .greetingFestival: return person.union([.festival])
        }
    }
    /// Whether several loans may be told of at once: what is due or overdue of each adds up. A formal notice is about one
    /// contract, and so is everything that tells what happened to a loan.
    package var maySumUp: Bool {
        switch self {
        case .reminderUpcoming, .reminderDueToday, .overdueEarly, .overdueNotice: true
        default: false
        }
    }

    /// Those that have a value where the text is about several loans: nothing that is one loan's own.
    package var variablesOfSeveral: Set<TemplateVariable> {
        maySumUp
            ? variables.intersection([
                .lender, .signature, .hotline, .disclosure, .name, .addressee, .waysToPay, .address, .creditor, .amount,
                .loanCount, .dueOn, .daysPastDue,
            ]) : []
    }
}
