import ArgumentParser
import CivilTime
import Store

struct VersionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions",
        abstract: "What was approved: in force now or at any instant, with who proposed and who approved it.",
        subcommands: [ListVersions.self, ShowVersion.self], defaultSubcommand: ListVersions.self)
}

struct ListVersions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What is in force now or was at an instant; of one file, every version it had.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "One file, such as strategies/standard.yaml.") var file: String?
    @Option(help: ArgumentHelp("The instant: 2026-11-21 (midnight UTC) or 2026-11-21T09:30:00Z.", valueName: "instant"))
    var at: String?
    @Flag(help: "One JSON document: {versions: [{file, version, sha256, from, proposal, proposed_by, approved_by}]}.")
    var json = false

    func validate() throws { _ = try AtInstant.read(at) }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        let (file, at) = (try file.map { try workplace.file($0) }, try AtInstant.read(at))
        let versions = try await store.database.read { session in
            var versions = try file.map { try FileVersions.all(of: $0, in: session) }
            if let at { versions?.removeAll { $0.from > at } }
            let found = try versions ?? FileVersions.latest(at: at, in: session).filter { $0.hash != nil }
            return try found.map { (version: $0, proposal: try Proposals.find($0.proposal, in: session)) }
        }
        if json {
            let list = versions.map { ChangeReports.json($0.version, $0.proposal) }
            return Output.line(JSONText.write(.object([("versions", .list(list))])))
        }
        Output.text(
            versions.isEmpty
                ? "Nothing was approved\(at.map { " by \($0)" } ?? " yet")\n" : ChangeReports.text(versions))
    }
}

struct ShowVersion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The text of a file as it is in force, was at an instant, or in one version.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The file, such as strategies/standard.yaml.") var file: String
    @Option(help: "The version, by its number (default: the one in force).") var version: Int64?
    @Option(help: ArgumentHelp("The one in force at this instant.", valueName: "instant")) var at: String?
    @Flag(help: "One JSON document: {file, version, sha256, from, proposal, proposed_by, approved_by, text}.")
    var json = false

    func validate() throws {
        _ = try AtInstant.read(at)
        guard version == nil || at == nil else { throw ValidationError("give --version or --at, not both") }
    }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        let (file, number, at) = (try workplace.file(file), version, try AtInstant.read(at))
        let found = try await store.database.read { session in
            let versions = try FileVersions.all(of: file, in: session)
            let version = versions.last { version in
                if let number { return version.number == number }
                return at.map { version.from <= $0 } ?? true
            }
            return try version.map { version in
                (
                    version, try Proposals.find(version.proposal, in: session),
                    text: try version.hash.map { try FileVersions.text($0, in: session) }
                )
            }
        }
        guard let (version, proposal, text) = found else {
            let when = number.map { "no version \($0)" } ?? at.map { "no version by \($0)" } ?? "no version"
            throw Failure("\(file) has \(when)", fix: "see dunlin versions list \(file)")
        }
        guard let text else {
            throw Failure("\(file) is not in force from \(version.from) on", fix: "see dunlin versions list \(file)")
        }
        if json { return Output.line(JSONText.write(ChangeReports.json(version, proposal, text: text))) }
        Output.text(text)
    }
}

/// `--at`.
enum AtInstant {
    static func read(_ text: String?) throws -> Instant? {
        try text.map { text in
            guard let instant = GlobalOptions.instant(text) else {
                throw ValidationError("--at \(text) is no instant: write 2026-11-21 or 2026-11-21T09:30:00Z")
            }
            return instant
        }
    }
}
