extension TemplateVariable {
    /// What a writer of templates needs to know.
    package var meaning: String {
        switch self {
        case .name: "the borrower's name, of a person or a company, as the book has it"
        case .addressee: "the name with the word that the language puts to a person's: Bapak/Ibu …, … जी"
        case .lender: "the lender's full name"
        case .signature: "the sender's name of the portfolio, without brackets"
        case .hotline: "the telephone number that borrowers may call"
        case .waysToPay: "the portfolio's ways to pay in the text's language, as a clause: pay at example.com"
        case .address: "the postal address of the portfolio at which letters and disputes are taken"
        case .creditor: "whom the debt is owed to: the portfolio's `creditor`, else its lender"
        case .loanReference: "the last four characters of the lender's number of the loan"
        case .product: "the product of the loan or the application, as the book has it"
        case .principal: "what was lent; for an application what was asked for, or approved once it is"
        case .rate: "the yearly rate: 15.4%"
        case .method: "how the loan is paid back, in the language's words: 等额本息, equal payments"
        case .disbursedOn: "the day on which the loan was paid out"
        case .changedOn: "the day from which the new schedule or rate holds, as the book brought it"
        case .schedule:
            "the schedule that the text is about, the loan's or the arrangement's, as a clause: "
                + "12 x $1,034.50 from Dec 5, 2026, last $1,034.47"
        case .instalments: "how many instalments that schedule has"
        case .instalmentAmount: "the first instalment of that schedule"
        case .firstDueOn: "the day of its first instalment"
        case .lastDueOn: "the day of its last instalment"
        case .amount: "what is to be paid: the unpaid part of the instalment, or all that is overdue"
        case .loanCount:
            "how many loans a text about several is about; `amount` is their sum then, `dueOn` the earliest day and "
                + "`daysPastDue` the greatest number"
        case .outstanding: "unpaid parts of every instalment of the schedule, due or not"
        case .parts:
            "of what is overdue the principal, interest and fees in brackets, as far as the book knows them; else empty"
        case .dueOn: "the day on which the instalment is or was due; for an overdue loan its oldest unpaid instalment"
        case .daysPastDue: "days since the due date of the oldest unpaid instalment"
        case .paidAmount: "the payment that came in"
        case .paidOn: "the day of that payment"
        case .failedAmount: "the payment that was tried and did not come"
        case .failedOn: "the day on which it failed"
        case .promisedAmount: "what the borrower promised to pay"
        case .promisedOn: "the day for which it was promised"
        case .arrangementAmount: "the unpaid part of the arrangement's instalment that is or was due"
        case .arrangementDueOn: "the day of that instalment"
        case .applicationReference: "the last four characters of the lender's number of the application"
        case .documents: "what is still needed for the application, as the book has it"
        case .itemizedOn: "the day of the books from which the debt is itemised (12 CFR 1006.34(b)(3))"
        case .itemizedAmount: "the debt on that day"
        case .validationDeadline: "the last day on which the borrower can dispute the debt with the full effect of law"
        case .validationPage:
            "where the validation notice itself can be read and kept: the portfolio's `validation_page`"
        case .festival: "the festival's name in the text's language"
        case .consequences: "the template's own field `consequences`, word for word"
        case .disclosure:
            "what a third-party collector must say of itself; empty for lenders, and then one space before it goes too"
        }
    }
}
