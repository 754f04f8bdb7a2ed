import Delivery
import LoanBook
import Messaging
import Store
import Web

/// What `/health` and `/metrics` say. Counts, routes and states only (promise P7).
struct ServiceStatus: Sendable {
    let desk: SendingDesk
    let roles: [NodeRole]
    let countersigning: CountersigningBoard

    private var ways: [SendingDesk.Way] { roles.contains(.deliver) ? desk.ways : [] }

    func health() async -> Health {
        var parts: [(name: String, state: String)] = []
        var isWell = true
        for way in ways {
            let route = "route \(way.gateway.route)"
            let isUp = await way.lane.isLinkUp
            parts.append((name: route, state: isUp ? "up" : "down"))
            let standing = await way.lane.standing
            if let words = standing.words { parts.append((name: "\(route) stands", state: words)) }
            let (holding, trouble) = (await way.lane.holding, await way.lane.storeTrouble)
            if let holding { parts.append((name: "\(route) holds", state: holding)) }
            if let trouble { parts.append((name: "\(route) waits", state: trouble.what)) }
            if !isUp || holding != nil || trouble != nil { isWell = false }
        }
        do {
            _ = try await desk.planning.store.database.read { try $0.integer("SELECT 1") }
            parts.append((name: "store", state: "up"))
        } catch {
            isWell = false
            parts.append((name: "store", state: "not readable"))
        }
        parts += countersigning.parts
        if countersigning.isContradicted { isWell = false }
        return Health(isWell: isWell, parts: parts)
    }

    func metrics() async -> [MetricFamily] {
        var families: [MetricFamily] = []
        var links: [MetricFamily.Sample] = []
        var usable: [MetricFamily.Sample] = []
        var outstanding: [MetricFamily.Sample] = []
        var events: [MetricFamily.Sample] = []
        for way in ways {
            let route = (name: "route", value: way.gateway.route)
            let counts = await way.lane.counts
            links.append(.init([route], await way.lane.isLinkUp ? 1 : 0))
            usable.append(.init([route], await way.lane.standing.isUsable ? 1 : 0))
            outstanding.append(.init([route], Double(await way.lane.outstanding)))
            for (event, count) in [
                ("attempt", counts.attempts), ("accepted", counts.accepted), ("refused", counts.refused),
                ("throttled", counts.throttled), ("unknown", counts.unknown), ("receipt", counts.receipts),
                ("delivered", counts.delivered), ("reply", counts.replies), ("opt_out", counts.optOuts),
                ("held", counts.held), ("suppressed", counts.suppressed), ("superseded", counts.superseded),
                ("misread_receipt", counts.misreadReceipts),
            ] {
                events.append(.init([route, (name: "event", value: event)], Double(count)))
            }
        }
        families.append(
            MetricFamily("dunlin_link_up", .gauge, help: "1 while the route's link is bound.", samples: links))
        families.append(
            MetricFamily(
                "dunlin_route_usable", .gauge, help: "0 while the route is drained or its circuit is open.",
                samples: usable))
        families.append(
            MetricFamily(
                "dunlin_attempts_outstanding", .gauge, help: "Attempts that wait for the carrier's answer.",
                samples: outstanding))
        families.append(
            MetricFamily(
                "dunlin_delivery_events_total", .counter, help: "What delivery did and heard since the start.",
                samples: events))
        families += await LinkFamilies.all(of: ways)
        do {
            let summary = try await desk.planning.store.database.read { try OutboxSummary.read(in: $0) }
            families.append(
                MetricFamily(
                    "dunlin_messages", .gauge, help: "Messages in the store by state.",
                    samples: MessageState.allCases.map {
                        .init([(name: "state", value: "\($0)")], Double(summary.byState[$0, default: 0]))
                    }))
            families.append(
                MetricFamily(
                    "dunlin_tasks_open", .gauge, help: "Work for a person.",
                    samples: [
                        .init([], Double(summary.openTasks))
                    ]))
        } catch {
            families.append(
                MetricFamily(
                    "dunlin_store_readable", .gauge, help: "0 when the store cannot be read.", samples: [.init([], 0)]))
        }
        return families
    }
}
