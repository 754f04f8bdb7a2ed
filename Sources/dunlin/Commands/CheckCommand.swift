import ArgumentParser
import Compliance
import Messaging
import Store

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read all of the lender's files and report every fault with file, line, column and what mends it.")

    @OptionGroup var options: GlobalOptions
    @Flag(
        help:
            "One JSON document: {\"faults\": [{file, line, column, what, fix}], \"packs\", \"store\", \"changes\", \"texts\"}."
    )
    var json = false

    func run() async throws {
        let (lender, home): (Lender, Home)
        let changes: [ChangedFile]?
        do {
            let workplace = try await Workplace.open(options)
            (lender, home) = (try workplace.lender(), workplace.home)
            changes = try await workplace.changedFiles()
        } catch let faults as Faults {
            report(faults)
            throw ExitCode.failure
        }
        if json {
            let packs = lender.law.packs.map {
                JSONText.Value.object([
                    ("key", .text($0.key)), ("version", .text($0.version)), ("hash", .text($0.hash)),
                ])
            }
            Output.line(
                JSONText.write(
                    .object([
                        ("faults", .list([])), ("packs", .list(packs)), ("store", .text(home.database.description)),
                        ("changes", changes.map { .list($0.map(\.json)) } ?? .null),
                        ("texts", TextCosts(lender).json),
                    ])))
            return
        }
        Output.line("Read: \(lender.source)")
        Output.line("Store: \(home.database)")
        if home.database.holdsPassword {
            Output.line("  Its password stands in the setting. Better: the variable PGPASSWORD, or ~/.pgpass")
        }
        Output.line(
            "No faults: \(lender.portfolios.count) portfolios, \(lender.routes.count) routes, "
                + "\(lender.strategies.count) strategies, templates \(lender.templates.version.prefix(12)).")
        if let changes {
            Output.line(
                changes.isEmpty
                    ? "Strategies, texts and law are as they were approved."
                    : "In force is what was approved; these files differ from it:")
            for change in changes { Output.line("  \(change.words)") }
        }
        let unread = lender.templates.unreviewedLanguages.map(\.rawValue)
        if !unread.isEmpty {
            Output.line("Texts that no native speaker has read yet: " + unread.joined(separator: ", "))
        }
        Output.text(TextCosts(lender).text)
        Output.line("Law packs (software, not legal advice: have your counsel review them):")
        Output.text(LawTable.text(lender.law))
    }

    private func report(_ faults: Faults) {
        guard json else {
            for fault in faults.list { Output.line(fault.description) }
            Output.note("\(faults.list.count) faults; nothing was loaded.")
            return
        }
        let list = faults.list.map {
            JSONText.Value.object([
                ("file", .text($0.file)), ("line", .number(Int64($0.line))), ("column", .number(Int64($0.column))),
                ("what", .text($0.what)), ("fix", .text($0.fix)),
            ])
        }
        Output.line(JSONText.write(.object([("faults", .list(list)), ("packs", .list([]))])))
    }
}
