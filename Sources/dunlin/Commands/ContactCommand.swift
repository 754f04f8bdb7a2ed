import ArgumentParser
import CivilTime
import LoanBook
import Store

struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact",
        abstract: "Record contacts made outside Dunlin: a collector's call, a visit, an agency's message.",
        discussion: """
            They count against the same caps as Dunlin's own, from the next submission on. Many at once come with the \
            book: the file `contacts` of a mapping.
            """,
        subcommands: [RecordContact.self, ListContacts.self])
}

/// As the command line has them.
extension PastContact.Kind: ExpressibleByArgument {
    public init?(argument: String) {
        guard let found = Self.outside.first(where: { $0.word == argument }) else { return nil }
        self = found
    }
    public static var allValueStrings: [String] { outside.map(\.word) }
}

extension Channel: ExpressibleByArgument {
    public init?(argument: String) {
        guard let found = Self.allCases.first(where: { $0.word == argument }) else { return nil }
        self = found
    }
    public static var allValueStrings: [String] { allCases.map(\.word) }
}

struct RecordContact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "record", abstract: "Record one contact.")

    @OptionGroup var subject: FlagSubject
    @Argument(help: "call_attempt, conversation, visit or message.") var kind: PastContact.Kind
    @Option(help: "When it was made, such as 2026-11-21T09:30:00+08:00 (default: now).") var at: String?
    @Option(help: "The loan it was about; without one it counts for every loan.") var loan: String?
    @Option(help: "sms, email or voice (default: voice; of a message sms).") var channel: Channel?
    @Option(name: .customLong("class"), help: "service, collection, marketing or education.")
    var messageClass: MessageClass = .collection
    @Option(help: "The address used, by its number in dunlin contact-point list; without one it counts for each.")
    var contactPoint: Int64?
    @Option(help: "What came of it; kept sealed.") var result: String = ""
    @Option(help: "Who made it; kept sealed.") var by: String = ""
    @Option(help: "What you call it, so that it counts once (default: a random one).") var reference: String?

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        let now = try await store.now(by: workplace.clock)
        let made = try instant(now)
        let (vault, random) = (store.vault, workplace.random)
        let reference = reference ?? "by-hand-" + random.bytes(6).map { String($0, radix: 16) }.joined()
        guard reference.utf8.count <= RowLimits.referenceBytes, result.utf8.count <= RowLimits.nameBytes,
            by.utf8.count <= RowLimits.nameBytes
        else { throw ValidationError("--reference, --result or --by is too long") }
        let (kind, channel) = (kind, channel ?? kind.usualChannel)
        let (messageClass, contactPoint, loan) = (messageClass, contactPoint, loan)
        let details = OutsideContacts.Details(result: result, by: by)
        try await store.database.write { session in
            try session.lock([.borrower(borrower.number)], .exclusive)
            let contact = PastContact(
                kind: kind, channel: channel, messageClass: messageClass,
                contactPoint: try contactPoint.map { try Self.point($0, of: borrower, in: session) },
                loan: try loan.map { try Self.loan($0, of: borrower, in: session) }, at: made, isOutside: true)
            let key = OutsideContacts.Key(borrower: borrower.number, reference: reference)
            guard try OutsideContacts.find([key], in: session).isEmpty else {
                throw Failure("a contact of that reference is on record", fix: "see dunlin contact list")
            }
            let sealer = try Keys.key(borrower: borrower.number, .record, in: session, vault: vault)
            try OutsideContacts.insert([(key, contact, try details.sealed(sealer))], batch: nil, in: session)
            try EvidenceLog.append(
                [.outsideContact(contact, reference: reference, of: borrower, at: now)], in: session, vault: vault,
                random: random)
        }
        Output.line("\(kind.word) recorded as \(reference)")
    }

    private func instant(_ now: Instant) throws -> Instant {
        guard let at else { return now }
        guard let instant = GlobalOptions.instant(at) else {
            throw ValidationError("--at \(at) is no instant: write 2026-11-21T09:30:00+08:00")
        }
        guard instant <= now else { throw ValidationError("--at \(at) has yet to come") }
        return instant
    }

    private static func point(
        _ id: Int64, of borrower: Borrower.ID, in session: any SQLSession
    ) throws -> ContactPoint.ID {
        let points = try ListedContactPoints.of([borrower.number], in: session)[borrower.number] ?? []
        guard points.contains(where: { $0.id == id }) else {
            throw Failure("the borrower has no such address", fix: "see dunlin contact-point list")
        }
        return ContactPoint.ID(id)
    }

    private static func loan(
        _ reference: String, of borrower: Borrower.ID, in session: any SQLSession
    ) throws -> Loan.ID {
        let id = try session.integer(
            "SELECT id FROM loan WHERE borrower = ? AND ref = ?", [.integer(borrower.number), .text(reference)])
        guard let id else { throw Failure("the borrower has no loan of that id", fix: "check --loan") }
        return Loan.ID(id)
    }
}

struct ListContacts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the contacts made outside Dunlin, the newest first.")

    @OptionGroup var subject: FlagSubject
    @Flag(help: "Show result and maker; that you looked is recorded.") var reveal = false
    @Flag(help: "One JSON document: {contacts: [{reference, contact, channel, class, at, contact_point, result, by}]}.")
    var json = false

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        if reveal { try await EvidenceDesk.recordReveal(of: borrower, how: "contact list", workplace, store) }
        let (vault, reveal) = (store.vault, reveal)
        let contacts = try await store.database.read { session in
            let key = try Keys.existing(borrower: borrower.number, .record, in: session, vault: vault)
            return try OutsideContacts.list(borrower, in: session).map { reference, known in
                let details = reveal ? try key.map { try OutsideContacts.Details(known.details, key: $0) } : nil
                return (reference: reference, contact: known.contact, details: details)
            }
        }
        if json {
            let list = contacts.map { entry in
                JSONText.Value.object(
                    [
                        ("reference", .text(entry.reference)), ("contact", .text(entry.contact.kind.word)),
                        ("channel", .text(entry.contact.channel.word)),
                        ("class", .text(entry.contact.messageClass.word)),
                        ("at", .text(entry.contact.at.description)),
                        ("contact_point", entry.contact.contactPoint.map { .number($0.number) } ?? .null),
                    ] + (entry.details.map { [("result", .text($0.result)), ("by", .text($0.by))] } ?? []))
            }
            Output.line(JSONText.write(.object([("contacts", .list(list))])))
            return
        }
        var table = TextTable(
            headings: ["reference", "contact", "by", "class", "at"] + (reveal ? ["result", "who"] : []))
        table.rows = contacts.map { entry in
            [
                entry.reference, entry.contact.kind.word, entry.contact.channel.word, entry.contact.messageClass.word,
                entry.contact.at.description,
            ] + (entry.details.map { [$0.result, $0.by] } ?? [])
        }
        Output.text(table.text)
    }
}
