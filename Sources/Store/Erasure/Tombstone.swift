package import CivilTime
internal import Evidence
package import LoanBook

/// What is left of a borrower who was erased: keyed hashes, and what the person said of numbers. Enough to recognise, and
/// nothing to read.
package struct Tombstone: Sendable, Hashable {
    package struct Mark: Sendable, Hashable {
        package var kind: ErasedMark.Kind
        /// `KeyedHash.root`.
        package var root: [UInt8]
    }

    /// One own act about a number, which a later owner's borrower id inherits.
    package struct Said: Sendable, Hashable {
        /// `KeyedHash.root` of the number.
        package var root: [UInt8]
        package var messageClass: MessageClass
        package var given: Bool
        package var at: Instant
        package var act: Consent.Act
    }

    package static let idLength = 16

    /// Random, the same in every copy of the database.
    package var id: [UInt8]
    /// Counts its changes.
    package var version: Int64 = 1
    package var at: Instant
    /// Since when the lender has a lawful reason to have the person in the book again.
    package var readmittedAt: Instant?
    /// Whether the record was destroyed too.
    package var isRecordGone: Bool
    /// While the record is kept: until when, if that can be said, and the rules that keep it.
    package var recordUntil: Instant?
    package var keptBy: [String] = []
    /// Flags that outlive the person's data.
    package var flags: [BorrowerFlag]
    package var marks: [Mark]
    package var said: [Said]

    static let context = "tombstone"
    /// A refusal of all contact is kept as an opt-out is.
    static let lastingFlags: Set<BorrowerFlag> = [.cease]

    func encoded() throws -> [UInt8] {
        let marks = marks.map {
            LeafValue.object([("kind", .integer(Int64($0.kind.rawValue))), ("root", .text(Base64.encode($0.root)))])
        }
        let said = said.map {
            LeafValue.object([
                ("act", .integer(Int64($0.act.rawValue))), ("at", .integer($0.at.milliseconds)),
                ("class", .integer(Int64($0.messageClass.rawValue))), ("given", .bool($0.given)),
                ("root", .text(Base64.encode($0.root))),
            ])
        }
        return try CanonicalJSON.encode(
            .object([
                ("at", .integer(at.milliseconds)), ("flags", .list(flags.map { .text($0.rawValue) })),
                ("id", .text(Base64.encode(id))), ("kept_by", .list(keptBy.map { .text($0) })),
                ("kept_until", recordUntil.map { .integer($0.milliseconds) } ?? .null), ("marks", .list(marks)),
                ("readmitted", readmittedAt.map { .integer($0.milliseconds) } ?? .null),
                ("record_gone", .bool(isRecordGone)), ("said", .list(said)), ("version", .integer(version)),
            ]))
    }

    init(decoding bytes: [UInt8]) throws {
        let json = try CanonicalJSON.decode(bytes)
        guard let id = json["id"]?.bytes, let version = json["version"]?.integer, let at = json["at"]?.integer,
            case .bool(let isRecordGone)? = json["record_gone"], case .list(let flags)? = json["flags"],
            case .list(let marks)? = json["marks"], case .list(let said)? = json["said"],
            case .list(let keptBy)? = json["kept_by"]
        else { throw Self.unreadable }
        self.init(
            id: id, version: version, at: Instant(milliseconds: at),
            readmittedAt: json["readmitted"]?.integer.map { Instant(milliseconds: $0) }, isRecordGone: isRecordGone,
            recordUntil: json["kept_until"]?.integer.map { Instant(milliseconds: $0) },
            keptBy: keptBy.compactMap(\.text),
            flags: flags.compactMap { $0.text.flatMap(BorrowerFlag.init) },
            marks: try marks.map { mark in
                guard let root = mark["root"]?.bytes,
                    let kind = mark["kind"]?.integer.flatMap({ ErasedMark.Kind(rawValue: Int($0)) })
                else { throw Self.unreadable }
                return Mark(kind: kind, root: root)
            },
            said: try said.map { entry in
                guard let root = entry["root"]?.bytes, let at = entry["at"]?.integer,
                    case .bool(let given)? = entry["given"],
                    let messageClass = entry["class"]?.integer.flatMap({ MessageClass(rawValue: Int($0)) }),
                    let act = entry["act"]?.integer.flatMap({ Consent.Act(rawValue: Int($0)) })
                else { throw Self.unreadable }
                return Said(
                    root: root, messageClass: messageClass, given: given, at: Instant(milliseconds: at), act: act)
            })
    }

    init(
        id: [UInt8], version: Int64 = 1, at: Instant, readmittedAt: Instant? = nil, isRecordGone: Bool,
        recordUntil: Instant? = nil, keptBy: [String] = [], flags: [BorrowerFlag], marks: [Mark], said: [Said]
    ) {
        self.id = id
        self.version = version
        self.at = at
        self.readmittedAt = readmittedAt
        self.isRecordGone = isRecordGone
        self.recordUntil = recordUntil
        self.keptBy = keptBy
        self.flags = flags
        self.marks = marks
        self.said = said
    }

    private static var unreadable: StoreError {
        StoreError(.unreadableRow, "a tombstone of an unknown form", at: "tombstone")
    }
}

extension LeafValue {
    /// Base64 of at least one byte.
    fileprivate var bytes: [UInt8]? { text.flatMap { Base64.decode($0) }.flatMap { $0.isEmpty ? nil : $0 } }
}
