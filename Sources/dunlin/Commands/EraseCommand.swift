import ArgumentParser
import CivilTime
import Compliance
import LoanBook
import Store

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase a borrower: destroy the keys that the law lets go, and say what stays, why and until when.",
        discussion: """
            What is sealed under a destroyed key can never be read again, by nobody. Keyed hashes stay (a tombstone), so \
            that neither tomorrow's import nor a restored backup brings the person back, and so that a refusal to be \
            written to goes on to count. Evidence still verifies. Look first with --dry-run.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "The lender's own borrower id.") var borrower: String?
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Flag(help: "Only say what would go and what would stay.") var dryRun = false
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "Let somebody who was erased in again: the next import takes the rows. Needs --reason.")
    var readmit = false
    @Option(help: "The lawful reason: new_contract, legal_claim, request or mistake.") var reason: Readmission.Reason?
    @Flag(help: "Erase again whom the list of the erased knows and the store does not.") var reapply = false
    @Option(help: ArgumentHelp("Another list for --reapply: another node's, or a copy.", valueName: "file"))
    var list: String?
    @Flag(help: "One JSON document: {dry_run, erased, kept: [{class, until, rules}], superseded, receipts, clean}.")
    var json = false

    func validate() throws {
        guard reapply != (borrower != nil) else {
            throw ValidationError("name somebody with --borrower, or give --reapply")
        }
        guard readmit == (reason != nil) else { throw ValidationError("--readmit and --reason belong together") }
        guard list == nil || reapply else { throw ValidationError("--list belongs to --reapply") }
    }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        try workplace.home.refuseDemo()
        if reapply { return try await reapply(workplace) }
        guard let borrower else { return }
        if readmit, let reason { return try await readmit(borrower, reason, workplace) }
        try workplace.checkFiles()
        let store = try await workplace.store(making: false)
        let lender = try await workplace.lender(in: store).lender
        let desk = ErasureDesk(workplace: workplace, lender: lender, store: store)
        let now = try await store.now(by: workplace.clock)
        let found = try await store.database.read { [portfolio] session in
            try Snapshots.find(reference: borrower, portfolio: portfolio, in: session)
        }
        if let found, let judgement = try await desk.judge(found, at: now) {
            try await erase(judgement, desk, at: now)
        } else {
            try await eraseRecord(borrower, desk, at: now)
        }
    }

    private func erase(_ judgement: ErasureDesk.Judgement, _ desk: ErasureDesk, at now: Instant) async throws {
        if !json { Output.text(ErasureReports.text(judgement)) }
        guard judgement.profile.mayGo, !dryRun else {
            if json { tell(judgement, nil, receipts: 0, isClean: true) }
            if !judgement.profile.mayGo, !dryRun { throw ExitCode.failure }
            return
        }
        try Confirmation.ask("What is erased cannot be brought back. Erase?", isGiven: yes)
        let done = try await desk.erase(judgement, by: .operator, at: now)
        let (receipts, isClean) = try await desk.cleanUp()
        if json {
            tell(judgement, done, receipts: receipts, isClean: isClean)
        } else {
            Output.line("Erased. \(done.superseded) open messages will not go out.")
            if !isClean { Output.line(Self.notClean) }
        }
    }

    private static let notClean =
        "Another process reads the store: what was deleted leaves its files with the next dunlin erase --reapply."

    private func tell(
        _ judgement: ErasureDesk.Judgement, _ done: Erasure.Done?, receipts: Int, isClean: Bool
    ) {
        Output.line(
            JSONText.write(ErasureReports.json(judgement, done: done, receipts: receipts, isClean: isClean)))
    }

    /// Somebody who left the book before: what was kept may be let go now.
    private func eraseRecord(_ reference: String, _ desk: ErasureDesk, at now: Instant) async throws {
        guard let person = try await desk.store.findErased(reference, portfolio: portfolio) else {
            throw Failure("no borrower of that id is in the book", fix: "check the id, and --home")
        }
        guard let record = person.record, let judgement = try await desk.judge(record, at: now) else {
            return try await finish(person, desk)
        }
        if !json {
            Output.line("The profile was erased on \(person.at).")
            Output.text(ErasureReports.text(judgement))
        }
        guard !dryRun else {
            if json { tell(judgement, nil, receipts: 0, isClean: true) }
            return
        }
        let isGone = judgement.record.mayGo
        if isGone {
            try Confirmation.ask("What is erased cannot be brought back. Erase?", isGiven: yes)
            _ = try await desk.endRecord(record, by: .operator, at: now)
        }
        let (receipts, isClean) = try await desk.cleanUp()
        if json {
            tell(
                judgement, Erasure.Done(tombstone: [], from: 0, to: 0, superseded: 0, isRecordGone: isGone),
                receipts: receipts, isClean: isClean)
        } else {
            if isGone { Output.line("The record is erased.") }
            if !isClean { Output.line(Self.notClean) }
        }
    }

    /// Nothing is left to be erased; what an earlier run was killed over, or could not clean, is done now.
    private func finish(_ person: OpenStore.ErasedPerson, _ desk: ErasureDesk) async throws {
        let (receipts, isClean) = dryRun ? (0, true) : try await desk.cleanUp()
        guard json else {
            Output.line("Erased on \(person.at); nothing is kept.")
            if !isClean { Output.line(Self.notClean) }
            return
        }
        Output.line(
            JSONText.write(
                .object([
                    ("dry_run", .bool(dryRun)), ("erased", .list([])), ("kept", .list([])),
                    ("already", .text(person.at.description)), ("receipts", .number(Int64(receipts))),
                    ("clean", .bool(isClean)),
                ])))
    }

    private func readmit(
        _ reference: String, _ reason: Readmission.Reason, _ workplace: Workplace
    ) async throws {
        let store = try await workplace.store(making: false)
        guard let person = try await store.findErased(reference, portfolio: portfolio), !person.isReadmitted else {
            throw Failure("nobody of that id is erased", fix: "check the id, --portfolio and --home")
        }
        let now = try await store.now(by: workplace.clock)
        let vault = store.vault
        let done = try await store.database.write(repeatable: true) { session in
            try Readmission.run(
                reference, portfolio: person.portfolio, reason: reason, at: now, in: session, vault: vault)
        }
        if let done { try await store.erased.add(done, store.database, vault: vault, clock: workplace.clock) }
        Output.line(
            json
                ? JSONText.write(.object([("readmitted", .bool(done != nil)), ("reason", .text(reason.rawValue))]))
                : "The next import takes the borrower in. What was erased stays erased; opt-outs go on to count.")
    }

    private func reapply(_ workplace: Workplace) async throws {
        // Opening brings the store and its own list together.
        let store = try await workplace.store(making: false)
        var settled = ErasedList.Settled()
        if let list {
            settled = try await store.erased.apply(
                ErasedList(path: list).entries(), to: store.database, vault: store.vault, clock: workplace.clock)
            _ = try await store.erased.settle(store.database, vault: store.vault, clock: workplace.clock)
        }
        _ = try await ErasedSweep.run(store.database)
        let isClean = try await store.database.forgetDeleted()
        if json {
            Output.line(
                JSONText.write(
                    .object([
                        ("erased", .number(Int64(settled.erased))), ("learnt", .number(Int64(settled.learnt))),
                        ("unreadable", .number(Int64(settled.unreadable))), ("clean", .bool(isClean)),
                    ])))
        } else {
            Output.line("\(settled.learnt) erasures learnt, \(settled.erased) borrowers erased again.")
            if settled.unreadable > 0 {
                Output.line("\(settled.unreadable) entries need another master key, and were left.")
            }
            if !isClean { Output.line(Self.notClean) }
        }
    }
}

extension Readmission.Reason: ExpressibleByArgument {}
