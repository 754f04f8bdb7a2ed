import ArgumentParser
import CivilTime
import Foundation
import Store

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The master key: which one is in use, and the change to a new one while everything goes on.",
        discussion: """
            On one machine: dunlin keys rotate, then dunlin keys retire. With several nodes: dunlin keys make, give the \
            new file to every node, dunlin keys rotate on one of them, then dunlin keys retire.
            """,
        subcommands: [KeysStatus.self, MakeKey.self, RotateKeys.self, RetireKeys.self])
}

struct KeysStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the generations of the master key, and how far a rotation has come.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {current, before, generations, rotation, unknown}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        let given = try workplace.masters.load()
        let status = try await store.database.read { try KeyStatus.read(in: $0, given: given) }
        Output.text(json ? JSONText.write(KeyReports.json(status)) + "\n" : KeyReports.text(status))
    }
}

struct MakeKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Make the next master key and its file. Nothing uses it before dunlin keys rotate.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        Output.line("made \(try await workplace.makeMaster(for: store))")
        Output.line("Keep a copy of it, and give it to every node before dunlin keys rotate.")
    }
}

struct RotateKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Go over to a new master key: given, or made here. May be stopped and run again.",
        discussion: """
            Running nodes go on; they find the new key where the old one lies, or in DUNLIN_MASTER_KEY. A node without it \
            writes nothing and waits. Names, numbers and texts are not touched: their keys are wrapped anew.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "Rows rewritten in one transaction.") var batch = KeyRotation.rows
    @Flag(help: "One JSON document at the end: {generation, begun}.") var json = false

    func validate() throws {
        guard (1...100_000).contains(batch) else { throw ValidationError("--batch is 1 to 100000") }
    }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        try workplace.home.refuseDemo()
        let store = try await workplace.store(making: false)
        let given = try workplace.masters.load()
        let status = try await store.database.read { try KeyStatus.read(in: $0, given: given) }
        if !status.state.isRotating, status.unknown.isEmpty {
            guard store.database.engine == .sqlite else {
                throw Failure(
                    "no new master key is given, and other nodes may share this database",
                    fix: "dunlin keys make, give the new file to every node, and run this again")
            }
            let file = try await workplace.makeMaster(for: store)
            if !json { Output.line("A new master key: \(file). Keep a copy of it in a safe place.") }
        }
        let rotation = KeyRotation(
            database: store.database, vault: store.vault, clock: workplace.clock, rows: batch)
        let state = try await rotation.begin()
        let bar = ProgressBar(isQuiet: json && !Output.isTerminal)
        try await rotation.run { progress in
            bar.show(
                what: progress.table, done: progress.position, of: progress.end, count: progress.position, unit: "keys")
        }
        bar.finish()
        _ = try await store.erased.settle(store.database, vault: store.vault, clock: workplace.clock)
        _ = try await store.database.forgetDeleted()
        if json {
            Output.line(
                JSONText.write(
                    .object([
                        ("generation", .number(Int64(state.current))), ("begun", .bool(!status.state.isRotating)),
                    ])))
        } else {
            Output.line("Generation \(state.current) of the master key is in use, and wraps everything.")
            Output.line("When backups and other nodes need the old one no more: dunlin keys retire.")
        }
    }
}

struct RetireKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Make sure that nothing is wrapped with an older master key, and declare it out of use.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {retired}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        let now = try await store.now(by: workplace.clock)
        let retired = try await KeyRotation.retire(store.database, vault: store.vault, at: now)
        if json {
            Output.line(
                JSONText.write(.object([("retired", .list(retired.map { .number(Int64($0)) }))])))
            return
        }
        guard !retired.isEmpty else {
            Output.line("No master key but the one in use was left.")
            return
        }
        let given = try workplace.masters.load()
        let status = try await store.database.read { try KeyStatus.read(in: $0, given: given) }
        for generation in retired {
            let place = status.generations.first { $0.record.generation == generation }?.place
            Output.line(
                "Generation \(generation) is out of use\(place.map { ": take away \($0)" } ?? "")."
                    + " Backups made before \(now) need it.")
        }
    }
}

extension Workplace {
    /// Makes the file of the next generation beside the first's; returns its path.
    func makeMaster(for store: OpenStore) async throws -> String {
        guard ProcessInfo.processInfo.environment[MasterKey.variable].map({ $0.isEmpty }) ?? true else {
            throw Failure(
                "\(MasterKey.variable) gives the master key, and a process cannot change it",
                fix:
                    "set it to OLD,NEW on every node, NEW being the Base64 of 32 random bytes, and run dunlin keys rotate"
            )
        }
        let given = try masters.load()
        let status = try await store.database.read { try KeyStatus.read(in: $0, given: given) }
        if let place = status.unknown.first {
            throw Failure("a new master key is there already: \(place)", fix: "run dunlin keys rotate")
        }
        let file = MasterKeys.file(of: status.state.current + 1, beside: settings.masterKeyFile)
        _ = try MasterKey.create(file: file, random: random)
        return file
    }
}
