/// What the book can tell a condition. The place in this list is the slot under which conditions read it.
package enum Fact: Int, CaseIterable, Sendable {
    case today, now
    case borrowerKind, borrowerLanguage, borrowerRegion, borrowerCountry, borrowerBornOn, borrowerAge, borrowerFlags,
        borrowerOpenLoans, borrowerOverdueLoans
    case loanProduct, loanRating, loanCurrency, loanStatus, loanPrincipal, loanAnnualRate, loanOutstanding,
        loanDisbursedOn, loanInstalments, loanNextDueOn, loanLastDueOn, loanMethod, loanOpenPromises, loanArrangement
    case arrearsDaysPastDue, arrearsAmount, arrearsOldestDueOn, arrearsInstalments
    case historyPayments, historyLastPaidOn, historyLastPaid, historyFailedPayments
    case historyMessages7Days, historyMessages30Days, historyContacts7Days, historyContacts30Days, historyLastContactAt,
        historyPreferredHour
    case score, scoreDate

    /// Every fact with its name, type and meaning, in the order of the slots.
    package static let declarations = allCases.map(\.declaration)

    package var declaration: Declaration {
        switch self {
        case .today: Declaration("today", .date, "the day for which is decided, in the portfolio's calendar")
        case .now: Declaration("now", .timestamp, "the moment of deciding")
        case .borrowerKind: Declaration("borrower.kind", .string, "`person` or `company`")
        case .borrowerLanguage:
            Declaration("borrower.language", .string, "the borrower's language, else the portfolio's: `zh-Hans`")
        case .borrowerRegion:
            Declaration("borrower.region", .string, "the borrower's region, else the portfolio's: `CN-BJ`, `US-MA`")
        case .borrowerCountry: Declaration("borrower.country", .string, "the first part of the region: `CN`")
        case .borrowerBornOn: Declaration("borrower.born_on", .date, "date of birth")
        case .borrowerAge: Declaration("borrower.age", .int, "full years since the date of birth")
        case .borrowerFlags:
            Declaration("borrower.flags", .list(.string), "flags that stand: `hardship`, `dispute`, `arrangement` …")
        case .borrowerOpenLoans: Declaration("borrower.open_loans", .int, "how many of the borrower's loans are open")
        case .borrowerOverdueLoans:
            Declaration("borrower.overdue_loans", .int, "how many of the open loans are past due today")
        case .score:
            Declaration(
                "score", .map(.string, .double), "the lender's scores of the borrower by name: `score.behaviour < 500`")
        case .scoreDate: Declaration("score_date", .map(.string, .date), "the day that each of them is as of")
        default: loanDeclaration
        }
    }

    private var loanDeclaration: Declaration {
        switch self {
        case .loanProduct: Declaration("loan.product", .string, "as the book has it")
        case .loanRating: Declaration("loan.rating", .string, "as the book has it")
        case .loanCurrency: Declaration("loan.currency", .string, "ISO 4217: `CNY`")
        case .loanStatus: Declaration("loan.status", .string, "`open`, `settled` or `written_off`")
        case .loanPrincipal: Declaration("loan.principal", .double, "what was lent, in the loan's currency: `12000.5`")
        case .loanAnnualRate: Declaration("loan.annual_rate", .double, "in per cent a year: `15.4`")
        case .loanOutstanding:
            Declaration("loan.outstanding", .double, "unpaid parts of every instalment, due or not")
        case .loanDisbursedOn: Declaration("loan.disbursed_on", .date, "the day on which it was lent")
        case .loanInstalments: Declaration("loan.instalments", .int, "how many instalments its schedule has")
        case .loanNextDueOn:
            Declaration(
                "loan.next_due_on", .date, "due date of the next instalment, today or later, with an unpaid part")
        case .loanLastDueOn: Declaration("loan.last_due_on", .date, "due date of the last instalment")
        case .loanMethod: Declaration("loan.method", .string, "how it is repaid, where the book says so: `flat`")
        case .loanOpenPromises:
            Declaration("loan.open_promises", .int, "promises to pay that the lender's system calls open")
        case .loanArrangement:
            Declaration(
                "loan.arrangement", .string, "status of the latest arrangement: `offered`, `agreed`, `broken` …")
        case .arrearsDaysPastDue: Declaration("arrears.days_past_due", .int, "0 when nothing is overdue")
        case .arrearsAmount: Declaration("arrears.amount", .double, "all that is overdue; 0 when nothing is")
        case .arrearsOldestDueOn:
            Declaration("arrears.oldest_due_on", .date, "due date of the oldest overdue instalment")
        case .arrearsInstalments: Declaration("arrears.instalments", .int, "how many instalments are overdue")
        default: historyDeclaration
        }
    }

    private var historyDeclaration: Declaration {
        switch self {
        case .historyPayments: Declaration("history.payments", .int, "how many payments the loan has had up to today")
        case .historyLastPaidOn: Declaration("history.last_paid_on", .date, "day of the loan's latest payment")
        case .historyLastPaid: Declaration("history.last_paid", .double, "amount of the loan's latest payment")
        case .historyFailedPayments:
            Declaration("history.failed_payments", .int, "how many payments of the loan failed up to today")
        case .historyMessages7Days:
            Declaration(
                "history.messages_7_days", .int, "messages to the borrower in the last 7 × 24 hours, of any loan")
        case .historyMessages30Days:
            Declaration("history.messages_30_days", .int, "the same in the last 30 × 24 hours")
        case .historyContacts7Days:
            Declaration(
                "history.contacts_7_days", .int, "messages, calls, conversations and visits in the last 7 × 24 hours")
        case .historyContacts30Days:
            Declaration("history.contacts_30_days", .int, "the same in the last 30 × 24 hours")
        case .historyPreferredHour:
            Declaration(
                "history.preferred_hour", .int,
                "the hour, 0 to 23, in which the borrower mostly answered in the last 180 days, of 3 answers at least")
        default: Declaration("history.last_contact_at", .timestamp, "the latest of them within 40 days")
        }
    }

    /// Whether it is about one loan: a step that is about none cannot ask for it.
    package var isOfLoan: Bool {
        switch self {
        case .today, .now, .borrowerKind, .borrowerLanguage, .borrowerRegion, .borrowerCountry, .borrowerBornOn,
            .borrowerAge, .borrowerFlags, .borrowerOpenLoans, .borrowerOverdueLoans, .historyMessages7Days,
            .historyMessages30Days, .historyContacts7Days, .historyContacts30Days, .historyLastContactAt,
            .historyPreferredHour, .score, .scoreDate:
            false
        default: true
        }
    }
}
