import ArgumentParser
import Compliance

struct LawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "law",
        abstract: "List the law packs and their rules, each with citation and grade.",
        discussion: "Grades: P primary text seen, S secondary source, M from memory (unverified). Not legal advice.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "A pack's key, to see its rules.") var pack: String?
    @Flag(help: "One JSON document: {packs: [{key, version, hash, rules: [{id, citation, grade}]}]}.") var json = false

    func run() async throws {
        let lender = try await Workplace.open(options).lender()
        if let pack, !lender.law.packs.contains(where: { $0.key == pack }) {
            throw Failure(
                "there is no pack `\(pack)`", fix: "name one of: " + lender.law.packs.map(\.key).joined(separator: ", ")
            )
        }
        let packs = lender.law.packs.filter { pack == nil || $0.key == pack }
        if json {
            let list = packs.map { pack in
                JSONText.Value.object([
                    ("key", .text(pack.key)), ("version", .text(pack.version)), ("hash", .text(pack.hash)),
                    (
                        "rules",
                        .list(
                            pack.rules.map {
                                .object([
                                    ("id", .text($0.id)), ("citation", .text($0.citation)),
                                    ("grade", .text($0.grade.rawValue)),
                                ])
                            })
                    ),
                ])
            }
            Output.line(JSONText.write(.object([("packs", .list(list))])))
            return
        }
        guard pack != nil else {
            Output.text(LawTable.text(lender.law))
            return
        }
        var table = TextTable(headings: ["rule", "grade", "citation"])
        table.rows = packs.flatMap(\.rules).map { [$0.id, $0.grade.rawValue, $0.citation] }
        Output.text(table.text)
    }
}
