/// What a template may name in `{{…}}`: the whole catalogue.
package enum TemplateVariable: String, Sendable, CaseIterable {
    case name, lender, signature, hotline, waysToPay, loanReference
    case amount, outstanding, dueOn, daysPastDue, paidAmount, paidOn
    case consequences, disclosure

    package enum Kind: String, Sendable { case text, money, date, count }

    package var kind: Kind {
        switch self {
        case .name, .lender, .signature, .hotline, .waysToPay, .loanReference, .consequences, .disclosure: .text
        case .amount, .outstanding, .paidAmount: .money
        case .dueOn, .paidOn: .date
        case .daysPastDue: .count
        }
    }

    /// What a writer of templates needs to know.
    package var meaning: String {
        switch self {
        case .name: "the borrower's name, of a person or a company, as the book has it"
        case .lender: "the lender's full name"
        case .signature: "the sender's name of the portfolio, without brackets"
        case .hotline: "the telephone number that borrowers may call"
        case .waysToPay: "the portfolio's ways to pay in the text's language, as a clause: pay at example.com"
        case .loanReference: "the last four characters of the lender's number of the loan"
        case .amount: "what is to be paid: the unpaid part of the instalment, or all that is overdue"
        case .outstanding: "unpaid parts of every instalment of the schedule, due or not"
        case .dueOn: "the day on which the instalment is or was due; for an overdue loan its oldest unpaid instalment"
        case .daysPastDue: "days since the due date of the oldest unpaid instalment"
        case .paidAmount: "the payment that came in"
        case .paidOn: "the day of that payment"
        case .consequences: "the template's own field `consequences`, word for word"
        case .disclosure:
            "what a third-party collector must say of itself; empty for lenders, and then one space before it goes too"
        }
    }
}
