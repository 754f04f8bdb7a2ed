import CivilTime
import Delivery
import Messaging
import Store
import Synchronization

/// One process that delivers: its lane, its link to the carrier, and its own idea of the time.
final class Node: CustomStringConvertible {
    let number: Int
    let link: SimulatedCarrier
    let faults = FaultyDatabase.Faults()
    private(set) var context: LaneContext
    var lane: DeliveryLane
    /// What a cut link said, for the next turn.
    var lastWords: [GatewayEvent] = []
    var isLinkUp = true
    var isDead = false
    /// Stopped by the system until then.
    var sleepsUntil: Instant?
    private let offset = Offset()

    var description: String { "node \(number)" }

    /// Differs from the database's clock by more than the settings allow.
    var isOff: Bool { abs(offset.span.milliseconds) > context.settings.clockDifferenceAtMost.milliseconds }

    init(_ number: Int, alone: Bool, desk: Desk, link: SimulatedCarrier) {
        self.number = number
        self.link = link
        context = desk.context
        context.database = FaultyDatabase(desk.database, faults)
        context.node = "node-\(number)"
        // A process alone is told the time; those of several take it from the database, whatever their own clocks say.
        let (clock, offset) = (desk.clock, offset)
        if !alone { context.clock = LawClock(name: LawClock.systemName) { clock.now + offset.span } }
        lane = desk.lane(link, context: context)
    }

    func isAwake(at now: Instant) -> Bool { !isDead && sleepsUntil.map { $0 <= now } ?? true }

    /// The clock of its machine jumps, under a living process.
    func setClock(off span: Span) { offset.set(span) }
}

/// How far a node's clock is from the database's.
private final class Offset: Sendable {
    private let value = Mutex(Span.milliseconds(0))

    var span: Span { value.withLock { $0 } }

    func set(_ span: Span) { value.withLock { $0 = span } }
}

/// Several nodes on one store: they die, stand still, lose the answers of commits, and see the wrong time.
extension Schedule {
    func stepOfSeveral() async throws {
        scatter()
        let node = numbers.pick(nodes)
        if node.isDead, numbers.below(3) == 0 { try await revive(node) }
        let isAwake = node.isAwake(at: desk.clock.now)
        switch numbers.below(100) {
        case 0..<40:
            guard isAwake else { return }
            try await wake(node)
            try await turn(node, maybe: numbers.below(6) == 0 ? 80 : 0)
        case 40..<46:
            guard isAwake else { return }
            try await sleep(node)
        case 46..<49: if isAwake { try await die(node) }
        case 49..<52:
            node.setClock(off: numbers.pick([.seconds(0), .seconds(2), .seconds(-20), .hours(1), .hours(-1)]))
            trace.append("\(node): clock \(node.isOff ? "off" : "right")")
        case 52..<66: advance()
        case 93..<96: if isAwake { cutOrBind(node) }
        case 96..<98 where !routes.isEmpty: try await changeStanding(node)
        case 96..<100: if isAwake { try await sweep(node) }
        case let other: try await fact(other)
        }
    }

    /// What the carrier delivers goes over any link behind which somebody listens.
    func scatter() {
        let listening = nodes.filter { $0.isAwake(at: desk.clock.now) && $0.isLinkUp }
        for link in nodes.map(\.link) {
            let ears = listening.filter { $0.link.route == link.route }
            guard !ears.isEmpty else { continue }
            for (at, event) in link.takeDeliveries() { numbers.pick(ears).link.deliver(event, at: at) }
        }
    }

    /// The process is gone, and its link: nobody hears its answers.
    func die(_ node: Node) async throws {
        crashes += 1
        trace.append("\(node) dies")
        try await checkWindow()
        node.link.reconnect()
        (node.lastWords, node.isLinkUp, node.isDead, node.sleepsUntil) = ([], true, true, nil)
    }

    /// A process begins in the dead one's place, and gives up what that one left; while it does so it may end itself.
    private func revive(_ node: Node) async throws {
        trace.append("\(node) begins")
        if numbers.below(4) == 0 { node.faults.fail(numbers.pick([.beforeCommit, .afterCommit])) }
        do {
            _ = try await Recovery.run(node.context, .node(node.context.node))
        } catch is FaultyDatabase.Crash {
            node.faults.clear()
            _ = try await Recovery.run(node.context, .node(node.context.node))
        }
        node.faults.clear()
        node.isDead = false
        node.lane = desk.lane(node.link, context: node.context)
    }

    /// It is stopped in the middle of a turn, between the commit and the wire, for a while within its lease or beyond.
    private func sleep(_ node: Node) async throws {
        node.link.freeze(true)
        try await turn(node, maybe: 0)
        node.link.freeze(false)
        let span = numbers.pick([.seconds(5), .seconds(16), .minutes(2), .minutes(40)] as [Span])
        node.sleepsUntil = desk.clock.now + span
        sleeps += 1
        trace.append("\(node) sleeps for \(span)")
    }

    /// It goes on where it was; the carrier may have given its link up meanwhile.
    private func wake(_ node: Node) async throws {
        guard node.sleepsUntil != nil else { return }
        node.sleepsUntil = nil
        trace.append("\(node) wakes")
        if node.isLinkUp, numbers.below(2) == 0 {
            node.lastWords += node.link.cut()
            node.link.bindAgain()
        }
    }

    /// A duty that any node may have: to give up whose lease is over, and to close what has waited long enough.
    private func sweep(_ node: Node) async throws {
        trace.append("\(node) sweeps")
        recovered += try await Recovery.run(node.context, .ended)
        _ = try await Recovery.closeOverdue(node.context)
    }

    func calm(_ node: Node) async throws {
        node.setClock(off: .seconds(0))
        if node.isDead { try await revive(node) }
        try await wake(node)
        node.link.calm()
        node.link.bindAgain()
        node.isLinkUp = true
    }
}
