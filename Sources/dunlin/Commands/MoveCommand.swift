import ArgumentParser
import Evidence
import Foundation
import Store

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract:
            "Copy a whole store into another, such as SQLite into PostgreSQL, and work with that one from then on.",
        discussion: """
            Nothing may be sent meanwhile. The new store has to be empty; it refuses all work until everything is there \
            and is found to be the same, row by row, and the evidence log has the same root. Then the old one refuses. \
            A move that was interrupted is run again. Keys and evidence stay in the data folder.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("The store to move (default: the one of the settings).", valueName: "url"))
    var from: String?
    @Option(help: ArgumentHelp("Where to: sqlite:PATH or postgres://…", valueName: "url"))
    var to: String
    @Flag(help: "Go back: free the old store again, while nothing was done with the new one.") var undo = false
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "One JSON document: {from, to, tables: {name: rows}, rows, leaves, root, seconds}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let source = try address(from, "--from") ?? workplace.home.database.absolute
        guard let target = try address(to, "--to") else { return }
        guard source != target else {
            throw Failure("--from and --to are the same store", fix: "name another with --to")
        }
        if case .sqlite(let path) = source, !FileManager.default.fileExists(atPath: path) {
            throw Failure("there is no store in \(source)", fix: "name the store to move with --from")
        }
        let locks = try [source, target].compactMap { try DeliveryLock(ofFile: $0, home: workplace.home.path) }
        defer { withExtendedLifetime(locks) {} }
        try Confirmation.ask(
            undo
                ? "\(source) becomes the store to work with again."
                : "Everything in \(source) is copied into \(target). Then \(source) refuses all work.", isGiven: yes)
        let move = try await open(workplace, source, target)
        if undo {
            try await move.undo()
            Output.line("\(source) may be worked with again. Let `database` name it.")
            return
        }
        let start = ContinuousClock.now
        let bar = ProgressBar(isQuiet: json && !Output.isTerminal)
        let report = try await move.run { progress in
            bar.show(
                what: progress.isCheck ? "checking" : "copying", done: progress.done, of: progress.total,
                count: progress.done, unit: "rows")
        }
        bar.finish()
        tell(report, source, target, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    private func address(_ text: String?, _ flag: String) throws -> StoreAddress? {
        guard let text else { return nil }
        do { return try StoreAddress(text).absolute } catch {
            throw Failure("\(flag) \(error.what)", fix: StoreAddress.Malformed.fix)
        }
    }

    /// Both stores at the newest schema, and the key of the log. The master key has to be the right one: what it cannot
    /// open here it could not open there.
    private func open(
        _ workplace: Workplace, _ source: StoreAddress, _ target: StoreAddress
    ) async throws -> StoreMove {
        let old = try source.open()
        try await old.check()
        guard try await Migrations.currentVersion(of: old) > 0 else {
            throw Failure("there is no book in \(source)", fix: "name the store to move with --from")
        }
        try await Migrations.run(on: old)
        let vault = try await Vault.open(old, masters: workplace.masters, random: workplace.random)
        let signer = try await EvidenceKey.existing(database: old, vault: vault)
        let new = try target.open()
        try await Migrations.run(on: new)
        return StoreMove(
            from: .init(old, name: source.description, isLocked: source.engine == .sqlite),
            to: .init(new, name: target.description), key: signer?.key)
    }

    private func tell(_ report: StoreMove.Report, _ source: StoreAddress, _ target: StoreAddress, seconds: Double) {
        let root = Base64.encode(report.root.bytes)
        guard !json else {
            Output.line(
                JSONText.write(
                    .object([
                        ("from", .text(source.description)), ("to", .text(target.description)),
                        ("tables", .object(report.tables.map { ($0.name, .number($0.rows)) })),
                        ("rows", .number(report.rows)), ("leaves", .number(report.leaves)), ("root", .text(root)),
                        ("seconds", .decimal((seconds * 10).rounded() / 10)),
                    ])))
            return
        }
        var table = TextTable(headings: ["table", "rows"], numeric: [1])
        table.rows = report.tables.filter { $0.rows > 0 }.map { [$0.name, String($0.rows)] }
        Output.text(table.text)
        Output.line("\(report.rows) rows are in \(target), the same as in \(source).")
        Output.line("The evidence log of \(report.leaves) leaves has the same root there: \(root)")
        Output.line("\(source) refuses all work from now on. Next: let `database` in dunlin.yaml name \(target)")
    }
}

extension StoreAddress {
    /// With the whole path of a file, so that it means the same from every folder.
    var absolute: StoreAddress {
        switch self {
        case .sqlite(let path): .sqlite(path: URL(filePath: path).standardizedFileURL.path)
        case .postgres: self
        }
    }
}
