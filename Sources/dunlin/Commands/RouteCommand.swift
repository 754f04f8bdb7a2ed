import ArgumentParser
import LoanBook
import Messaging
import SettingsFiles
import Store

struct RouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "How routes stand, which one a message would take, and taking one out of use.",
        subcommands: [ListRoutes.self, TestRoute.self, DrainRoute.self, ResumeRoute.self],
        defaultSubcommand: ListRoutes.self)
}

struct ListRoutes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Every route: how it stands and why, what it serves, and what went over it today.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "One JSON document: {routes: [{name, level, why, drained, segments_today, priority, serves, …}]}.")
    var json = false

    func run() async throws {
        let desk = try await RouteDesk.open(options)
        let report = RouteReports(desk: desk, standings: try await desk.standings())
        Output.text(json ? report.json + "\n" : report.text)
    }
}

struct TestRoute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Say which route a message would take now, and why not the others.",
        discussion: "Nothing is sent, and the number is written nowhere.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The route that is in question.") var name: String
    @Option(help: ArgumentHelp("The borrower's number.", valueName: "number")) var to: String
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("service, collection, marketing or education.", valueName: "class"))
    var messageClass: MessageClass = .service
    @Option(help: "How many segments the text has, 1 to 255.") var segments = 1
    @Option(help: "The portfolio, when several use the route.") var portfolio: String?
    @Flag(help: "One JSON document: {route, portfolio, takes_it, outcome, chosen, until, findings}.") var json = false

    func validate() throws {
        guard (1...255).contains(segments) else { throw ValidationError("--segments is from 1 to 255") }
    }

    func run() async throws {
        let desk = try await RouteDesk.open(options)
        let route = try desk.route(name)
        let users = desk.portfolios(of: route.name)
        let named = users.filter { portfolio == nil || $0.portfolio.key == portfolio }
        guard let entry = named.first, named.count == 1 || portfolio != nil else {
            throw Failure(
                users.isEmpty
                    ? "no portfolio uses the route \(name)"
                    : "the route \(name) is used by \(users.map(\.portfolio.key).joined(separator: ", "))",
                fix: users.isEmpty ? "name it in dunlin.yaml" : "say which with --portfolio")
        }
        let choice = try await desk.choose(entry, to: to, messageClass, segments: segments)
        Output.text(
            json
                ? RouteReports.json(choice, route: route.name, portfolio: entry.portfolio.key) + "\n"
                : RouteReports.text(choice, route: route.name))
    }
}

struct DrainRoute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Take a route out of use: it gets nothing more, on every node, within seconds.",
        discussion: """
            What waits for it finds another way, or waits where there is none. Answers, receipts and replies of what it \
            was given are heard as before. It stays so, also over a restart, until somebody resumes it.
            """)

    @OptionGroup var act: RouteAct

    func run() async throws { try await act.run(drains: true) }
}

struct ResumeRoute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Use a drained route again.")

    @OptionGroup var act: RouteAct

    func run() async throws { try await act.run(drains: false) }
}

struct RouteAct: ParsableArguments {
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The route.") var name: String
    @Option(help: ArgumentHelp("Who does it; becomes part of the evidence.", valueName: "name")) var by: String
    @Option(help: "Why.") var note: String = ""
    @Flag(help: "One JSON document: {route, drained, by, changed}.") var json = false

    func run(drains: Bool) async throws {
        let desk = try await RouteDesk.open(options)
        let changed = try await desk.set(drained: drains, name, by: by, note: note)
        if json {
            return Output.line(
                JSONText.write(
                    .object([
                        ("route", .text(name)), ("drained", .bool(drains)), ("by", .text(by)),
                        ("changed", .bool(changed)),
                    ])))
        }
        Output.line(
            changed ? "route \(name) is \(drains ? "drained" : "in use again")" : "route \(name) was so already")
    }
}
