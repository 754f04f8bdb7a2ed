/// The kinds of file that make a book, in the order in which they are read: what is referred to comes first.
package enum BookFile: String, Sendable, CaseIterable, Codable {
    case borrowers, loans, instalments, payments
    case contactPoints = "contact_points"
    case consents, flags, preferences, contacts

    /// What a mapping can say of each row.
    package var fields: [BookField] {
        switch self {
        case .borrowers:
            [.reference, .kind, .name, .phone, .email, .language, .region, .zone, .birthDate, .smsConsent]
        case .loans:
            [.reference, .borrower, .product, .principal, .annualRate, .disbursedOn, .rating, .status]
        case .instalments: [.loan, .number, .dueOn, .amount]
        case .payments: [.reference, .loan, .paidOn, .amount]
        case .contactPoints, .consents, .flags, .preferences, .contacts: peopleFields
        }
    }

    /// What a mapping must say of each row, by a column or a constant.
    package var requiredFields: [BookField] {
        switch self {
        case .borrowers: [.reference, .name]
        case .loans: [.reference, .borrower, .principal, .disbursedOn]
        case .instalments: [.loan, .number, .dueOn, .amount]
        case .payments: [.reference, .loan, .paidOn, .amount]
        case .contactPoints, .consents, .flags, .preferences, .contacts: peopleRequiredFields
        }
    }
}

/// One thing that a row can say, as mappings name it.
package enum BookField: String, Sendable, CaseIterable {
    case reference, borrower, loan, number
    case kind, name, phone, email, language, region, zone
    case birthDate = "birth_date"
    case smsConsent = "sms_consent"
    case product, principal
    case annualRate = "annual_rate"
    case disbursedOn = "disbursed_on"
    case rating, status
    case dueOn = "due_on"
    case paidOn = "paid_on"
    case amount
    case address, owner, standing, channel, flag, since, until, source, at, given, words, act, unwanted, hours
    case messageClass = "class"
    case mostInWeek = "most_in_week"
    case contact, result, by

    /// The words that a value table may lead to; nil for fields whose values are free.
    package var words: [String]? {
        switch self {
        case .kind: ["person", "company"]
        case .smsConsent: ["given", "revoked"]
        case .status: ["open", "settled", "written_off"]
        case .flag, .owner, .standing, .channel, .given, .act, .messageClass, .contact: peopleWords
        default: nil
        }
    }

    /// Whether a value table makes sense for the field.
    package var takesValueTable: Bool {
        switch self {
        case .kind, .smsConsent, .status, .language, .region, .zone, .product, .rating: true
        case .flag, .owner, .standing, .channel, .given, .act, .messageClass, .contact, .source, .result: true
        default: false
        }
    }
}
