import ArgumentParser
import Compliance

struct LawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "law",
        abstract: "The law packs: their rules, what they leave out, and the cases that show what they say.",
        discussion: """
            Without a subcommand: `list`; with a pack's key: `show`. \
            Grades: P primary text seen, S secondary source, M from memory (unverified). Not legal advice.
            """,
        subcommands: [LawList.self, LawShow.self, LawCheck.self, LawVectors.self], defaultSubcommand: LawShow.self)
}

struct LawList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Every pack in force: version, hash, rules, grades, who reviewed it.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {packs: [{key, version, hash, jurisdiction, rules: [{id, citation, grade, …}]}]}.")
    var json = false

    func run() async throws {
        let lender = try await Workplace.open(options).lender()
        Output.text(json ? LawReports.json(lender.law.packs) : LawTable.text(lender.law))
    }
}

struct LawShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One pack: each rule in words, whom it binds, from when, on what source; calendars; what is left out."
    )

    @OptionGroup var options: GlobalOptions
    @Argument(help: "A pack's key; left out: the list of packs.") var pack: String?
    @Flag(help: "One JSON document: {packs: [{key, version, hash, jurisdiction, rules: [{id, citation, grade, …}]}]}.")
    var json = false

    func run() async throws {
        let law = try await Workplace.open(options).lender().law
        let packs = try law.packs(named: pack)
        if json {
            Output.text(LawReports.json(packs))
        } else if pack == nil {
            Output.text(LawTable.text(law))
        } else {
            Output.text(packs.map(LawReports.text).joined(separator: "\n"))
        }
    }
}

extension LawBook {
    /// All packs, or the one of that key.
    func packs(named key: String?) throws -> [LawPack] {
        guard let key else { return packs }
        let found = packs.filter { $0.key == key }
        guard found.isEmpty else { return found }
        throw Failure("there is no pack `\(key)`", fix: "name one of: " + packs.map(\.key).joined(separator: ", "))
    }
}
