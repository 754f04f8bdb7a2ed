import CivilTime
import Delivery
import Store

/// The duties that this node leads: see `Duties`.
struct NodeDuties: Sendable {
    /// The trust window: so long a duty waits for a leader that is gone.
    static let lease = Span.seconds(10)

    let desk: SendingDesk

    private var holder: String { desk.context.node }

    /// Whether the duty is this node's, now and for the length of the lease.
    func lead(_ name: String) async throws -> Bool {
        try await desk.context.database.write(repeatable: true) { try lead(name, in: $0) }
    }

    func lead(_ name: String, in session: any SQLSession) throws -> Bool {
        try Duties.lead(name, as: holder, lease: Self.lease, in: session)
    }

    /// The name of a duty that every node has for itself.
    func own(_ name: String) -> String { "\(name) \(holder)" }

    func holds(_ name: String, in session: any SQLSession) throws -> Bool {
        try Duties.held(in: session)[name] == holder
    }

    func leave(_ name: String, in session: any SQLSession) throws {
        try Duties.leave(name, as: holder, in: session)
    }

    /// Hands them back at the end, so that nobody waits for the lease. A store that is away keeps nobody from ending.
    func leave(_ names: [String]) async throws {
        do {
            try await desk.context.database.write(repeatable: true) { session in
                for name in names { try leave(name, in: session) }
            }
        } catch let error as StoreError where error.endsTheRoundOnly {}
    }
}

extension StoreError {
    /// Whether a duty is simply begun again: it asks the store anew what there is to do, so that also a commit of which
    /// nobody knows whether it was done is no reason to end.
    var endsTheRoundOnly: Bool { isPassing || code == .outcomeUnknown }
}
