import ArgumentParser

@main
enum Program {
    static func main() async {
        CoreDumps.disable()
        do {
            var command = try Dunlin.parseAsRoot()
            do {
                if var working = command as? any AsyncParsableCommand {
                    try await working.run()
                } else {
                    try command.run()
                }
            } catch let misuse as ValidationError {
                // Found beyond the command line: the parser would show the usage of the whole program.
                Output.note("Error: \(misuse.message)")
                throw ExitCode.validationFailure
            }
        } catch {
            Dunlin.exit(withError: error)
        }
    }
}

struct Dunlin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dunlin",
        abstract:
            "Talks with a lender's borrowers about their loans: the right notice, at a lawful moment, with proof.",
        discussion: """
            A first look:      dunlin demo
            Start a lender:    dunlin init
            Every day:         dunlin import --mapping MAPPING.yaml FOLDER; dunlin plan; dunlin send (or: dunlin serve)
            Afterwards:        dunlin story BORROWER; dunlin evidence export --borrower BORROWER
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, CheckCommand.self, ImportCommand.self, ArrearsCommand.self,
            ScheduleCommand.self, PlanCommand.self, SendCommand.self, ServeCommand.self, StoryCommand.self,
            ExplainCommand.self, FlagCommand.self, ConsentCommand.self, PreferenceCommand.self, ContactCommand.self,
            ContactPointCommand.self, RecordCommand.self, TaskCommand.self, BroadcastCommand.self, RouteCommand.self,
            ProposeCommand.self,
            ProposalsCommand.self, ApproveCommand.self, RejectCommand.self,
            VersionsCommand.self, RollbackCommand.self, EvidenceCommand.self,
            EraseCommand.self, RetentionCommand.self, KeysCommand.self, MoveCommand.self, BackupCommand.self,
            RestoreCommand.self, LawCommand.self, TemplateCommand.self, CostsCommand.self, CarrierCommand.self,
            WireCommand.self, DemoCommand.self,
        ])
}
