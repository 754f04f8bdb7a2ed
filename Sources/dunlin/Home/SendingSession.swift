import CivilTime
import Delivery
import Store

/// What every command that sends begins with: the clock allowed, the home locked, the log found to be whole, and the
/// attempts of a process that ended early given their word.
struct SendingSession {
    let workplace: Workplace
    let lock: DeliveryLock
    let desk: SendingDesk
    let publisher: EvidencePublisher
    /// Attempts of an earlier process that have no answer: they count as told.
    let recovered: Int

    static func begin(_ options: GlobalOptions) async throws -> SendingSession {
        var workplace = try await Workplace.open(options)
        try workplace.checkFiles()
        try workplace.home.refuseDemo()
        let store = try await workplace.store(making: false)
        let inForce = try await workplace.lender(in: store)
        workplace.clock = try SendingDesk.clock(options, inForce.lender)
        let lock = try DeliveryLock(workplace.home)
        let node = workplace.node
        if let given = options.givenNow, store.database.engine == .postgres {
            let joined = try await store.database.write(repeatable: true) {
                try SimulatedTime.join(given, as: node, in: $0)
            }
            workplace.clock = .from(joined)
        }
        let planning = PlanningDesk(workplace: workplace, inForce: inForce, store: store)
        let desk = try await SendingDesk.open(planning, clock: workplace.clock)
        let publisher = try await EvidenceDesk.publisher(workplace, store).publisher
        // Before anything goes out: a store older than its own signed log (a backup brought back) is found here.
        _ = try await publisher.publishInTurn()
        try lock.sendingBegins()
        // The lock says that no other process delivers from this home; on a server nodes of other homes may be at work.
        let recovered = try await Recovery.run(
            desk.context, store.database.engine == .sqlite ? .all : .node(node))
        return SendingSession(
            workplace: workplace, lock: lock, desk: desk, publisher: publisher, recovered: recovered)
    }

    /// Publishes what is left. Nothing is sent after it.
    func end() async throws -> EvidencePublisher.Published {
        let published = try await publisher.publishInTurn()
        try lock.sendingEnded()
        return published
    }
}
