import ArgumentParser
import CivilTime
import Foundation
import Glibc
import Intake
import LoanBook
import Store

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring a lender's CSV export into the book: the whole batch, or nothing of it.",
        discussion: """
            The mapping says which file holds what, and how it is written. Rows that cannot be taken are listed with \
            file, line, field and reason, and written to a rejected.csv in the data folder that can be corrected and \
            imported again: dunlin import --mapping MAPPING.yaml rejected.csv. The same file again changes nothing; \
            an interrupted import has changed nothing either, and is simply repeated.
            """)

    /// How far an export may be ahead of Dunlin's clock: two clocks are never quite one.
    private static let greatestLead = Span.minutes(5)

    @OptionGroup var options: GlobalOptions
    @Option(help: "How this lender's columns become facts, such as mappings/lender-book.en.yaml.")
    var mapping: String
    @Option(
        help:
            "When the export was made (default: now), not later than now. An older export never overrides a newer one.")
    var asOf: String?
    @Flag(help: "One JSON document at the end: {\"files\": {\"borrowers\": {rows, accepted, rejected, warned, …}, …}}.")
    var json = false
    @Argument(help: "The folder with the export, or a corrected rejected.csv.")
    var source: String

    func run() async throws {
        let workplace = try await Workplace.open(options)
        guard let data = FileManager.default.contents(atPath: mapping) else {
            throw Failure("\(mapping): no such mapping, or not readable", fix: "name a mapping file with --mapping")
        }
        let parsed = try Mapping.parse(
            yaml: String(decoding: data, as: UTF8.self), file: mapping, zones: workplace.zones)
        let now = workplace.clock.now()
        var asOfInstant = now
        if let asOf {
            // A day begins where the mapping says that the book's days do.
            guard
                let zone = workplace.zones.zone(parsed.defaults.zone),
                let given = GlobalOptions.instant(asOf, in: zone)
            else {
                throw ValidationError("--as-of \(asOf) is no instant: write 2026-11-21 or 2026-11-21T09:30:00Z")
            }
            guard given <= now + Self.greatestLead else {
                throw ValidationError(
                    "--as-of \(asOf) is in the future (\(given)): every later export would count as older")
            }
            asOfInstant = given
        }
        try workplace.home.refuseDemo()
        let store = try await workplace.store(making: true)
        let rejectedFile = try rejectedPath(workplace)
        defer { Self.removeIfEmpty((rejectedFile as NSString).deletingLastPathComponent) }
        let bar = ProgressBar(isQuiet: json && !Output.isTerminal)
        let report = try await Importer.run(
            source: source, mapping: parsed, database: store.database, vault: store.vault, zones: workplace.zones,
            now: now, asOf: asOfInstant, rejectedFile: rejectedFile
        ) { progress in
            bar.show(
                what: progress.file.rawValue, done: Int64(progress.bytesDone), of: Int64(progress.bytesTotal),
                count: Int64(progress.rows), unit: "rows")
        }
        bar.finish()
        if report.rejected == 0 { try FileManager.default.removeItem(atPath: rejectedFile) }
        if json {
            Output.line(report.json())
        } else {
            Output.text(ImportSummary.text(report, rejectedFile: rejectedFile))
        }
    }

    /// A folder in which nothing was written says nothing. What is there is never touched: rmdir refuses it.
    private static func removeIfEmpty(_ folder: String) { _ = unsafe rmdir(folder) }

    private func rejectedPath(_ workplace: Workplace) throws -> String {
        let stamp = workplace.clock.now().description.replacing(":", with: "").replacing("-", with: "")
        // Two imports of one instant do not share a folder.
        var folder = workplace.home.rejected + "/" + stamp
        var number = 2
        while FileManager.default.fileExists(atPath: folder) {
            folder = workplace.home.rejected + "/\(stamp)-\(number)"
            number += 1
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return folder + "/rejected.csv"
    }
}
