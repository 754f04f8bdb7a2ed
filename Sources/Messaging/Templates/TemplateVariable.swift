/// What a template may name in `{{…}}`: the whole catalogue.
package enum TemplateVariable: String, Sendable, CaseIterable {
    // Who writes, and to whom.
    case name, addressee, lender, signature, hotline, waysToPay, address, creditor
    // The loan and its schedule.
    case loanReference, product, principal, rate, method, disbursedOn, changedOn
    case schedule, instalments, instalmentAmount, firstDueOn, lastDueOn
    // What is to be paid, and what came in or did not.
    case amount, loanCount, outstanding, parts, dueOn, daysPastDue, paidAmount, paidOn, failedAmount, failedOn
    // What was agreed instead.
    case promisedAmount, promisedOn, arrangementAmount, arrangementDueOn
    // An application.
    case applicationReference, documents
    // A debt that a collector has taken over.
    case itemizedOn, itemizedAmount, validationDeadline, validationPage
    case festival
    case consequences, disclosure

    package enum Kind: String, Sendable { case text, clause, money, date, count, rate }

    package var kind: Kind {
        switch self {
        case .name, .addressee, .lender, .signature, .hotline, .waysToPay, .address, .creditor, .loanReference,
            .product, .applicationReference, .documents, .festival, .method, .consequences, .disclosure,
            .validationPage:
            .text
        case .schedule, .parts: .clause
        case .principal, .instalmentAmount, .amount, .outstanding, .paidAmount, .failedAmount, .promisedAmount,
            .arrangementAmount, .itemizedAmount:
            .money
        case .disbursedOn, .changedOn, .firstDueOn, .lastDueOn, .dueOn, .paidOn, .failedOn, .promisedOn,
            .arrangementDueOn, .itemizedOn, .validationDeadline:
            .date
        case .instalments, .daysPastDue, .loanCount: .count
        case .rate: .rate
        }
    }

    /// Nothing is written where there is nothing to say, and one space before it goes too.
    package var mayBeEmpty: Bool { self == .disclosure || self == .parts }
}
