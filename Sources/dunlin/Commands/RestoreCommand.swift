import ArgumentParser
import CivilTime
import Decisions
import Foundation
import Store

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring a backup back, and see to it that nothing is said twice.",
        discussion: """
            The backup is checked first, then made ready beside the store, then put in its place; killed at any moment it is \
            simply run again. What was said after the backup was made is forgotten by it: whatever may have been said by \
            now is not sent, and caps count it (dunlin plan shows which, and why). What comes due later goes out. Replies \
            that came since are forgotten too: opt-outs are to be entered again.

            A store that was brought back by other means (PostgreSQL's tools, a snapshot of the disk) is told so with \
            --brought-back, before anything is sent from it.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The folder that dunlin backup made.", completion: .directory) var folder: String?
    @Flag(help: "Put it in the place of the book that is here, which is kept beside under another name.")
    var replace = false
    @Flag(help: "The store was brought back already by other means: only record it.") var broughtBack = false
    @Option(
        help: ArgumentHelp(
            "For a data folder that is new: the list of the erased (a copy of `erased`), or `none` if nobody was erased.",
            valueName: "file"))
    var erased: String?
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "One JSON document: {at, restored_at, known_until, log, ended_log, replaced}.") var json = false

    func validate() throws {
        guard broughtBack != (folder != nil) else {
            throw ValidationError("name the folder of a backup, or say --brought-back")
        }
        guard !broughtBack || !replace && erased == nil else {
            throw ValidationError("--replace and --erased belong to a backup's folder")
        }
    }

    func run() async throws {
        var workplace = try await Workplace.open(options)
        try workplace.home.refuseDemo()
        // The moment decides what is not sent: it is the system's, as for sending.
        if options.givenNow != nil { workplace.clock = try SendingDesk.clock(options, workplace.lender()) }
        if let folder { try await bringBack(folder, workplace) } else { try await record(workplace) }
    }

    private func bringBack(_ folder: String, _ workplace: Workplace) async throws {
        let home = workplace.home
        guard case .sqlite(let path) = home.database else {
            throw Failure(
                "the store is PostgreSQL's: bring it back with pg_restore, then say dunlin restore --brought-back",
                fix: "see Documentation/databases.md, \"Backups of PostgreSQL\"")
        }
        let isNew = home.lacksFile && !FileManager.default.fileExists(atPath: home.evidence)
        let restore = StoreRestore(from: folder, to: path, evidence: home.evidence)
        let manifest = try restore.manifest(isReplacing: replace)
        try home.prepare()
        let lock = try DeliveryLock(home)
        defer { withExtendedLifetime(lock) {} }
        try takeErased(workplace, isNew: isNew)
        _ = try workplace.masters.load()
        let instead = home.lacksFile ? "" : " in the place of the book that is there, which is kept"
        try Confirmation.ask("The backup of \(manifest.at) becomes the book of \(home.path)\(instead).", isGiven: yes)
        let bar = ProgressBar(isQuiet: json && !Output.isTerminal)
        let report = try await restore.run(
            manifest, masters: workplace.masters, random: workplace.random,
            origin: EvidenceDesk.newOrigin(workplace.random), wasCut: lock.wasCut, at: workplace.clock.now()
        ) { phase, done, total in
            guard phase == .reading || phase == .copying else { return }
            bar.show(what: phase.rawValue, done: done, of: total, count: done, unit: "bytes")
        }
        bar.finish()
        // What every command does that opens a store: whoever was erased since the backup is erased again.
        try await workplace.store(making: false, checked: false).database.close()
        tell(report.recorded, at: manifest.at, replaced: report.replaced)
    }

    /// A backup knows nothing of those who were erased after it. A data folder that was here knows them.
    private func takeErased(_ workplace: Workplace, isNew: Bool) throws {
        let path = workplace.home.erased
        let isThere = FileManager.default.fileExists(atPath: path)
        if isThere {
            guard erased == nil else {
                throw Failure(
                    "\(path) is there already",
                    fix: "leave out --erased; dunlin erase --reapply --list FILE adds another")
            }
            return
        }
        guard let erased else {
            guard isNew else { return }
            throw Failure(
                "\(path) is not there: who was erased after the backup would come back",
                fix: "give your copy of that file with --erased FILE, or say --erased none if nobody was erased since")
        }
        guard erased != "none" else { return }
        do {
            try FileManager.default.copyItem(atPath: erased, toPath: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw Failure(
                "\(erased) could not be copied: \((error as NSError).localizedDescription)", fix: "check the file")
        }
    }

    /// The store is here, older than it was: only what it has forgotten is recorded.
    private func record(_ workplace: Workplace) async throws {
        let lock = try DeliveryLock(workplace.home)
        defer { withExtendedLifetime(lock) {} }
        let store = try await workplace.store(making: false)
        if store.database.engine == .postgres {
            try await Lanes.refuseAtWork(with: store.database, at: workplace.home.database.description)
        }
        try Confirmation.ask(
            "\(workplace.home.database) was brought back from a backup: what it may have said until now is not sent.",
            isGiven: yes)
        let now = try await store.now(by: workplace.clock)
        let recorded = try await Restoration(
            knownUntil: nil, isWhole: false, origin: EvidenceDesk.newOrigin(workplace.random)
        ).record(in: store.database, vault: store.vault, random: workplace.random, at: now)
        try await EvidenceDesk.publisher(workplace, store).publisher.setAsideEnded(alsoUnknown: true)
        try store.database.close()
        tell(recorded, at: nil, replaced: nil)
    }

    private func tell(_ recorded: Restoration.Recorded, at: Instant?, replaced: String?) {
        func text(_ value: (some CustomStringConvertible)?) -> JSONText.Value {
            value.map { .text($0.description) } ?? .null
        }
        guard !json else {
            Output.line(
                JSONText.write(
                    .object([
                        ("at", text(at)), ("restored_at", text(recorded.lapse?.until)),
                        ("known_until", text(recorded.lapse?.from)), ("log", text(recorded.log)),
                        ("ended_log", text(recorded.endedLog)), ("replaced", text(replaced)),
                    ])))
            return
        }
        if let replaced { Output.line("The book that was here is kept: \(replaced)") }
        guard let lapse = recorded.lapse else {
            Output.line("Nothing was sent after the backup was made: it goes on where it was.")
            return
        }
        Output.line(
            "Nobody knows what was said from \(lapse.from) to \(lapse.until). Whatever may have been said by then is")
        Output.line("not sent, and caps count it: dunlin plan shows what and why. What comes due later goes out.")
        if let log = recorded.log, let ended = recorded.endedLog {
            Output.line(
                "The evidence log \(ended) has ended; its leaves go on in \(log), with a new key: dunlin evidence key")
        }
        Output.line("Next: import a fresh export; enter opt-outs that came since (your carrier has the replies):")
        Output.line("  dunlin flag raise …; then dunlin plan, and dunlin send or dunlin serve")
    }
}
