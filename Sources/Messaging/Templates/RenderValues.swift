package import CivilTime
package import LoanBook

/// What a text is filled with: one field for each variable of the catalogue but `consequences`, which is the
/// template's own. Personal.
package struct RenderValues: Sendable, Hashable {
    package var name: String
    package var lender: String
    package var signature: String
    package var hotline: String
    package var waysToPay: String
    /// The lender's whole reference of the loan; texts show its last four characters.
    package var loanReference: String
    package var disclosure: String
    package var amount: Money?
    package var outstanding: Money?
    package var dueOn: CivilDate?
    package var daysPastDue: Int?
    package var paidAmount: Money?
    package var paidOn: CivilDate?

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

    /// Whether there is something to write for `variable`.
    func has(_ variable: TemplateVariable) -> Bool {
        switch variable {
        case .name: !name.isEmpty
        case .lender: !lender.isEmpty
        case .signature: !signature.isEmpty
        case .hotline: !hotline.isEmpty
        case .waysToPay: !waysToPay.isEmpty
        case .loanReference: !loanReference.isEmpty
        case .amount: amount != nil
        case .outstanding: outstanding != nil
        case .dueOn: dueOn != nil
        case .daysPastDue: daysPastDue != nil
        case .paidAmount: paidAmount != nil
        case .paidOn: paidOn != nil
        case .consequences, .disclosure: true
        }
    }

    func write(_ variable: TemplateVariable, in language: WrittenLanguage, to text: inout TextBytes) {
        switch variable {
        case .name: text.append(value: name)
        case .lender: text.append(lender)
        case .signature: text.append(signature)
        case .hotline: text.append(hotline)
        case .waysToPay: text.append(waysToPay)
        case .loanReference: text.append(lastFourOf: loanReference)
        case .amount: if let amount { text.append(amount, in: language) }
        case .outstanding: if let outstanding { text.append(outstanding, in: language) }
        case .dueOn: if let dueOn { text.append(dueOn, in: language) }
        case .daysPastDue: if let daysPastDue { text.append(daysPastDue) }
        case .paidAmount: if let paidAmount { text.append(paidAmount, in: language) }
        case .paidOn: if let paidOn { text.append(paidOn, in: language) }
        case .disclosure: if disclosure.isEmpty { text.dropSpace() } else { text.append(disclosure) }
        // Compiled into the template's own pieces.
        case .consequences: break
        }
    }
}
