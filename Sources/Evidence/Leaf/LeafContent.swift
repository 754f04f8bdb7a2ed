import Crypto

/// What a leaf says, and what is sealed: canonical JSON behind a random salt.
///
/// The plain text of a box is salt (16 bytes) ‖ JSON, and the leaf's commitment is its SHA-256. Without the salt nobody
/// can try out guesses against the commitment; with it everybody can check the content.
package struct LeafContent: Sendable {
    package static let saltLength = 16

    /// Equal to the leaf's.
    package let at_ms: Int64
    package let kind: LeafKind
    /// Whom it tells of, by the lender's own references; nil for what concerns no borrower.
    package let borrower: Subject?
    /// The record's own fields.
    package let record: LeafValue

    package struct Subject: Sendable, Equatable {
        package let portfolio: String
        package let reference: String
        /// The borrower's own leaf counter, from 1 without a gap.
        package let number: Int64

        package init(portfolio: String, reference: String, number: Int64) {
            self.portfolio = portfolio
            self.reference = reference
            self.number = number
        }
    }

    package init(at_ms: Int64, kind: LeafKind, borrower: Subject?, record: LeafValue) {
        self.at_ms = at_ms
        self.kind = kind
        self.borrower = borrower
        self.record = record
    }

    /// Salt and JSON: what is sealed and committed to.
    package func plainText(salt: [UInt8]) throws(LeafFault) -> [UInt8] {
        var json = CanonicalJSON(capacity: 1024)
        try Self.write(salt: salt[...], at_ms: at_ms, kind: kind, borrower: borrower, record: record, to: &json)
        return json.bytes
    }

    /// The same without the value, for who writes many.
    package static func write(
        salt: ArraySlice<UInt8>, at_ms: Int64, kind: LeafKind, borrower: Subject?, record: LeafValue,
        to json: inout CanonicalJSON
    ) throws(LeafFault) {
        json.writeRaw(salt)
        json.writeRaw("{\"at\":")
        json.write(at_ms)
        if let borrower {
            json.writeRaw(",\"borrower\":")
            json.write(borrower.reference)
        }
        json.writeRaw(",\"kind\":")
        json.write(kind.rawValue)
        if let borrower {
            json.writeRaw(",\"number\":")
            json.write(borrower.number)
            json.writeRaw(",\"portfolio\":")
            json.write(borrower.portfolio)
        }
        json.writeRaw(",\"record\":")
        try json.write(record)
        json.writeRaw("}")
    }

    package static func commitment(_ plainText: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: plainText)) }

    /// Reads the plain text of an opened box, and holds it against the leaf: commitment, kind and time.
    package init(plainText: [UInt8], of leaf: LeafRecord) throws(LeafFault) {
        guard plainText.count > Self.saltLength, Self.commitment(plainText) == leaf.commitment else {
            throw .commitment
        }
        try self.init(json: CanonicalJSON.decode(plainText[Self.saltLength...]))
        guard kind == leaf.kind else { throw .field("kind") }
        guard at_ms == leaf.at_ms else { throw .field("at") }
    }

    private init(json: LeafValue) throws(LeafFault) {
        guard case .object(let fields) = json else { throw .field("record") }
        guard let at_ms = json["at"]?.integer else { throw .field("at") }
        guard let kind = json["kind"]?.text.flatMap(LeafKind.init) else { throw .field("kind") }
        guard let record = json["record"], case .object = record else { throw .field("record") }
        var borrower: Subject?
        if fields.count > 3 {
            guard let reference = json["borrower"]?.text else { throw .field("borrower") }
            guard let number = json["number"]?.integer else { throw .field("number") }
            guard let portfolio = json["portfolio"]?.text else { throw .field("portfolio") }
            guard fields.count == 6 else { throw .field("borrower") }
            borrower = Subject(portfolio: portfolio, reference: reference, number: number)
        }
        self.init(at_ms: at_ms, kind: kind, borrower: borrower, record: record)
    }
}
