package import CivilTime
package import LoanBook

/// What a text is filled with: fields for every variable of the catalogue but `consequences`, which is the template's
/// own. Only what the purpose speaks of needs a value (`Purpose.variables`). Personal.
package struct RenderValues: Sendable, Hashable {
    package var name: String
    /// A company is not addressed as a person is.
    package var isCompany = false
    package var lender: String
    package var signature: String
    package var hotline: String
    package var waysToPay: String
    package var address = ""
    package var creditor = ""
    package var validationPage = ""

    /// The lender's whole reference of the loan; texts show its last four characters.
    package var loanReference: String
    package var product = ""
    package var principal: Money?
    /// Yearly rate in millionths: 15.40 % is 154,000.
    package var annualRateMillionths: Int64?
    package var method: RepaymentMethod?
    package var disbursedOn: CivilDate?
    package var changedOn: CivilDate?
    package var schedule: WrittenSchedule?

    package var amount: Money?
    /// Where a text is about several loans, how many.
    package var loanCount: Int?
    package var outstanding: Money?
    package var parts: DebtParts?
    package var dueOn: CivilDate?
    package var daysPastDue: Int?
    package var paidAmount: Money?
    package var paidOn: CivilDate?
    package var failedAmount: Money?
    package var failedOn: CivilDate?

    package var promisedAmount: Money?
    package var promisedOn: CivilDate?
    package var arrangementAmount: Money?
    package var arrangementDueOn: CivilDate?

    /// The lender's whole reference of the application; texts show its last four characters.
    package var applicationReference = ""
    package var documents = ""

    package var itemizedOn: CivilDate?
    package var itemizedAmount: Money?
    package var validationDeadline: CivilDate?
    package var festival: Festival?
    package var disclosure: String

    package init(
        name: String, lender: String, signature: String, hotline: String, waysToPay: String, loanReference: String,
        disclosure: String = "", amount: Money? = nil, outstanding: Money? = nil, dueOn: CivilDate? = nil,
        daysPastDue: Int? = nil, paidAmount: Money? = nil, paidOn: CivilDate? = nil
    ) {
        self.name = name
        self.lender = lender
        self.signature = signature
        self.hotline = hotline
        self.waysToPay = waysToPay
        self.loanReference = loanReference
        self.disclosure = disclosure
        self.amount = amount
        self.outstanding = outstanding
        self.dueOn = dueOn
        self.daysPastDue = daysPastDue
        self.paidAmount = paidAmount
        self.paidOn = paidOn
    }
}
