package import CivilTime

/// Who borrowed: a person, or a company with the persons who act for it.
package struct Borrower: Sendable, Hashable {
    package typealias ID = Identifier<Borrower>

    package enum Kind: Int, Sendable, Codable { case person = 0, company = 1 }

    package var id: ID
    package var reference: Reference
    package var portfolio: Portfolio.Key
    package var kind: Kind
    /// BCP 47, as the book has it: `zh-Hans`, `en`, `es`.
    package var language: String
    /// ISO 3166-2 or 3166-1: `US-MA`, `CN-BJ`, `ID`.
    package var region: String
    /// The zone of the address the lender has. Empty when the lender gave none.
    package var zone: String
    /// Personal: never in a log, error, metric or file name.
    package var name: String
    package var birthDate: CivilDate?
    package var contactPoints: [ContactPoint]

    package init(
        id: ID, reference: Reference, portfolio: Portfolio.Key, kind: Kind, language: String, region: String,
        zone: String, name: String, birthDate: CivilDate?, contactPoints: [ContactPoint]
    ) {
        self.id = id
        self.reference = reference
        self.portfolio = portfolio
        self.kind = kind
        self.language = language
        self.region = region
        self.zone = zone
        self.name = name
        self.birthDate = birthDate
        self.contactPoints = contactPoints
    }
}

/// The way a message travels.
package enum Channel: Int, Sendable, Codable, CaseIterable { case sms = 1, email = 2, voice = 3 }

/// One address of a borrower on one channel.
package struct ContactPoint: Sendable, Hashable {
    package typealias ID = Identifier<ContactPoint>

    package enum Owner: Int, Sendable, Codable, CaseIterable {
        case borrower = 0, guarantor, contactPerson, companyOfficer, attorney
    }

    package enum Standing: Int, Sendable, Codable, CaseIterable {
        case usable = 0
        /// Nobody answers there.
        case invalid = 1
        /// The carrier has given it to somebody else.
        case recycled = 2
        /// It never was the borrower's.
        case wrongPerson = 3
        /// It takes no texts: a landline, or a line without them.
        case landline = 4
        /// Out of service or barred for now.
        case unreachable = 5

        /// Whether somebody else has it: what they say and hear is not the borrower's.
        package var isStrangers: Bool { self == .recycled || self == .wrongPerson }

        /// As mappings and commands have it.
        package var word: String { self == .wrongPerson ? "wrong_person" : "\(self)" }
    }

    package var id: ID
    package var channel: Channel
    /// E.164 with `+` for SMS and voice; an address for e-mail. Personal.
    package var address: String
    package var owner: Owner
    package var standing: Standing

    package init(id: ID, channel: Channel, address: String, owner: Owner, standing: Standing) {
        self.id = id
        self.channel = channel
        self.address = address
        self.owner = owner
        self.standing = standing
    }
}

/// A fact about a borrower that stops or changes messages until it ends. Source of each: design §6, "absolute stops".
package enum BorrowerFlag: String, Sendable, Codable, CaseIterable {
    case cease, attorney, bankruptcy, deceased, minor, incapacity, dispute, hardship, arrangement, bereavement
    case wrongPerson = "wrong_person"
    case paidClaim = "paid_claim"
    /// The borrower agreed to be reached at other hours than the law's default; lifts a window only where the law says
    /// that agreement does.
    case hoursAgreed = "hours_agreed"
    case hospital
    /// A disability for which the law forbids collectors to make contact (Russia: group I).
    case disability
    case complaint
    /// The borrower lives where a disaster was declared.
    case disasterArea = "disaster_area"
    /// A payment was promised. An open promise of a loan (`Promise`) counts as this flag until its day has passed.
    case promise
}
