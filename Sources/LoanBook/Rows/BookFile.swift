/// The kinds of file that make a book, in the order in which they are read: what is referred to comes first.
package enum BookFile: String, Sendable, CaseIterable, Codable {
    case borrowers, loans, instalments, payments
    case paymentFailures = "payment_failures"
    case promises, arrangements, applications
    case contactPoints = "contact_points"
    case consents, flags, preferences, contacts, scores

    /// What a mapping can say of each row.
    package var fields: [BookField] {
        switch self {
        case .borrowers:
            [.reference, .kind, .name, .phone, .email, .language, .region, .zone, .birthDate, .smsConsent]
        case .loans:
            [.reference, .borrower, .product, .principal, .annualRate, .disbursedOn, .rating, .status] + BookField.terms
        case .instalments: requiredFields + [.principal, .interest, .fee]
        case .payments: requiredFields + [.status]
        case .paymentFailures: requiredFields
        case .promises: requiredFields + [.status]
        case .arrangements: requiredFields + [.status]
        case .applications: requiredFields + [.product, .documents]
        case .contactPoints, .consents, .flags, .preferences, .contacts, .scores: peopleFields
        }
    }

    /// What a mapping must say of each row, by a column or a constant.
    package var requiredFields: [BookField] {
        switch self {
        case .borrowers: [.reference, .name]
        case .loans: [.reference, .borrower, .principal, .disbursedOn]
        case .instalments: [.loan, .number, .dueOn, .amount]
        case .payments: [.reference, .loan, .paidOn, .amount]
        case .paymentFailures: [.reference, .loan, .failedOn, .amount]
        case .promises: [.reference, .loan, .madeOn, .dueOn, .amount]
        case .arrangements: [.reference, .loan, .statusOn, .number, .dueOn, .amount]
        case .applications: [.reference, .borrower, .amount, .status, .statusOn]
        case .contactPoints, .consents, .flags, .preferences, .contacts, .scores: peopleRequiredFields
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
    case interest, fee
    case failedOn = "failed_on"
    case madeOn = "made_on"
    case statusOn = "status_on"
    case documents
    case method, every
    case interestPeriod = "interest_period"
    case dayCount = "day_count"
    case principalGrace = "principal_grace"
    case interestGrace = "interest_grace"
    case interestFree = "interest_free"
    case balloon
    case penaltyRate = "penalty_rate"
    case penaltyGrace = "penalty_grace"
    case score, value
    case asOf = "as_of"

    /// How a loan counts: see `StatedTerms`.
    static let terms: [BookField] = [
        .method, .every, .interestPeriod, .dayCount, .principalGrace, .interestGrace, .interestFree, .balloon,
        .penaltyRate, .penaltyGrace,
    ]

    /// The words that a value table of the file may lead to; nil for fields whose values are free.
    package func words(in file: BookFile) -> [String]? {
        switch self {
        case .kind: ["person", "company"]
        case .smsConsent: ["given", "revoked"]
        case .method: RepaymentMethod.allCases.map(\.rawValue)
        case .interestPeriod: InterestPeriod.allCases.map(\.rawValue)
        case .dayCount: DayCount.allCases.map(\.rawValue)
        case .status: BookField.statuses(in: file)
        case .flag, .owner, .standing, .channel, .given, .act, .messageClass, .contact: peopleWords
        default: nil
        }
    }

    private static func statuses(in file: BookFile) -> [String]? {
        switch file {
        case .loans: ["open", "settled", "written_off"]
        case .payments: PaymentRow.Status.allCases.map(\.rawValue)
        case .promises: Promise.Status.allCases.map(\.word)
        case .arrangements: Arrangement.Status.allCases.map(\.word)
        case .applications: Application.Status.allCases.map(\.word)
        default: nil
        }
    }

    /// Whether a value table makes sense for the field.
    package var takesValueTable: Bool {
        switch self {
        case .kind, .smsConsent, .status, .language, .region, .zone, .product, .rating, .documents, .method, .every,
            .interestPeriod, .dayCount:
            true
        case .flag, .owner, .standing, .channel, .given, .act, .messageClass, .contact, .source, .result, .score: true
        default: false
        }
    }
}
