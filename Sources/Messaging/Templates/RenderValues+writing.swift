internal import CivilTime
internal import LoanBook

extension RenderValues {
    /// Whether there is something to write for `variable`.
    func has(_ variable: TemplateVariable) -> Bool {
        switch variable {
        case .name, .addressee: !name.isEmpty
        case .lender: !lender.isEmpty
        case .signature: !signature.isEmpty
        case .hotline: !hotline.isEmpty
        case .waysToPay: !waysToPay.isEmpty
        case .address: !address.isEmpty
        case .creditor: !creditor.isEmpty
        case .validationPage: !validationPage.isEmpty
        case .loanReference: !loanReference.isEmpty
        case .product: !product.isEmpty
        case .principal: principal != nil
        case .rate: annualRateMillionths != nil
        case .method: method != nil
        case .disbursedOn: disbursedOn != nil
        case .changedOn: changedOn != nil
        case .schedule, .instalments, .instalmentAmount, .firstDueOn, .lastDueOn: schedule?.first != nil
        case .amount: amount != nil
        case .loanCount: loanCount != nil
        case .outstanding: outstanding != nil
        case .dueOn: dueOn != nil
        case .daysPastDue: daysPastDue != nil
        case .paidAmount: paidAmount != nil
        case .paidOn: paidOn != nil
        case .failedAmount: failedAmount != nil
        case .failedOn: failedOn != nil
        case .promisedAmount: promisedAmount != nil
        case .promisedOn: promisedOn != nil
        case .arrangementAmount: arrangementAmount != nil
        case .arrangementDueOn: arrangementDueOn != nil
        case .applicationReference: !applicationReference.isEmpty
        case .documents: !documents.isEmpty
        case .itemizedOn: itemizedOn != nil
        case .itemizedAmount: itemizedAmount != nil
        case .validationDeadline: validationDeadline != nil
        case .festival: festival != nil
        case .consequences, .disclosure, .parts: true
        }
    }

    func write(_ variable: TemplateVariable, to text: inout TextBytes, in style: WritingStyle) {
        switch variable {
        case .name: text.append(value: name)
        case .addressee: text.append(addressee: name, isCompany: isCompany, in: style.language)
        case .lender: text.append(lender)
        case .signature: text.append(signature)
        case .hotline: text.append(hotline)
        case .waysToPay: text.append(waysToPay)
        case .address: text.append(address)
        case .creditor: text.append(creditor)
        case .validationPage: text.append(validationPage)
        case .loanReference: text.append(lastFourOf: loanReference)
        case .product: text.append(value: product)
        case .rate: if let annualRateMillionths { text.append(rate: annualRateMillionths, in: style.language) }
        case .method: if let method { text.append(method.words(in: style.language)) }
        case .schedule: if let schedule { text.append(schedule, in: style) }
        case .instalments: if let schedule { text.append(schedule.instalments.count) }
        case .daysPastDue: if let daysPastDue { text.append(daysPastDue) }
        case .loanCount: if let loanCount { text.append(loanCount) }
        case .parts: text.append(parts, in: style)
        case .applicationReference: text.append(lastFourOf: applicationReference)
        case .documents: text.append(value: documents)
        case .festival: if let festival { text.append(festival.name(in: style.language)) }
        case .disclosure: if disclosure.isEmpty { text.dropSpace() } else { text.append(disclosure) }
        // Compiled into the template's own pieces.
        case .consequences: break
        case .principal, .instalmentAmount, .amount, .outstanding, .paidAmount, .failedAmount, .promisedAmount,
            .arrangementAmount, .itemizedAmount:
            if let money = money(variable) { text.append(money, in: style) }
        case .disbursedOn, .changedOn, .firstDueOn, .lastDueOn, .dueOn, .paidOn, .failedOn, .promisedOn,
            .arrangementDueOn, .itemizedOn, .validationDeadline:
            if let date = date(variable) { text.append(date, in: style.language) }
        }
    }

    private func money(_ variable: TemplateVariable) -> Money? {
        switch variable {
        case .principal: principal
        case .instalmentAmount: schedule.flatMap { schedule in schedule.first.map(schedule.money) }
        case .amount: amount
        case .outstanding: outstanding
        case .paidAmount: paidAmount
        case .failedAmount: failedAmount
        case .promisedAmount: promisedAmount
        case .arrangementAmount: arrangementAmount
        case .itemizedAmount: itemizedAmount
        default: nil
        }
    }

    private func date(_ variable: TemplateVariable) -> CivilDate? {
        switch variable {
        case .disbursedOn: disbursedOn
        case .changedOn: changedOn
        case .firstDueOn: schedule?.first?.dueOn
        case .lastDueOn: schedule?.last?.dueOn
        case .dueOn: dueOn
        case .paidOn: paidOn
        case .failedOn: failedOn
        case .promisedOn: promisedOn
        case .arrangementDueOn: arrangementDueOn
        case .itemizedOn: itemizedOn
        case .validationDeadline: validationDeadline
        default: nil
        }
    }
}
