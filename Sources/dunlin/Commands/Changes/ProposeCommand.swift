import ArgumentParser
import Foundation
import Store

struct ProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract:
            "Propose changed strategies, texts or law of your own; they come in force when a second person approves.",
        discussion: """
            Files of one proposal come in force together, or not at all. What would be in force is checked as a whole. With \
            `changes: approved` in dunlin.yaml what was approved is what plan, send and serve go by.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Files of strategies/, templates/ and law/ beside the settings file.") var files: [String] = []
    @Flag(help: "Everything that differs from what is in force, files that are gone included.") var all = false
    @Option(help: ArgumentHelp("A file that is to be in force no more; may be repeated.", valueName: "file"))
    var remove: [String] = []
    @Option(help: ArgumentHelp("Who proposes: your name, as evidence will show it.", valueName: "name")) var by: String
    @Option(help: "Why: a word for who approves. No names of borrowers.") var note: String?
    @Flag(help: "One JSON document: {id, state, proposed_by, proposed_at, note, …, files}.") var json = false

    func validate() throws {
        guard all != !(files.isEmpty && remove.isEmpty) else {
            throw ValidationError("name files, or say --all")
        }
    }

    func run() async throws {
        let desk = try await ChangeDesk.open(options)
        let act = try await desk.act(by: by, note: note)
        let proposal = try await desk.propose(all ? try await everything(desk) : try named(desk), act)
        if json { return Output.line(JSONText.write(ChangeReports.json(proposal))) }
        Output.line("Proposal \(proposal.id): \(proposal.files.map(\.file).joined(separator: ", "))")
        Output.line("It waits for a second person: dunlin approve \(proposal.id) --by NAME")
    }

    private func everything(_ desk: ChangeDesk) async throws -> [String: String?] {
        let inForce = try await desk.store.database.read { try FileVersions.inForce(in: $0) }
        var texts: [String: String?] = try desk.workplace.files.onDisk().texts.mapValues { $0 }
        for file in inForce.keys where texts[file] == nil { texts[file] = .some(nil) }
        return texts
    }

    private func named(_ desk: ChangeDesk) throws -> [String: String?] {
        let onDisk = try desk.workplace.files.onDisk().texts
        var texts: [String: String?] = [:]
        for path in files {
            let file = try desk.workplace.file(path)
            guard let text = onDisk[file] else {
                throw Failure("\(path) is not there", fix: "name a file, or one that is to go with --remove")
            }
            texts[file] = text
        }
        for path in remove { texts[try desk.workplace.file(path)] = .some(nil) }
        return texts
    }
}

extension Workplace {
    /// The name of a file among those that change by approval, from a path as a person types it.
    func file(_ path: String) throws -> String {
        if let file = LenderTexts.file(path) { return file }
        let folder = URL(filePath: settings.configFile ?? "dunlin.yaml").standardizedFileURL.deletingLastPathComponent()
        let whole = URL(filePath: path).standardizedFileURL.path
        if whole.hasPrefix(folder.path + "/"),
            let file = LenderTexts.file(String(whole.dropFirst(folder.path.count + 1)))
        {
            return file
        }
        throw Failure(
            "\(path) is no file that changes by approval",
            fix: "name a .yaml file of " + LenderTexts.folders.map { $0 + "/" }.joined(separator: ", ")
                + " beside dunlin.yaml")
    }
}
