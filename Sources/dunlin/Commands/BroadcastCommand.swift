import ArgumentParser
import CivilTime
import Decisions
import Messaging
import Planning
import Store

struct BroadcastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broadcast",
        abstract:
            "One message to many: propose it, see whom it concerns, let a second person approve it, stop it at once.",
        discussion: """
            It goes out over the lawful hours of each borrower at a set rate, once to each, under the same law as every \
            message. Stopping counts from the next submission on.
            """,
        subcommands: [
            ProposeBroadcast.self, ListBroadcasts.self, ShowBroadcast.self, ApproveBroadcast.self, StopBroadcast.self,
        ])
}

struct ProposeBroadcast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Propose a broadcast; says whom it concerns: a count and some references.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "The portfolio, by its key in dunlin.yaml.") var portfolio: String
    @Option(
        help: ArgumentHelp(
            "Why: " + Broadcast.purposes.map(\.rawValue).joined(separator: ", ") + ".", valueName: "purpose"))
    var purpose: String
    @Option(help: "The key of a template of that purpose.") var template: String
    @Option(help: ArgumentHelp("Whom it concerns, in CEL (default: everybody).", valueName: "condition")) var when:
        String?
    @Option(help: "At most so many messages an hour, 1 to 10000000.") var perHour: Int
    @Option(help: ArgumentHelp("Not before this instant (default: now).", valueName: "instant")) var from: String?
    @Option(help: ArgumentHelp("Not after this instant (default: 7 days later).", valueName: "instant")) var until:
        String?
    @Option(help: ArgumentHelp("Who proposes.", valueName: "name")) var by: String
    @Option(help: "Why: a word for who approves.") var note: String?
    @Flag(help: "One JSON document: the broadcast, with {borrowers, audience, doubtful, sample}.") var json = false

    func validate() throws {
        guard (1...BroadcastSlots.mostPerHour).contains(perHour) else {
            throw ValidationError("--per-hour is from 1 to \(BroadcastSlots.mostPerHour)")
        }
        for (name, text) in [("--from", from), ("--until", until)] {
            guard let text, GlobalOptions.instant(text) == nil else { continue }
            throw ValidationError("\(name) \(text) is no instant: write 2026-11-21 or 2026-11-21T09:30:00Z")
        }
        guard let named = Purpose(rawValue: purpose), Broadcast.purposes.contains(named) else {
            let purposes = Broadcast.purposes.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--purpose \(purpose) is none for many: write one of \(purposes)")
        }
    }

    func run() async throws {
        let desk = try await BroadcastDesk.open(options)
        let act = try await desk.change.act(by: by, note: note)
        guard let named = Purpose(rawValue: purpose) else { return }
        let begin = from.flatMap { GlobalOptions.instant($0) } ?? act.at
        let draft = BroadcastRecord(
            portfolio: portfolio, purpose: named, template: template, condition: when ?? "", perHour: perHour,
            from: begin, until: until.flatMap { GlobalOptions.instant($0) } ?? begin + .days(7), audience: 0,
            proposed: act)
        let (record, audience) = try await desk.propose(draft)
        Output.text(json ? BroadcastReports.json(record, audience) + "\n" : BroadcastReports.text(record, audience))
        if !json { Output.line("It waits for a second person: dunlin broadcast approve \(record.id) --by NAME") }
    }
}

struct ListBroadcasts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List broadcasts, the newest first.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {broadcasts: [{id, state, portfolio, purpose, …}]}.") var json = false

    func run() async throws {
        let workplace = try await Workplace.open(options)
        let store = try await workplace.store(making: false, checked: false)
        let records = try await store.database.read { try Broadcasts.list(in: $0) }
        if json {
            let list = records.map { JSONText.Value.object(BroadcastReports.fields($0)) }
            return Output.line(JSONText.write(.object([("broadcasts", .list(list))])))
        }
        Output.text(records.isEmpty ? "No broadcast was proposed yet\n" : BroadcastReports.text(records))
    }
}

struct ShowBroadcast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One broadcast: whom it concerns now, and what became of its messages.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The number of the broadcast.") var id: Int64
    @Flag(help: "One JSON document: the broadcast, with {borrowers, audience, doubtful, sample, messages}.")
    var json = false

    func run() async throws {
        let desk = try await BroadcastDesk.open(options)
        let (id, store) = (id, desk.planning.store)
        let found = try await store.database.read { session in
            try Broadcasts.find(id, in: session).map { ($0, try Broadcasts.messages(of: id, in: session)) }
        }
        guard let (record, messages) = found else {
            throw Failure("there is no broadcast \(id)", fix: "see dunlin broadcast list")
        }
        let audience = try await desk.audience(record, at: try await store.now(by: desk.change.workplace.clock))
        Output.text(
            json
                ? BroadcastReports.json(record, audience, messages) + "\n"
                : BroadcastReports.text(record, audience, messages))
    }
}

struct ApproveBroadcast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Let a broadcast go out, as a second person.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The number of the broadcast.") var id: Int64
    @Option(help: ArgumentHelp("Who approves: another than who proposed.", valueName: "name")) var by: String
    @Flag(help: "One JSON document: the broadcast.") var json = false

    func run() async throws {
        let desk = try await BroadcastDesk.open(options)
        let record = try await desk.approve(id, try await desk.change.act(by: by, note: nil))
        if json { return Output.line(JSONText.write(.object(BroadcastReports.fields(record)))) }
        Output.line("Broadcast \(record.id) goes out from \(max(record.from, record.approved?.at ?? record.from)) on")
    }
}

struct StopBroadcast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop a broadcast for good: nothing of it is submitted any more.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The number of the broadcast.") var id: Int64
    @Option(help: ArgumentHelp("Who stops it.", valueName: "name")) var by: String
    @Option(help: "Why, to be kept in its leaf of the evidence.") var note: String?
    @Flag(help: "One JSON document: the broadcast.") var json = false

    func run() async throws {
        let change = try await ChangeDesk.open(options)
        let record = try await change.stop(broadcast: id, try await change.act(by: by, note: note))
        if json { return Output.line(JSONText.write(.object(BroadcastReports.fields(record)))) }
        Output.line(
            "Broadcast \(record.id) is stopped; what the carrier has already is with the borrowers or on its way")
    }
}
