/// An element that a text of some purpose must have, and the variables any of which brings it.
struct RequiredElement {
    var what: String
    var anyOf: [TemplateVariable]

    init(_ what: String, _ anyOf: TemplateVariable...) {
        self.what = what
        self.anyOf = anyOf
    }
}

extension Purpose {
    /// Variables that have a value when a text of this purpose is written.
    package var variables: Set<TemplateVariable> {
        let sender: Set<TemplateVariable> = [.lender, .signature, .hotline, .disclosure]
        let loan = sender.union([.name, .waysToPay, .loanReference])
        switch self {
        case .reminderUpcoming, .reminderDueToday: return loan.union([.amount, .dueOn])
        case .overdueNotice: return loan.union([.amount, .outstanding, .dueOn, .daysPastDue])
        case .overdueFormal: return loan.union([.amount, .outstanding, .dueOn, .daysPastDue, .consequences])
        case .paymentReceived: return loan.union([.paidAmount, .paidOn, .outstanding])
        case .loanSettled: return loan.union([.paidAmount, .paidOn]).subtracting([.waysToPay])
        case .optOutConfirmation: return sender
        default: return loan
        }
    }

    /// What the trade requires of a text of this purpose.
    var requiredElements: [RequiredElement] {
        let signature = RequiredElement("the lender's signature", .signature)
        let name = RequiredElement("the borrower's name", .name)
        let amount = RequiredElement("the amount to pay", .amount)
        let due = RequiredElement("the due date or the days overdue", .dueOn, .daysPastDue)
        let ways = RequiredElement("the ways to pay", .waysToPay)
        let hotline = RequiredElement("the hotline", .hotline)
        switch self {
        case .reminderUpcoming:
            return [signature, name, amount, RequiredElement("the due date", .dueOn), ways, hotline]
        case .reminderDueToday: return [signature, name, amount, ways, hotline]
        case .overdueNotice: return [signature, name, amount, due, ways, hotline]
        case .overdueFormal:
            return [
                signature, name, amount, due, RequiredElement("the consequences", .consequences), ways, hotline,
            ]
        case .paymentReceived:
            return [
                signature, name, RequiredElement("the amount paid", .paidAmount),
                RequiredElement("what remains to be paid", .outstanding),
            ]
        case .loanSettled: return [signature, name, RequiredElement("the loan", .loanReference)]
        case .optOutConfirmation: return [signature]
        default: return [signature]
        }
    }

    /// Every text of a collector says how to opt out (12 CFR 1006.6(e)), receipts too, so the texts in the languages of
    /// the United States do; Chinese law asks it of marketing only.
    func needsOptOutLine(_ language: WrittenLanguage) -> Bool {
        language != .zhHans && self != .optOutConfirmation
    }
}
