import ArgumentParser
import CivilTime
import Compliance
import Countersigning
import Delivery
import LoanBook
import Logging
import Messaging
import ServiceLifecycle
import SettingsFiles
import Store
import UnixSignals
import Web

/// What a node of `dunlin serve` does.
enum NodeRole: String, CaseIterable, Sendable { case plan, deliver, web }

/// `--roles plan,deliver`.
struct NodeRoles: ExpressibleByArgument {
    var all: [NodeRole]

    static let all = NodeRoles(all: NodeRole.allCases)

    private init(all: [NodeRole]) { self.all = all }

    init?(argument: String) {
        let names = argument.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
        all = names.compactMap { NodeRole(rawValue: String($0)) }
        if all.isEmpty || all.count != names.count { return nil }
    }

    var defaultValueDescription: String { all.map(\.rawValue).joined(separator: ",") }
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Keep going: plan as time passes, send, listen; /health and /metrics.",
        discussion: """
            SIGTERM and SIGINT stop it gracefully: it takes nothing new, waits for the carrier's answers, unbinds, and \
            signs a last checkpoint. Killed outright it loses nothing: see Documentation/lifecycle.md.
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "Port of /health and /metrics (default: listen.port of dunlin.yaml, else 8080; 0 takes a free one).")
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "What this node does, of: plan, deliver, web (default: all). Nodes of one database may do different things.",
            valueName: "roles"))
    var roles: NodeRoles = .all

    func run() async throws {
        let roles = roles.all
        let session = try await SendingSession.begin(options)
        defer { withExtendedLifetime(session.lock) {} }
        let (workplace, desk, publisher) = (session.workplace, session.desk, session.publisher)
        let log = workplace.log
        if session.recovered > 0 {
            log.warning("attempts of an earlier run have no answer", metadata: ["count": "\(session.recovered)"])
        }
        // Stopped in the reverse order: no new plans, then every way drains and ends, then the last checkpoint.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        let board = CountersigningBoard()
        if roles.contains(.plan) || roles.contains(.deliver) {
            services.append(.init(service: EvidenceService(desk: desk, publisher: publisher, log: log)))
            let evidence = try EvidenceFile.load(workplace.settings)
            if !evidence.outside.isEmpty {
                services.append(
                    .init(
                        service: CountersigningService(
                            desk: desk, publisher: publisher, settings: evidence, board: board, log: log)))
            }
            services.append(.init(service: SweepingService(desk: desk, log: log)))
            if workplace.settings.changes == .approved {
                services.append(.init(service: VersionsService(desk: desk, log: log)))
            }
        }
        if roles.contains(.deliver) {
            let database = desk.context.database
            for way in desk.ways { services.append(.init(service: WayService(way: way, database: database))) }
        }
        if roles.contains(.plan) { services.append(.init(service: PlanningService(desk: desk, log: log))) }
        if roles.contains(.web) {
            let status = ServiceStatus(desk: desk, roles: roles, countersigning: board)
            let web = StatusServer.application(
                host: workplace.settings.listenHost, port: port ?? workplace.settings.listenPort, logger: log,
                health: { await status.health() }, metrics: { await status.metrics() },
                onServerRunning: { port in log.notice("listening", metadata: ["port": "\(port)"]) })
            services.append(.init(service: web))
        }
        log.notice("serving", metadata: ["roles": "\(roles.map(\.rawValue).joined(separator: ","))"])
        let group = ServiceGroup(
            configuration: .init(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log))
        do {
            try await group.run()
        } catch  where "\(error)".contains("Address already in use") || "\(error)".contains("EADDRINUSE") {
            throw Failure(
                "the port \(port ?? workplace.settings.listenPort) on \(workplace.settings.listenHost) is in use",
                fix: "name another with --port or listen.port in dunlin.yaml")
        }
        _ = try await session.end()
    }
}
