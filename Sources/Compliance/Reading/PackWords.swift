internal import LoanBook

/// How packs write the values of the book.
enum PackWords {
    static let roles: KeyValuePairs<String, Portfolio.Role> = [
        "lender": .lender, "bank": .bank, "digital_lender": .digitalLender,
        "third_party_collector": .thirdPartyCollector,
    ]
    static let classes: KeyValuePairs<String, MessageClass> = [
        "service": .service, "collection": .collection, "marketing": .marketing, "education": .education,
    ]
    static let channels: KeyValuePairs<String, Channel> = ["sms": .sms, "email": .email, "voice": .voice]
    static let contacts: KeyValuePairs<String, PastContact.Kind> = [
        "message": .message, "call_attempt": .callAttempt, "conversation": .conversation, "visit": .visit,
        "confirmation": .confirmation,
    ]
    static let owners: KeyValuePairs<String, ContactPoint.Owner> = [
        "borrower": .borrower, "guarantor": .guarantor, "contact_person": .contactPerson,
        "company_officer": .companyOfficer, "attorney": .attorney,
    ]
    static let grades: KeyValuePairs<String, Grade> = ["P": .primary, "S": .secondary, "M": .memory]
}
