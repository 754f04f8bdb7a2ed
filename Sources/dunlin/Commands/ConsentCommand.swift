import ArgumentParser
import CivilTime
import Evidence
import LoanBook
import Messaging
import Store

struct ConsentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract:
            "Record that a borrower agreed to a class of messages or took it back, with the words that were shown.",
        discussion: """
            The record is append-only and the latest entry stands. The words are kept sealed; the evidence names their \
            hash. Many at once come with the book: the file `consents` of a mapping.
            """,
        subcommands: [GiveConsent.self, RevokeConsent.self, ListConsents.self])
}

extension MessageClass: ExpressibleByArgument {
    public init?(argument: String) { self.init(word: argument) }
    public static var allValueStrings: [String] { allCases.map(\.word) }
}

struct ConsentEntry: ParsableArguments {
    @OptionGroup var subject: FlagSubject
    @Argument(help: "service, collection, marketing or education.") var messageClass: MessageClass
    @Option(help: "Of which address, by its number in dunlin contact-point list (default: the borrower's own number).")
    var contactPoint: Int64?
    @Option(help: "By what it was said: form, paper, call or operator.") var act: ConsentAct = .operator
    @Option(help: "What was shown to the borrower, word for word.") var words: String = ""

    func record(given: Bool) async throws {
        let (workplace, store, borrower) = try await subject.open()
        guard words.utf8.count <= RowLimits.shownBytes else {
            throw ValidationError("--words holds more than \(RowLimits.shownBytes) bytes")
        }
        let now = try await store.now(by: workplace.clock)
        let (vault, random) = (store.vault, workplace.random)
        let entry = (messageClass: messageClass, point: contactPoint, act: act.act, words: words)
        try await store.database.write { session in
            try session.lock([.borrower(borrower.number)], .exclusive)
            let points = try ListedContactPoints.of([borrower.number], in: session)[borrower.number] ?? []
            let own = points.filter { $0.owner == .borrower && $0.channel == .sms }
            let point =
                entry.point.map { id in points.first { $0.id == id } } ?? own.first { $0.standing == .usable }
                ?? own.first
            guard let point else {
                throw Failure("the borrower has no such address", fix: "see dunlin contact-point list")
            }
            let key = try Keys.key(borrower: borrower.number, .profile, in: session, vault: vault)
            let consent = Consent(
                contactPoint: ContactPoint.ID(point.id), messageClass: entry.messageClass, given: given, at: now,
                act: entry.act)
            try ShownWords.append(
                [
                    (
                        borrower.number,
                        ShownWords.Entry(consent: consent, words: try ShownWords.sealed(entry.words, key))
                    )
                ], in: session)
            let hash = entry.words.isEmpty ? "" : ContentHash.sha256(entry.words.utf8)
            try EvidenceLog.append(
                [.consent(consent, of: borrower, words: hash, at: now)], in: session, vault: vault, random: random)
        }
        Output.line("\(messageClass.word): \(given ? "given" : "revoked")")
    }
}

/// As the command line has them.
enum ConsentAct: String, ExpressibleByArgument, CaseIterable {
    case form, paper, call, `operator`

    var act: Consent.Act {
        switch self {
        case .form: .form
        case .paper: .paper
        case .call: .call
        case .operator: .operatorEntry
        }
    }
}

struct GiveConsent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "give", abstract: "Record that the borrower agreed.")

    @OptionGroup var entry: ConsentEntry

    func run() async throws { try await entry.record(given: true) }
}

struct RevokeConsent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Record that the borrower took it back.")

    @OptionGroup var entry: ConsentEntry

    func run() async throws { try await entry.record(given: false) }
}

struct ListConsents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the record of a borrower, oldest first.")

    @OptionGroup var subject: FlagSubject
    @Flag(help: "Show the words in full; that you looked is recorded.") var reveal = false
    @Flag(help: "One JSON document: {consents: [{contact_point, class, given, at, act, words_sha256, words}]}.")
    var json = false

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        if reveal { try await EvidenceDesk.recordReveal(of: borrower, how: "consent list", workplace, store) }
        let vault = store.vault
        let entries = try await store.database.read { session in
            let key = try Keys.existing(borrower: borrower.number, .profile, in: session, vault: vault)
            return try ShownWords.list(borrower, in: session).map { entry in
                (consent: entry.consent, words: try key.map { try entry.opened($0) } ?? "")
            }
        }
        if json {
            let list = entries.map { entry in
                JSONText.Value.object(
                    [
                        ("contact_point", .number(entry.consent.contactPoint.number)),
                        ("class", .text(entry.consent.messageClass.word)), ("given", .bool(entry.consent.given)),
                        ("at", .text(entry.consent.at.description)), ("act", .text(entry.consent.act.word)),
                        (
                            "words_sha256",
                            entry.words.isEmpty ? .null : .text(ContentHash.sha256(entry.words.utf8))
                        ),
                    ] + (reveal ? [("words", .text(entry.words))] : []))
            }
            Output.line(JSONText.write(.object([("consents", .list(list))])))
            return
        }
        var table = TextTable(headings: ["address", "class", "", "at", "by", "words shown"], numeric: [0])
        table.rows = entries.map { entry in
            let words = entry.words
            let shown = reveal ? words : words.isEmpty ? "" : String(ContentHash.sha256(words.utf8).prefix(12)) + "…"
            return [
                String(entry.consent.contactPoint.number), entry.consent.messageClass.word,
                entry.consent.given ? "given" : "revoked", entry.consent.at.description, entry.consent.act.word, shown,
            ]
        }
        Output.text(table.text)
    }
}
