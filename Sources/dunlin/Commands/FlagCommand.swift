import ArgumentParser
import CivilTime
import Evidence
import LoanBook
import Store

struct FlagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flag",
        abstract: "Raise, end or list the facts about a borrower that stop or change messages.",
        discussion: """
            Such as dispute, hardship, attorney, bankruptcy, cease, deceased, or paid_claim (the borrower says it is \
            paid). What each stops is the law's word and the house rules': dunlin law house. It counts from the next \
            submission on, and becomes part of the evidence.
            """,
        subcommands: [RaiseFlag.self, EndFlag.self, ListFlags.self])
}

struct FlagSubject: ParsableArguments {
    @OptionGroup var options: GlobalOptions
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Argument(help: "The lender's own borrower id.") var borrower: String

    func open() async throws -> (workplace: Workplace, store: OpenStore, borrower: Borrower.ID) {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        return (workplace, store, try await store.findRecord(borrower, portfolio: portfolio))
    }
}

extension BorrowerFlag: ExpressibleByArgument {}

struct RaiseFlag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "raise", abstract: "Raise a flag.")

    @OptionGroup var subject: FlagSubject
    @Argument(help: "The flag.") var flag: BorrowerFlag
    @Option(help: "When it ends, where that is known: 2026-12-01 (midnight in UTC) or 2026-12-01T00:00:00+08:00.")
    var until: String?

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        let (flag, now) = (flag, try await store.now(by: workplace.clock))
        let end = try until.map { text in
            guard let end = GlobalOptions.instant(text) else {
                throw ValidationError("--until \(text) is no instant: write 2026-12-01 or 2026-12-01T00:00:00+08:00")
            }
            guard end > now else { throw ValidationError("--until \(text) has passed") }
            return end
        }
        let (vault, random) = (store.vault, workplace.random)
        try await store.database.write { session in
            try session.lock([.borrower(borrower.number)], .exclusive)
            try Flags.raise(flag, of: borrower, since: now, until: end, source: "operator", in: session)
            try EvidenceLog.append(
                [.flag(flag, raised: true, borrower, until: end, at: now)], in: session, vault: vault, random: random)
        }
        Output.line("\(flag.rawValue) raised")
    }
}

struct EndFlag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "end", abstract: "End a flag.")

    @OptionGroup var subject: FlagSubject
    @Argument(help: "The flag.") var flag: BorrowerFlag

    func run() async throws {
        let (workplace, store, borrower) = try await subject.open()
        let (flag, now) = (flag, try await store.now(by: workplace.clock))
        let (vault, random) = (store.vault, workplace.random)
        let ended = try await store.database.write { session in
            try session.lock([.borrower(borrower.number)], .exclusive)
            let ended = try Flags.end(flag, of: borrower, at: now, in: session)
            if ended > 0 {
                try EvidenceLog.append(
                    [.flag(flag, raised: false, borrower, at: now)], in: session, vault: vault, random: random)
            }
            return ended
        }
        guard ended > 0 else {
            throw Failure("the borrower has no open flag \(flag.rawValue)", fix: "see dunlin flag list")
        }
        Output.line("\(flag.rawValue) ended")
    }
}

struct ListFlags: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List a borrower's flags.")

    @OptionGroup var subject: FlagSubject
    @Flag(help: "One JSON document: {flags: [{kind, since, until, source}]}.") var json = false

    func run() async throws {
        let (_, store, borrower) = try await subject.open()
        let flags = try await store.database.read { try Flags.list(borrower, in: $0) }
        if json {
            let list = flags.map {
                JSONText.Value.object([
                    ("kind", .text($0.kind.rawValue)), ("since", .text($0.since.description)),
                    ("until", $0.until.map { .text($0.description) } ?? .null), ("source", .text($0.source)),
                ])
            }
            Output.line(JSONText.write(.object([("flags", .list(list))])))
            return
        }
        var table = TextTable(headings: ["flag", "since", "until", "raised by"])
        table.rows = flags.map { [$0.kind.rawValue, $0.since.description, $0.until?.description ?? "open", $0.source] }
        Output.text(table.text)
    }
}

extension LeafDraft {
    static func flag(
        _ flag: BorrowerFlag, raised: Bool, _ borrower: Borrower.ID, until end: Instant? = nil, at now: Instant
    ) -> LeafDraft {
        LeafDraft(
            kind: .flag, borrower: borrower.number, at: now,
            content: [("flag", .text(flag.rawValue)), ("raised", .bool(raised)), ("source", "operator")]
                + (end.map { [("until", .instant($0))] } ?? []))
    }
}
