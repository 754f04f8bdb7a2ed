import CivilTime
import Gateways
import LoanBook
import Messaging
import SettingsFiles

/// Routes as a table and as one JSON document.
struct RouteReports {
    let desk: RouteDesk
    let standings: [String: RouteStanding]

    private var routes: [RouteEntry] { desk.planning.lender.routes.sorted { $0.name < $1.name } }

    private func standing(_ route: RouteEntry) -> RouteStanding { standings[route.name] ?? RouteStanding() }

    var text: String {
        var table = TextTable(
            headings: [
                "route", "level", "today", "a day", "priority", "a segment", "a second", "serves", "portfolios",
            ],
            numeric: [2, 3, 4, 6])
        var notes: [String] = []
        for route in routes {
            let (card, standing) = (route.card, standing(route))
            table.rows.append([
                route.name, standing.drained == nil ? standing.level.word : "drained", String(standing.segmentsToday),
                card.segmentsADay.map { String($0) } ?? "-", String(card.priority),
                card.cost?.words(segments: 1) ?? "-",
                route.settings.route.messagesPerSecond.map { String(Int($0)) } ?? "-", Self.serves(card),
                desk.portfolios(of: route.name).map(\.portfolio.key).joined(separator: ", "),
            ])
            if let drained = standing.drained {
                notes.append("\(route.name) was drained by \(drained.by) at \(drained.at)")
            }
            if !standing.why.isEmpty { notes.append("\(route.name) is \(standing.level.word): \(standing.why)") }
        }
        return table.text + notes.map { $0 + "\n" }.joined()
    }

    var json: String {
        let list = routes.map { route in
            let (card, standing) = (route.card, standing(route))
            func texts(_ texts: some Sequence<String>) -> JSONText.Value { .list(texts.sorted().map { .text($0) }) }
            return JSONText.Value.object([
                ("name", .text(route.name)), ("level", .text(standing.level.word)), ("why", .text(standing.why)),
                ("until", standing.until.map { .text($0.description) } ?? .null),
                (
                    "drained",
                    standing.drained.map {
                        .object([("by", .text($0.by)), ("at", .text($0.at.description))])
                    } ?? .null
                ),
                ("segments_today", .number(Int64(standing.segmentsToday))),
                ("segments_a_day", card.segmentsADay.map { .number(Int64($0)) } ?? .null),
                ("priority", .number(Int64(card.priority))),
                ("cost", card.cost.map { .text($0.words(segments: 1)) } ?? .null),
                ("messages_per_second", route.settings.route.messagesPerSecond.map { .decimal($0) } ?? .null),
                ("binds", .number(Int64(route.settings.route.binds))), ("simulator", .bool(route.isSimulator)),
                (
                    "serves",
                    .object([
                        ("countries", texts(card.countries)), ("prefixes", texts(card.prefixes)),
                        ("carriers", texts(card.carriers.map(\.rawValue))),
                        ("classes", texts(card.classes.map { "\($0)" })), ("available", texts(card.hours.map(\.words))),
                        ("zone", .text(card.zone.id)),
                    ])
                ),
                ("portfolios", texts(desk.portfolios(of: route.name).map(\.portfolio.key))),
            ])
        }
        return JSONText.write(.object([("routes", .list(list))]))
    }

    private static func serves(_ card: RouteCard) -> String {
        let parts =
            card.countries.sorted() + card.prefixes.sorted() + card.carriers.map(\.rawValue).sorted()
            + card.classes.sorted { $0.rawValue < $1.rawValue }.map { "\($0)" } + card.hours.map(\.words)
        return parts.isEmpty ? "everybody" : parts.joined(separator: ", ")
    }

    static func text(_ choice: RouteChoice, route: String) -> String {
        let first =
            switch choice.outcome {
            case .route(let name): name == route ? "\(route) would take it" : "\(name) would take it, not \(route)"
            case .hold(let until): "it would wait until \(until)"
            case .nobody: "it would not be sent: no route serves it"
            }
        return first + "\n" + choice.findings.map { "  \($0.line)\n" }.joined()
    }

    static func json(_ choice: RouteChoice, route: String, portfolio: String) -> String {
        var (outcome, chosen, until) = ("nobody", JSONText.Value.null, JSONText.Value.null)
        switch choice.outcome {
        case .route(let name): (outcome, chosen) = ("route", .text(name))
        case .hold(let instant): (outcome, until) = ("hold", .text(instant.description))
        case .nobody: break
        }
        let findings = choice.findings.map {
            JSONText.Value.object([
                ("route", .text($0.route)), ("word", .text($0.word.rawValue)), ("words", .text($0.words)),
            ])
        }
        return JSONText.write(
            .object([
                ("route", .text(route)), ("portfolio", .text(portfolio)),
                ("takes_it", .bool(choice.outcome == .route(route))), ("outcome", .text(outcome)), ("chosen", chosen),
                ("until", until), ("findings", .list(findings)),
            ]))
    }
}
