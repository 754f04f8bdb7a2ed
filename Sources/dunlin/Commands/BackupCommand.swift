import ArgumentParser
import CivilTime
import Evidence
import Foundation
import Store

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store and its published evidence into a new folder, beside a running dunlin serve.",
        discussion: """
            The copy is of one moment, and is looked at before the folder gets its name. The master key is NOT in it, and \
            without the key nobody can read the copy: keep the key in another place. The lender's own files (dunlin.yaml, \
            templates …) and the list of the erased are not in it either. `dunlin restore` brings it back.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The folder to make.", completion: .directory) var folder: String
    @Flag(help: "One JSON document: {folder, at, bytes, files, leaves, root, schema, key_generation, seconds}.")
    var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        try workplace.home.refuseDemo()
        guard case .sqlite(let path) = workplace.home.database else {
            throw Failure(
                "the store is PostgreSQL's, whose own tools copy it best: pg_dump -Fc --file=book.dump DATABASE",
                fix: "see Documentation/databases.md, \"Backups of PostgreSQL\"; after bringing it back: "
                    + "dunlin restore --brought-back")
        }
        let start = ContinuousClock.now
        // Its copy is looked at, page by page: that is enough.
        let store = try await workplace.store(making: false, checked: false)
        let source = try SQLiteDatabase(path: path)
        let bar = ProgressBar(isQuiet: json && !Output.isTerminal)
        let manifest = try await StoreBackup(of: source, vault: store.vault, to: folder).run(
            at: workplace.clock.now()
        ) { phase, done, total in
            guard phase == .copying else { return }
            bar.show(what: "copying", done: done, of: total, count: done, unit: "pages")
        }
        bar.finish()
        try source.close()
        try store.database.close()
        tell(manifest, seconds: (ContinuousClock.now - start) / .seconds(1), workplace)
    }

    private func tell(_ manifest: BackupManifest, seconds: Double, _ workplace: Workplace) {
        guard !json else {
            Output.line(
                JSONText.write(
                    .object([
                        ("folder", .text(folder)), ("at", .text(manifest.at.description)),
                        ("bytes", .number(manifest.bytes)), ("files", .number(Int64(manifest.files.count))),
                        ("leaves", .number(manifest.leaves)), ("root", .text(Base64.encode(manifest.root.bytes))),
                        ("schema", .number(manifest.schema)), ("key_generation", .number(manifest.generation)),
                        ("seconds", .decimal((seconds * 10).rounded() / 10)),
                    ])))
            return
        }
        Output.line(
            "\(folder) holds the store as of \(manifest.at): \(manifest.files.count) files, \(manifest.bytes) bytes")
        Output.line("Evidence: \(manifest.leaves) leaves, root \(Base64.encode(manifest.root.bytes))")
        Output.line(
            "The master key (generation \(manifest.generation)) is NOT in it, and nothing in it can be read without it: "
                + "keep a copy of the key elsewhere")
        Output.line("Bring it back: dunlin restore \(folder)")
    }
}
