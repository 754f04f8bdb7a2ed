import ArgumentParser
import Store

struct ProposalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proposals",
        abstract: "List the changes that wait for approval, or show one with every line that it changes.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "One proposal, by its number.") var id: Int64?
    @Flag(help: "Also those that were approved or rejected; the last 1000.") var all = false
    @Flag(help: "One JSON document: {proposals: [{id, state, proposed_by, …, files}]}, or the one with its lines.")
    var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        if let id { return try await show(id, store) }
        let all = all
        let proposals = try await store.database.read { try Proposals.list(onlyOpen: !all, in: $0) }
        if json {
            let list = proposals.map { ChangeReports.json($0) }
            return Output.line(JSONText.write(.object([("proposals", .list(list))])))
        }
        Output.text(proposals.isEmpty ? "Nothing waits for approval\n" : ChangeReports.text(proposals))
    }

    private func show(_ id: Int64, _ store: OpenStore) async throws {
        let found = try await store.database.read { session in
            try Proposals.find(id, in: session).map { proposal in
                var texts: [String: String] = [:]
                for hash in proposal.files.flatMap({ [$0.base, $0.hash] }).compactMap({ $0 }) {
                    texts[hash] = try FileVersions.text(hash, in: session)
                }
                return (proposal, texts)
            }
        }
        guard let (proposal, texts) = found else {
            throw Failure("there is no proposal \(id)", fix: "see dunlin proposals --all")
        }
        if json { return Output.line(JSONText.write(ChangeReports.json(proposal, texts: texts))) }
        Output.text(ChangeReports.text(proposal, texts: texts))
    }
}
