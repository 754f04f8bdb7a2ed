import ArgumentParser
import Store

struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Apply the limits of the law packs: what must be kept, and what must go.",
        subcommands: [RunRetention.self])
}

struct RunRetention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Erase whoever must go by the rules of retention; look first with --dry-run.",
        discussion: """
            What a law wants kept is never destroyed, whatever else wants it gone. It may be stopped and run again. The \
            rules: dunlin law PACK; the built-in periods are house rules, which an own pack with the key house replaces.
            """)

    @OptionGroup var options: GlobalOptions
    @Flag(help: "Only say what would be done.") var dryRun = false
    @Flag(help: "Do not ask.") var yes = false
    @Flag(
        help: """
            One JSON document: {dry_run, borrowers, profiles, records, ended_records, kept, strays, rejected_folders, \
            receipts, clean}.
            """) var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        try workplace.home.refuseDemo()
        try workplace.checkFiles()
        let store = try await workplace.store(making: false)
        let lender = try await workplace.lender(in: store).lender
        let desk = ErasureDesk(workplace: workplace, lender: lender, store: store)
        let bar = ProgressBar(isQuiet: json && !Output.isTerminal)
        let run = RetentionRun(desk: desk, now: try await store.now(by: workplace.clock)) { what, position, end in
            bar.show(what: what, done: position, of: end, count: position, unit: "borrowers")
        }
        let plan = try await run.run(isReal: false)
        bar.finish()
        if !json { Output.text(RetentionReports.text(plan, isReal: false)) }
        guard !dryRun else {
            if json { tell(plan, isReal: false, receipts: 0, isClean: true) }
            return
        }
        guard !plan.isNothing else {
            // A run that was killed may have left its last step undone.
            let (receipts, isClean) = try await desk.cleanUp()
            if json { tell(plan, isReal: true, receipts: receipts, isClean: isClean) }
            return
        }
        try Confirmation.ask("What is erased cannot be brought back. Erase?", isGiven: yes)
        let done = try await run.run(isReal: true)
        let (receipts, isClean) = try await desk.cleanUp()
        bar.finish()
        if json {
            tell(done, isReal: true, receipts: receipts, isClean: isClean)
        } else {
            Output.text(RetentionReports.text(done, isReal: true))
        }
    }

    private func tell(_ counts: RetentionRun.Counts, isReal: Bool, receipts: Int, isClean: Bool) {
        Output.line(
            JSONText.write(
                RetentionReports.json(counts, isReal: isReal, receipts: receipts, isClean: isClean)))
    }
}
