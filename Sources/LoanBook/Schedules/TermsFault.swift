package import CivilTime

/// Why terms give no schedule. The words say what is wrong and what is allowed, and hold no name of a person.
package enum TermsFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// `amount` lies outside of 1 to `LoanTerms.greatestAmountMinor`.
    case amountOutOfRange(LoanAmount, Int64)
    case rateOutOfRange(Int64)
    case interestTooLarge(Int64)
    case countOutOfRange(Int)
    case periodOutOfRange(PeriodLength)
    case graceOutOfRange(Grace, Int, of: Int)
    case daysOutOfRange(Int)
    case dateBeyondCalendar(instalment: Int)
    case datesOutOfOrder(instalment: Int, dueOn: CivilDate, after: CivilDate)
    case periodTooLong(instalment: Int, dueOn: CivilDate, after: CivilDate)
    case countedFromAfterDisbursement(CivilDate, disbursedOn: CivilDate)
    case disbursedAfterFirstDueDate(CivilDate, dueOn: CivilDate)
    case changesOutOfOrder(CivilDate, after: CivilDate)
    case changeOutsideTerm(CivilDate, from: CivilDate, to: CivilDate)
    case repaidMoreThanOwed(CivilDate, repaid: Int64, owed: Int64)
    case doesNotFit(LoanAmount, method: String)
    case flatLoanChanges(CivilDate)
    case termIsOpen(CivilDate)
    case unitTooLarge(unit: Int64, instalment: Int64)
    case neverRepaid(instalment: Int64, interest: Int64, dueOn: CivilDate)
    case tooManyInstalments(Int)

    package enum LoanAmount: String, Sendable, Hashable {
        case principal, downPayment = "down payment", balloon, fixedPrincipal = "fixed principal"
        case instalment, fee, unit = "unit of instalments", disbursement, earlyRepayment = "early repayment"
    }

    package enum Grace: String, Sendable, Hashable {
        case principal = "principal grace", interest = "interest grace", free = "interest-free time"
    }

    package var description: String {
        switch self {
        case .amountOutOfRange(let amount, let value):
            "\(amount.rawValue) of \(value) minor units: give 1 to \(LoanTerms.greatestAmountMinor), and no more than the loan"
        case .rateOutOfRange(let value):
            "a rate of \(value) billionths a year: give 0 to \(InterestRate.greatest.yearlyBillionths), which is 10,000 %"
        case .interestTooLarge(let value):
            "a rate of \(value) billionths a year on this amount for this time: the interest would not fit in 18 digits"
        case .countOutOfRange(let count): "\(count) instalments: give 1 to \(LoanTerms.greatestCount)"
        case .periodOutOfRange(let period):
            "a period of \(period.count) \(period.unit.rawValue)s: give 1 day to 10 years"
        case .graceOutOfRange(let grace, let given, let count):
            "\(grace.rawValue) of \(given) periods: give 0 to \(max(0, count - 1)), as there are \(count) instalments"
        case .daysOutOfRange(let days): "at least \(days) days to the first instalment: give 0 to 3,660"
        case .dateBeyondCalendar(let instalment): "instalment \(instalment) would fall due after the year 9999"
        case .datesOutOfOrder(let instalment, let dueOn, let last):
            "instalment \(instalment) falls due on \(dueOn), which is not after \(last)"
        case .periodTooLong(let instalment, let dueOn, let last):
            "instalment \(instalment) falls due on \(dueOn), more than 20 years after \(last)"
        case .countedFromAfterDisbursement(let day, let disbursedOn):
            "periods are counted from \(day), after the disbursement on \(disbursedOn)"
        case .disbursedAfterFirstDueDate(let day, let dueOn):
            "the loan is disbursed on \(day), after its first instalment on \(dueOn)"
        case .changesOutOfOrder(let day, let before):
            "a change on \(day) stands after one on \(before): sort them by date"
        case .changeOutsideTerm(let day, let from, let to):
            "a change on \(day): give a day from \(from) on and before the last due date \(to)"
        case .repaidMoreThanOwed(let day, let repaid, let owed):
            "an early repayment of \(repaid) minor units on \(day), when \(owed) are owed: settle the loan instead"
        case .doesNotFit(let amount, let method): "\(amount.rawValue) has no meaning for a loan repaid by \(method)"
        case .flatLoanChanges(let day):
            "a change on \(day): flat interest is agreed once, so rate and early repayment cannot change it; make new terms"
        case .termIsOpen(let day):
            "a change on \(day) cannot keep the term: the instalment was fixed, so the term follows from it"
        case .unitTooLarge(let unit, let instalment):
            "instalments of \(instalment) minor units cannot be multiples of \(unit): give a smaller unit"
        case .neverRepaid(let instalment, let interest, let dueOn):
            "the instalment of \(instalment) minor units does not exceed the interest of \(interest) due on \(dueOn): "
                + "the loan would never be repaid"
        case .tooManyInstalments(let count): "the loan needs more than \(count) instalments: raise the instalment"
        }
    }
}
