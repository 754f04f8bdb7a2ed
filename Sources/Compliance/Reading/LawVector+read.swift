internal import CivilTime
internal import LoanBook
internal import Messaging

/// What a vector leaves out: taken from the rule that it shows.
struct VectorDefaults {
    var role: Portfolio.Role
    var channel: Channel
    var purpose: Purpose
}

extension LawVector {
    private static let keys = [
        "name", "at", "region", "zone", "number", "other_numbers", "role", "channel", "purpose", "owner",
        "days_past_due", "language",
        "text", "first", "flags", "flags_until", "consents", "contacts", "product", "expect", "until", "finding",
    ]
    private static let point = ContactPoint.ID(1)
    private static let loan = Loan.ID(1)

    static func read(_ node: PackNode, _ defaults: VectorDefaults) throws(LawPackError) -> LawVector {
        let fields = try node.fields(keys)
        let region = try fields.required("region", in: node).text()
        let channel = try fields["channel"].map { n throws(LawPackError) in try n.one(of: PackWords.channels) }
        let purpose = try fields["purpose"].map { n throws(LawPackError) in try n.one(of: Purpose.self) }
        let language = try fields["language"].map { n throws(LawPackError) in try n.text() } ?? "en"
        let contactPoint = ContactPoint(
            id: point, channel: channel ?? defaults.channel,
            // A toll-free number has no area, so that address and region alone say where the borrower is.
            address: try fields["number"].map { n throws(LawPackError) in try n.text() } ?? "+18005550100",
            owner: try fields["owner"].map { n throws(LawPackError) in try n.one(of: PackWords.owners) } ?? .borrower,
            standing: .usable)
        let others = try fields["other_numbers"].map { n throws(LawPackError) in try n.texts() } ?? []
        let contact = ProposedContact(
            purpose: purpose ?? defaults.purpose, channel: channel ?? defaults.channel, contactPoint: contactPoint,
            loan: loan,
            daysPastDue: try fields["days_past_due"].map { n throws(LawPackError) in try n.number(0...10_000) } ?? 10,
            text: try fields["text"].map { n throws(LawPackError) in try n.text() }, language: language,
            isFirstCollectionContact: try fields["first"].map { n throws(LawPackError) in try n.truth() } ?? false,
            product: try fields["product"].map { n throws(LawPackError) in try n.text() })
        let borrower = Borrower(
            id: Borrower.ID(1), reference: "vector", portfolio: "vector", kind: .person, language: language,
            region: region, zone: try fields["zone"].map { n throws(LawPackError) in try n.text() } ?? "", name: "",
            birthDate: nil,
            contactPoints: [contactPoint]
                + others.enumerated().map { index, number in
                    ContactPoint(
                        id: ContactPoint.ID(Int64(index) + 2), channel: .voice, address: number,
                        owner: contactPoint.owner, standing: .usable)
                })
        let flags = try fields["flags"].map { n throws(LawPackError) in try n.set(of: BorrowerFlag.self) } ?? []
        let flagsEnd = try fields["flags_until"].map { n throws(LawPackError) in try n.instant() }
        let snapshot = BorrowerSnapshot(
            borrower: borrower, loans: [],
            consents: try fields["consents"].map { n throws(LawPackError) in try consents(n) } ?? [],
            flags: flags,
            contacts: try fields["contacts"].map { n throws(LawPackError) in try contacts(n) } ?? [],
            paymentsAsOf: nil,
            flagEnds: flagsEnd.map { end in Dictionary(uniqueKeysWithValues: flags.map { ($0, end) }) } ?? [:])
        return LawVector(
            name: try fields.required("name", in: node).text(), line: node.line, column: node.column,
            at: try fields.required("at", in: node).instant(), region: region,
            role: try fields["role"].map { n throws(LawPackError) in try n.one(of: PackWords.roles) } ?? defaults.role,
            contact: contact, snapshot: snapshot,
            expected: try fields.required("expect", in: node).one(of: Expected.self),
            until: try fields["until"].map { n throws(LawPackError) in try n.instant() },
            finding: try fields["finding"].map { n throws(LawPackError) in try n.text() })
    }

    private static func consents(_ node: PackNode) throws(LawPackError) -> [Consent] {
        try node.items().map { item throws(LawPackError) in
            let fields = try item.fields(["class", "given", "at"])
            return Consent(
                contactPoint: point,
                messageClass: try fields.required("class", in: item).one(of: PackWords.classes),
                given: try fields.required("given", in: item).truth(),
                at: try fields.required("at", in: item).instant(), act: .importedRow)
        }
    }

    /// `{kind, channel, class, at, loan, times}`: `times` contacts of one kind at one instant.
    private static func contacts(_ node: PackNode) throws(LawPackError) -> [PastContact] {
        var contacts: [PastContact] = []
        for item in try node.items() {
            let fields = try item.fields(["kind", "channel", "class", "at", "loan", "times"])
            let contact = PastContact(
                kind: try fields.required("kind", in: item).one(of: PackWords.contacts),
                channel: try fields.required("channel", in: item).one(of: PackWords.channels),
                messageClass: try fields["class"].map { n throws(LawPackError) in try n.one(of: PackWords.classes) }
                    ?? .collection,
                contactPoint: point,
                loan: Loan.ID(
                    Int64(try fields["loan"].map { n throws(LawPackError) in try n.number(1...1000) } ?? 1)),
                at: try fields.required("at", in: item).instant())
            let times = try fields["times"].map { n throws(LawPackError) in try n.number(1...100) } ?? 1
            contacts += Array(repeating: contact, count: times)
        }
        return contacts.sorted { $0.at < $1.at }
    }
}
