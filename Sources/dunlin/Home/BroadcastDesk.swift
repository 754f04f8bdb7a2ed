import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Planning
import Store

/// What commands do with broadcasts.
struct BroadcastDesk: Sendable {
    /// Borrowers named to show whom it concerns.
    static let sampleSize = 10
    static let longest = Span.days(60)

    let change: ChangeDesk
    let planning: PlanningDesk

    static func open(_ options: GlobalOptions) async throws -> BroadcastDesk {
        let change = try await ChangeDesk.open(options)
        let (workplace, store) = (change.workplace, change.store)
        return BroadcastDesk(
            change: change,
            planning: PlanningDesk(
                workplace: workplace, inForce: try await workplace.lender(in: store), store: store))
    }

    /// Whom it concerns now: counts, and some by the lender's references.
    struct Audience: Sendable {
        var borrowers = 0
        var inside = 0
        /// Whose condition cannot be decided: they are not told.
        var doubtful = 0
        /// Ascending; chosen by chance among all, the same for the same book.
        var sample: [String] = []
    }

    func audience(_ record: BroadcastRecord, at now: Instant) async throws -> Audience {
        let context = try await context(of: record.portfolio)
        let broadcast = try broadcast(record, context)
        let vault = planning.store.vault
        var audience = try await planning.store.database.read { session in
            var audience = Audience()
            var chance = SeededNumbers(seed: UInt64(bitPattern: record.from.milliseconds))
            try Snapshots.each(
                portfolio: record.portfolio, in: session, vault: vault,
                contactsSince: now - Planner.contactsWithin, now: now, needs: broadcast.needs(at: now)
            ) { snapshot in
                audience.borrowers += 1
                switch broadcast.place(of: snapshot, context: context, at: now) {
                case .outside: return
                case .doubtful: audience.doubtful += 1
                case .inside: audience.add(snapshot.borrower.reference, &chance)
                }
            }
            return audience
        }
        audience.sample.sort()
        return audience
    }

    /// Checks everything that can be known before, and counts whom it concerns.
    func propose(_ draft: BroadcastRecord) async throws -> (BroadcastRecord, Audience) {
        let now = draft.proposed.at
        guard draft.until > draft.from, draft.until > now else {
            throw Failure("it would end before it begins, or has ended", fix: "give a later --until")
        }
        guard draft.until - draft.from <= Self.longest else {
            throw Failure("it would last longer than 60 days", fix: "give an earlier --until")
        }
        let context = try await context(of: draft.portfolio)
        try check(draft, context)
        var record = draft
        let audience = try await audience(draft, at: now)
        guard audience.inside > 0 else {
            throw Failure(
                "it concerns nobody of \(audience.borrowers) borrowers"
                    + (audience.doubtful > 0 ? " (\(audience.doubtful) cannot be decided)" : ""),
                fix: "change --when")
        }
        record.audience = audience.inside
        let (proposed, vault, random) = (record, planning.store.vault, planning.workplace.random)
        let kept = try await planning.store.database.write {
            try Broadcasts.propose(proposed, in: $0, vault: vault, random: random)
        }
        return (kept, audience)
    }

    func approve(_ id: Int64, _ act: Proposal.Act) async throws -> BroadcastRecord {
        guard let record = try await planning.store.database.read({ try Broadcasts.find(id, in: $0) }) else {
            throw BroadcastFault.unknown(id).failure
        }
        // Texts and strategies may have changed since it was proposed.
        try check(record, try await context(of: record.portfolio))
        let (vault, random) = (planning.store.vault, planning.workplace.random)
        do {
            return try await planning.store.database.write {
                try Broadcasts.approve(id, act, in: $0, vault: vault, random: random)
            }
        } catch let fault as BroadcastFault { throw fault.failure }
    }

    private func context(of portfolio: String) async throws -> DecisionContext {
        let planners = try await planning.planners()
        guard let context = planners.first(where: { $0.context.portfolio.key == portfolio })?.context else {
            throw Failure(
                "the portfolio \(portfolio) has no borrowers here",
                fix: "name one of: " + planners.map(\.context.portfolio.key).joined(separator: ", "))
        }
        return context
    }

