import ArgumentParser
import CivilTime
import LoanBook
import Store

struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Work for a person, opened by strategies and by replies: list it, and close what is done.",
        subcommands: [ListTasks.self, CloseTask.self], defaultSubcommand: ListTasks.self)
}

extension TaskOutcome: ExpressibleByArgument {}

struct ListTasks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tasks that are open, the oldest first; or all of one borrower.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "All tasks of this borrower, by the lender's id, closed ones too.") var borrower: String?
    @Option(help: "The portfolio, when the id stands in several.") var portfolio: String?
    @Option(help: "At most so many, 1 to 10000.") var limit = 100
    @Flag(help: "With --borrower: show what was noted; that you looked is recorded.") var reveal = false
    @Flag(help: "One JSON document: {open, more, tasks: [{id, task, borrower, portfolio, loan, opened_at, …}]}.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is from 1 to 10000") }
        guard !reveal || borrower != nil else { throw ValidationError("--reveal belongs to --borrower") }
    }

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false)
        var subject: Borrower.ID?
        if let borrower { subject = try await store.findRecord(borrower, portfolio: portfolio) }
        if reveal, let subject {
            try await EvidenceDesk.recordReveal(of: subject, how: "task list", workplace, store)
        }
        let (vault, limit, reveal, borrower) = (store.vault, limit, reveal, subject)
        let list = try await store.database.read { session in
            let listed =
                try borrower.map { try Tasks.listed($0, atMost: limit + 1, in: session) }
                ?? Tasks.open(atMost: limit + 1, in: session)
            let tasks = Array(listed.prefix(limit))
            return TaskReports(
                tasks: tasks, hasMore: listed.count > limit, open: try Tasks.openCount(in: session),
                notes: reveal ? try tasks.map { try Tasks.note(of: $0.task, in: session, vault: vault) } : nil,
                isOfBorrower: borrower != nil)
        }
        Output.text(json ? list.json + "\n" : list.text)
    }
}

struct CloseTask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a task: by whom, and how it ended.",
        discussion: """
            It becomes part of the evidence. Said again it changes nothing. What the borrower promised or asked for is a \
            fact of its own: dunlin record, dunlin flag, dunlin contact record.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The number of the task.") var id: Int64
    @Option(
        help: ArgumentHelp(
            "How it ended: " + TaskOutcome.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "word"))
    var outcome: TaskOutcome
    @Option(help: ArgumentHelp("Who closes it.", valueName: "name")) var by: String
    @Option(help: "What more there is to say; kept sealed.") var note: String = ""
    @Flag(help: "One JSON document: {id, task, outcome, by, closed_at, changed}.") var json = false

    func validate() throws {
        guard note.utf8.count <= Tasks.longestNote_bytes else {
            throw ValidationError("--note is longer than \(Tasks.longestNote_bytes) bytes")
        }
    }

    func run() async throws {
        let change = try await ChangeDesk.open(options)
        let (workplace, store) = (change.workplace, change.store)
        let act = try await change.act(by: by, note: nil)
        let closing = Tasks.Closing(outcome: outcome, by: act.by, note: note)
        let (id, vault, random) = (id, store.vault, workplace.random)
        let closed: (task: TaskRecord, isNew: Bool)
        do {
            closed = try await store.database.write {
                try Tasks.close(id, closing, at: act.at, in: $0, vault: vault, random: random)
            }
        } catch let fault as TaskFault { throw fault.failure }
        if json { return Output.line(TaskReports.json(closed.task, changed: closed.isNew)) }
        Output.line(
            closed.isNew
                ? "task \(id) (\(closed.task.kind)) closed: \(closing.outcome.rawValue)"
                : "task \(id) (\(closed.task.kind)) was closed so already")
    }
}

extension TaskFault {
    fileprivate var failure: Failure {
        switch self {
        case .unknown(let id): Failure("there is no task \(id)", fix: "see dunlin task list")
        case .closed(let task):
            Failure(
                "task \(task.id) is closed already"
                    + (task.outcome.map { ": \($0.rawValue), by \(task.by ?? "")" } ?? ""),
                fix: "what stands in evidence is not changed: record what is new as a fact of its own")
        }
    }
}
