import ArgumentParser
import CivilTime
import LoanBook
import Messaging
import Store

struct ContactPointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact-point",
        abstract: "List, add and mark the addresses of a borrower: whose they are, and whether they may be used.",
        discussion: """
            A company is told through its officer. No step is told to a guarantor, a contact person or an attorney by \
            itself. Many at once come with the book: the file `contact_points` of a mapping.
            """,
        subcommands: [ListContactPoints.self, AddContactPoint.self, MarkContactPoint.self])
}

extension ContactPoint.Owner: ExpressibleByArgument {
    public init?(argument: String) {
        guard let found = Self.allCases.first(where: { $0.word == argument }) else { return nil }
        self = found
    }
    public static var allValueStrings: [String] { allCases.map(\.word) }
}

extension ContactPoint.Standing: ExpressibleByArgument {
    public init?(argument: String) {
        guard let found = Self.allCases.first(where: { $0.word == argument }) else { return nil }
        self = found
    }
    public static var allValueStrings: [String] { allCases.map(\.word) }
}

struct ListContactPoints: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List them, masked.")

    @OptionGroup var subject: FlagSubject
    @Flag(help: "Show addresses and names in full; that you looked is recorded.") var reveal = false
    @Flag(
        help: """
            One JSON document: {contact_points: [{contact_point, channel, owner, standing, address, name, carrier_says, \
            source, until}]}.
            """)
    var json = false

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        if reveal { try await EvidenceDesk.recordReveal(of: borrower, how: "contact-point list", workplace, store) }
        let (vault, reveal) = (store.vault, reveal)
        let now = try await store.now(by: workplace.clock)
        let rows = try await store.database.read { session -> [[String]] in
            guard let key = try Keys.existing(borrower: borrower.number, .profile, in: session, vault: vault) else {
                return []
            }
            let points = try ListedContactPoints.of([borrower.number], in: session)[borrower.number] ?? []
            let learned = try LearnedNumbers.of(borrower, at: now, in: session)
            return try points.map { point in
                let word = learned[point.id]
                let address = try point.openedAddress(key)
                let name = try point.openedName(key)
                let masked = point.channel == .email ? Masked.email(address) : Masked.phone(address)
                return [
                    String(point.id), point.channel.word, point.owner.word, point.standing.word,
                    reveal ? address : masked, reveal ? name : Masked.name(name), word?.trouble.word ?? "",
                    word?.source ?? "", word?.until?.description ?? "",
                ]
            }
        }
        if json {
            let list = rows.map { row in
                JSONText.Value.object([
                    ("contact_point", .number(Int64(row[0]) ?? 0)), ("channel", .text(row[1])),
                    ("owner", .text(row[2])), ("standing", .text(row[3])), ("address", .text(row[4])),
                    ("name", .text(row[5])), ("carrier_says", row[6].isEmpty ? .null : .text(row[6])),
                    ("source", row[7].isEmpty ? .null : .text(row[7])),
                    ("until", row[8].isEmpty ? .null : .text(row[8])),
                ])
            }
            Output.line(JSONText.write(.object([("contact_points", .list(list))])))
            return
        }
        var table = TextTable(
            headings: ["number", "channel", "owner", "standing", "address", "name", "carrier says", "by", "until"],
            numeric: [0])
        table.rows = rows
        Output.text(table.text)
    }
}

struct AddContactPoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add an address.")

    @OptionGroup var subject: FlagSubject
    @Argument(help: "sms, email or voice.") var channel: Channel
    @Argument(help: "The number with its country code (+1 212 555 0102), or the e-mail address.") var address: String
    @Option(help: "borrower, guarantor, contact_person, company_officer or attorney.")
    var owner: ContactPoint.Owner = .borrower
    @Option(help: "The name of the guarantor, officer or other person; kept sealed.") var name: String = ""

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        guard name.utf8.count <= RowLimits.nameBytes else { throw ValidationError("--name is too long") }
        guard let read = Self.readable(address, channel) else {
            throw ValidationError("this is no address for \(channel.word)")
        }
        let now = try await store.now(by: workplace.clock)
        let (vault, random, channel, owner, name) = (store.vault, workplace.random, channel, owner, name)
        let id = try await store.database.write { session in
            try session.lock([.borrower(borrower.number)], .exclusive)
            let points = try ListedContactPoints.of([borrower.number], in: session)[borrower.number] ?? []
            let lookup = vault.lookup(read)
            guard !points.contains(where: { $0.channel == channel && lookup.matches($0.lookup) }) else {
                throw Failure("the borrower has this address already", fix: "see dunlin contact-point list")
            }
            let key = try Keys.key(borrower: borrower.number, .profile, in: session, vault: vault)
            let entry = try ListedContactPoints.Known(
                borrower: borrower.number, id: Numbers.take("contact_point", 1, in: session), channel: channel,
                owner: owner, standing: .usable, address: read, name: name, batch: 0, key: key, vault: vault)
            try ListedContactPoints.insert([entry], in: session)
            // Who said STOP from a number is not written to on it for somebody else either.
            let revoked = try Consents.revoked(lookup: lookup, in: session).map { consent in
                var consent = consent
                consent.contactPoint = ContactPoint.ID(entry.id)
                return (borrower, consent)
            }
            try Consents.append(revoked, in: session)
            try EvidenceLog.append(
                [.contactPoint(ContactPoint.ID(entry.id), of: borrower, owner: owner, standing: .usable, at: now)],
                in: session, vault: vault, random: random)
            return entry.id
        }
        Output.line("added as \(id)")
    }

    private static func readable(_ address: String, _ channel: Channel) -> String? {
        switch channel {
        case .sms, .voice:
            PhoneNumber.e164(Array(address.utf8), region: "US").flatMap { address.hasPrefix("+") ? $0 : nil }
        case .email: EmailAddress.readable(address.utf8) ? address : nil
        }
    }
}

struct MarkContactPoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark", abstract: "Say what an address is good for.",
        discussion: """
            recycled: the carrier gave the number to somebody else. wrong_person: it never was the borrower's. landline: it \
            takes no texts. What a carrier said of the address is forgotten.
            """
    )

    @OptionGroup var subject: FlagSubject
    @Argument(help: "The address, by its number in dunlin contact-point list.") var contactPoint: Int64
    @Argument(help: "usable, invalid, recycled, wrong_person, landline or unreachable.") var standing:
        ContactPoint.Standing

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        let now = try await store.now(by: workplace.clock)
        let (vault, random) = (store.vault, workplace.random)
        let (contactPoint, standing) = (contactPoint, standing)
        try await store.database.write { session in
            try session.lock([.borrower(borrower.number)], .exclusive)
            let points = try ListedContactPoints.of([borrower.number], in: session)[borrower.number] ?? []
            guard let point = points.first(where: { $0.id == contactPoint }) else {
                throw Failure("the borrower has no such address", fix: "see dunlin contact-point list")
            }
            try ContactPoints.mark(ContactPoint.ID(point.id), of: borrower, standing, in: session)
            try EvidenceLog.append(
                [
                    .contactPoint(
                        ContactPoint.ID(point.id), of: borrower, owner: point.owner, standing: standing, at: now)
                ], in: session, vault: vault, random: random)
        }
        Output.line("\(contactPoint) is \(standing.word)")
    }
}
