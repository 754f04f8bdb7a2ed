import ArgumentParser
import CivilTime
import Decisions
import Foundation
import LoanBook
import Messaging
import Planning
import SettingsFiles
import Store

/// `dunlin plan --compare A B`.
struct ComparisonRun: Sendable {
    let desk: PlanningDesk
    let names: (a: String, b: String)
    /// Only this portfolio.
    let portfolio: String?
    let date: CivilDate?
    let days: Int

    /// One of the two, as it was named.
    private enum Side: Sendable {
        case date(CivilDate)
        case strategy(Strategy, TemplateSet)
        /// Every portfolio by its own strategy of these.
        case lender(Lender)

        var key: String? { if case .strategy(let strategy, _) = self { strategy.key } else { nil } }
        var isDate: Bool { if case .date = self { true } else { false } }
    }

    func show(json: Bool, csv: Bool) async throws {
        let (a, b) = (try await side(names.a), try await side(names.b))
        guard a.isDate == b.isDate else {
            throw Failure("a date is compared with a date", fix: "name two dates, or two strategies")
        }
        guard !a.isDate || date == nil && days == 1 else {
            throw Failure("two dates stand for themselves", fix: "leave out --date and --days")
        }
        let all = try await desk.planners()
        let planners = all.filter { portfolio == nil || $0.context.portfolio.key == portfolio }
        guard !planners.isEmpty else {
            throw Failure(
                portfolio.map { "the portfolio \($0) has no borrowers here" } ?? "no portfolio has borrowers here",
                fix: "import a book first, or name one of: "
                    + desk.lender.portfolios.map(\.portfolio.key).joined(separator: ", "))
        }
        let concerned = planners.filter { isConcerned($0.context.portfolio, a, b) }
        if csv { Output.text(ComparisonText.csvHead) }
        var comparison = Comparison()
        for planner in concerned.isEmpty ? planners : concerned {
            let comparer = try comparer(planner, a, b)
            let key = planner.context.portfolio.key
            comparison = try await comparer.run(into: comparison) { message in
                if csv { Output.text(ComparisonText.csvLine(message, portfolio: key)) }
            }
        }
        if csv { return }
        let text = ComparisonText(comparison: comparison, names: names, days: days)
        Output.text(json ? text.json + "\n" : text.text)
    }

    /// A strategy is compared for those who go by one of the two; where nobody does, for all.
    private func isConcerned(_ portfolio: Portfolio, _ a: Side, _ b: Side) -> Bool {
        let keys = [a.key, b.key].compactMap { $0 }
        return keys.isEmpty || keys.contains(portfolio.strategy)
    }

    private func comparer(_ planner: Planner, _ a: Side, _ b: Side) throws -> Comparer {
        let key = planner.context.portfolio.key
        let route = desk.lender.portfolios.first { $0.portfolio.key == key }?.routes.first
        return Comparer(
            database: planner.database, vault: planner.vault, portfolio: planner.portfolio,
            a: try half(planner, a), b: try half(planner, b), days: days,
            cost: desk.lender.routes.first { $0.name == route }?.cost)
    }

    private func half(_ planner: Planner, _ side: Side) throws -> Comparer.Side {
        var context = planner.context
        var day = date
        switch side {
        case .date(let date): day = date
        case .strategy(let strategy, let templates):
            (context.strategy, context.split, context.templates) = (strategy, nil, templates)
        case .lender(let lender):
            let entry = lender.portfolios.first { $0.portfolio.key == context.portfolio.key }
            let other = entry.flatMap {
                lender.decisionContext($0, zones: desk.workplace.zones, lapse: context.lapse)
            }
            guard let other else {
                throw Failure("the strategy \(context.portfolio.strategy) is not there on both sides", fix: "")
            }
            (context.strategy, context.split, context.templates) = (other.strategy, other.split, other.templates)
            context.law = other.law
        }
        let (from, now) = try desk.moment(planner, date: day)
        return Comparer.Side(context: context, from: from, now: now)
    }

    private func side(_ name: String) async throws -> Side {
        if let date = CivilDate(iso: name) { return .date(date) }
        if name == "in_force" { return .lender(desk.lender) }
        if name.hasPrefix("proposal:"), let id = Int64(name.dropFirst("proposal:".count)) {
            return try await proposal(id)
        }
        let lender = desk.lender
        if let strategy = lender.strategies[name] { return .strategy(strategy, lender.templates) }
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
            throw Failure(
                "there is no strategy `\(name)`",
                fix: "name a file, in_force, proposal:ID, a date, or one of: "
                    + lender.strategies.keys.sorted().joined(separator: ", "))
        }
        guard let data = FileManager.default.contents(atPath: name),
            let text = String(validating: data, as: UTF8.self)
        else { throw Failure("\(name) is no readable UTF-8 file", fix: "name a strategy file") }
        // A file that somebody is writing goes with the texts that stand beside it.
        let workplace = desk.workplace
        let templates = try TemplateSet.parse(files: workplace.files.onDisk().files("templates"))
        return .strategy(
            try Strategy.parse(yaml: text, file: name, templates: templates, zones: workplace.zones), templates)
    }

    private func proposal(_ id: Int64) async throws -> Side {
        let texts = try await desk.store.database.read { session -> [String: String]? in
            guard let proposal = try Proposals.find(id, in: session) else { return nil }
            var texts = try FileVersions.texts(in: session).texts
            for file in proposal.files {
                texts[file.file] = try file.hash.map { try FileVersions.text($0, in: session) }
            }
            return texts
        }
        guard let texts else { throw Failure("there is no proposal \(id)", fix: "see dunlin proposals") }
        return .lender(try desk.workplace.files.load(LenderTexts(texts: texts)))
    }
}
