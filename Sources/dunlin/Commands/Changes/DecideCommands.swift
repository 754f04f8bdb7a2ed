import ArgumentParser
import SettingsFiles
import Store

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Put a proposal in force, as a second person.",
        discussion: "A node that runs takes it up within seconds. Look at it first: dunlin proposals ID.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The number of the proposal.") var id: Int64
    @Option(help: ArgumentHelp("Who approves: another than who proposed.", valueName: "name")) var by: String
    @Option(help: "A word to be kept with it.") var note: String?
    @Flag(help: "One JSON document: the proposal.") var json = false

    func run() async throws {
        let desk = try await ChangeDesk.open(options)
        let proposal = try await desk.approve(id, try await desk.act(by: by, note: note))
        if json { return Output.line(JSONText.write(ChangeReports.json(proposal))) }
        Output.line("In force from now on: " + proposal.files.map(\.file).joined(separator: ", "))
        if desk.workplace.settings.changes == .files {
            Output.line("But dunlin.yaml goes by the files as they stand; to go by approvals write `changes: approved`")
        }
    }
}

struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Turn a proposal down, or take one back.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The number of the proposal.") var id: Int64
    @Option(help: ArgumentHelp("Who turns it down.", valueName: "name")) var by: String
    @Option(help: "Why, to be kept with it.") var note: String?
    @Flag(help: "One JSON document: the proposal.") var json = false

    func run() async throws {
        let desk = try await ChangeDesk.open(options)
        let proposal = try await desk.reject(id, try await desk.act(by: by, note: note))
        Output.line(json ? JSONText.write(ChangeReports.json(proposal)) : "Proposal \(proposal.id) is rejected")
    }
}

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Propose an earlier version of a file; it needs a second person's approval as any other.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The file, such as strategies/standard.yaml.") var file: String
    @Option(help: ArgumentHelp("The version to go back to: dunlin versions list FILE.", valueName: "version")) var to:
        Int64
    @Option(help: ArgumentHelp("Who proposes it.", valueName: "name")) var by: String
    @Option(help: "Why: a word for who approves.") var note: String?
    @Flag(help: "One JSON document: the proposal.") var json = false

    func run() async throws {
        let desk = try await ChangeDesk.open(options)
        let (file, to) = (try desk.workplace.file(file), to)
        let found = try await desk.store.database.read { session in
            try FileVersions.all(of: file, in: session).first { $0.number == to }.map { version in
                try version.hash.map { try FileVersions.text($0, in: session) }
            }
        }
        guard let text = found else {
            throw Failure("\(file) has no version \(to)", fix: "see dunlin versions list \(file)")
        }
        let act = try await desk.act(by: by, note: note ?? "back to version \(to)")
        let proposal = try await desk.propose([file: text], act)
        if json { return Output.line(JSONText.write(ChangeReports.json(proposal))) }
        Output.line("Proposal \(proposal.id): \(file) back to version \(to)")
        Output.line("It waits for a second person: dunlin approve \(proposal.id) --by NAME")
    }
}