    private func broadcast(_ record: BroadcastRecord, _ context: DecisionContext) throws -> Broadcast {
        do throws(ExpressionFaults) {
            return try Broadcast(
                id: record.id, purpose: record.purpose, template: record.template, condition: record.condition,
                from: record.from, until: record.until, zones: context.law.zones)
        } catch {
            let faults = error.list.map { "character \($0.offset + 1): \($0.what). \($0.fix)" }
            throw Failure("the condition cannot be read: " + faults.joined(separator: "; "), fix: "correct --when")
        }
    }

    private func check(_ record: BroadcastRecord, _ context: DecisionContext) throws {
        // One may stand from before its purpose was taken away.
        guard Broadcast.purposes.contains(record.purpose) else {
            throw Failure(
                "the purpose \(record.purpose.rawValue) is none for many",
                fix: "propose it with one of: " + Broadcast.purposes.map(\.rawValue).joined(separator: ", "))
        }
        _ = try broadcast(record, context)
        let templates = context.templates
        guard templates.has(record.template) else {
            let fitting = Set(templates.templates.filter { $0.purpose == record.purpose }.map(\.key)).sorted()
            throw Failure(
                "there is no template `\(record.template)`",
                fix: fitting.isEmpty
                    ? "write one of purpose \(record.purpose.rawValue) into templates/"
                    : "name one of: " + fitting.joined(separator: ", "))
        }
        for language in templates.languages {
            guard let template = templates.template(record.template, language: language) else { continue }
            guard template.purpose == record.purpose else {
                throw Failure(
                    "the template `\(record.template)` has the purpose \(template.purpose.rawValue) in \(language.rawValue)",
                    fix: "name that purpose, or another template")
            }
        }
    }
}

extension BroadcastDesk.Audience {
    /// Every one of those inside is in the sample with the same chance.
    mutating func add(_ reference: String, _ chance: inout SeededNumbers) {
        inside += 1
        if sample.count < BroadcastDesk.sampleSize { return sample.append(reference) }
        let place = chance.below(inside)
        if place < sample.count { sample[place] = reference }
    }
}

extension SendingDesk {
    /// Gives the borrowers of approved broadcasts their turns.
    func planBroadcasts() async throws -> PlanCounts {
        var counts = PlanCounts()
        let records = try await planning.store.database.read { try Broadcasts.toPlan(in: $0) }
        guard !records.isEmpty else { return counts }
        let (planners, clock) = (try await planning.planners(), clock)
        for record in records {
            guard let planner = planners.first(where: { $0.context.portfolio.key == record.portfolio }) else {
                continue
            }
            counts =
                counts + (try await BroadcastPlanner(planner: planner, id: record.id).run { try clock.now(in: $0) })
        }
        return counts
    }
}

extension ChangeDesk {
    /// Nothing that stands in the way of sending, such as a strategy that cannot be read, stands in the way of stopping.
    func stop(broadcast id: Int64, _ act: Proposal.Act) async throws -> BroadcastRecord {
        let (vault, random) = (store.vault, workplace.random)
        do {
            return try await store.database.write {
                try Broadcasts.stop(id, act, in: $0, vault: vault, random: random)
            }
        } catch let fault as BroadcastFault { throw fault.failure }
    }
}

extension BroadcastFault {
    fileprivate var failure: Failure {
        switch self {
        case .unknown(let id): Failure("there is no broadcast \(id)", fix: "see dunlin broadcast list")
        case .state(let record):
            Failure(
                "broadcast \(record.id) is \(record.state.rawValue) already",
                fix: "see dunlin broadcast show \(record.id)")
        case .samePerson(let name):
            Failure("\(name) proposed it, and who proposes does not approve", fix: "let a second person approve it")
        case .over(let record):
            Failure("broadcast \(record.id) ended at \(record.until)", fix: "propose it anew with a later --until")
        }
    }
}
