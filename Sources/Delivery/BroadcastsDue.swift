import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Store

/// The broadcasts whose messages are due in a turn, as they stand in its transaction: one that was stopped is not
/// submitted any more, whoever planned it and when.
struct BroadcastsDue: Sendable {
    private enum Standing: Sendable {
        case sends(Broadcast)
        case stopped(String)
    }

    private var standing: [Int64: Standing] = [:]

    init(_ messages: [OutboxMessage], portfolios: [Int64: DecisionContext], in session: any SQLSession) throws {
        let due = messages.filter { $0.claim.subject == .broadcast }
        guard !due.isEmpty else { return }
        try Broadcasts.holdStill(Set(due.map(\.claim.subjectID)), in: session)
        for message in due {
            let id = message.claim.subjectID
            guard standing[id] == nil, let context = portfolios[message.portfolio] else { continue }
            standing[id] = try Self.standing(of: id, context, in: session)
        }
    }

    private static func standing(
        of id: Int64, _ context: DecisionContext, in session: any SQLSession
    ) throws -> Standing {
        guard let record = try Broadcasts.find(id, in: session) else {
            return .stopped("the broadcast is not known any more")
        }
        guard record.state == .approved else { return .stopped("the broadcast was stopped") }
        do throws(ExpressionFaults) {
            return .sends(
                try Broadcast(
                    id: id, purpose: record.purpose, template: record.template, condition: record.condition,
                    from: record.from, until: record.until, zones: context.law.zones))
        } catch {
            return .stopped("the condition of the broadcast cannot be read")
        }
    }

    /// What their conditions ask of snapshots.
    func needs(at now: Instant) -> SnapshotNeeds {
        standing.values.reduce(into: .none) { needs, standing in
            if case .sends(let broadcast) = standing { needs.formUnion(broadcast.needs(at: now)) }
        }
    }

    func recheck(
        _ id: Int64, _ snapshot: BorrowerSnapshot, context: DecisionContext, now: Instant,
        form: TextForm
    ) -> Recheck {
        switch standing[id] {
        case .sends(let broadcast):
            broadcast.recheck(snapshot, context: context, now: now, form: form)
        case .stopped(let reason): .superseded(reason: reason)
        case nil: .superseded(reason: "the broadcast is not known any more")
        }
    }
}
