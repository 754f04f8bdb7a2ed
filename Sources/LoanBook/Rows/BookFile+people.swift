/// Files of what is known of people and of what was said elsewhere.
extension BookFile {
    var peopleFields: [BookField] {
        switch self {
        case .contactPoints: [.borrower, .address, .channel, .owner, .name, .standing]
        case .consents: [.borrower, .address, .messageClass, .given, .at, .act, .words]
        case .flags: [.borrower, .flag, .since, .until, .source]
        case .preferences: [.borrower, .mostInWeek, .unwanted, .hours, .at]
        case .contacts:
            [.reference, .borrower, .loan, .contact, .channel, .messageClass, .at, .address, .result, .by]
        case .scores: [.borrower, .score, .value, .asOf]
        case .borrowers, .loans, .instalments, .payments, .paymentFailures, .promises, .arrangements, .applications: []
        }
    }

    var peopleRequiredFields: [BookField] {
        switch self {
        case .contactPoints: [.borrower, .address]
        case .consents: [.borrower, .messageClass, .given, .at]
        case .flags: [.borrower, .flag, .since]
        case .preferences: [.borrower]
        case .contacts: [.reference, .borrower, .contact, .at]
        case .scores: [.borrower, .score, .value]
        case .borrowers, .loans, .instalments, .payments, .paymentFailures, .promises, .arrangements, .applications: []
        }
    }
}

extension BookField {
    /// The words of fields whose values are the cases of a type.
    var peopleWords: [String]? {
        switch self {
        case .flag: BorrowerFlag.allCases.map(\.rawValue)
        case .owner: ContactPoint.Owner.allCases.map(\.word)
        case .standing: ContactPoint.Standing.allCases.map(\.word)
        case .channel: Channel.allCases.map(\.word)
        case .given: ["given", "revoked"]
        case .act: Consent.Act.elsewhere.map(\.word)
        case .messageClass: MessageClass.allCases.map(\.word)
        case .contact: PastContact.Kind.outside.map(\.word)
        default: nil
        }
    }
}

extension ContactPoint.Owner {
    /// As mappings, packs and commands have it.
    package var word: String {
        switch self {
        case .borrower: "borrower"
        case .guarantor: "guarantor"
        case .contactPerson: "contact_person"
        case .companyOfficer: "company_officer"
        case .attorney: "attorney"
        }
    }
}

extension Channel {
    package var word: String { "\(self)" }
}

extension Consent.Act {
    /// Those that a consents' file may name; a reply heard by another system is the borrower's own word like ours.
    package static let elsewhere: [Consent.Act] = [.form, .paper, .call, .reply, .recorded]

    package var word: String {
        switch self {
        case .importedRow: "book"
        case .reply: "reply"
        case .operatorEntry: "operator"
        case .form: "form"
        case .paper: "paper"
        case .call: "call"
        case .recorded: "recorded"
        }
    }
}

extension PastContact.Kind {
    /// Those that may be made outside Dunlin.
    package static let outside: [PastContact.Kind] = [.callAttempt, .conversation, .visit, .message]

    package var word: String {
        switch self {
        case .message: "message"
        case .callAttempt: "call_attempt"
        case .conversation: "conversation"
        case .visit: "visit"
        case .confirmation: "confirmation"
        case .mention: "mention"
        }
    }

    /// How it is made where a row does not say.
    package var usualChannel: Channel {
        switch self {
        case .message, .confirmation, .mention: .sms
        case .callAttempt, .conversation, .visit: .voice
        }
    }
}
