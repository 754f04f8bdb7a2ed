import CivilTime
import Delivery
import LoanBook
import Messaging
import Store

/// A few days of a small lender, on virtual time: what happens when is drawn from the seed, and so is every fault.
/// After each step everything that must hold is checked, against a model that shares no code with delivery.
final class Schedule {
    /// What must not be.
    struct Violation: Error, CustomStringConvertible {
        var description: String
    }

    let desk: Desk
    let account = SimulatedAccount()
    /// Names of routes among which a way is chosen; empty where there is one and nothing to choose.
    let routes: [String]
    /// One process that delivers alone, or several on one store.
    var nodes: [Node] = []
    var model = Model()
    var numbers: SeededNumbers
    var crashes = 0
    /// Of several nodes: how often one stood still, and attempts that another gave up.
    var sleeps = 0
    var recovered = 0
    var trace: [String] = []

    static let start = Desk.instant("2026-11-21T08:00:00+08:00")
    private static let dues = [
        ["2026-11-20"], ["2026-11-14", "2026-12-14"], ["2026-11-24"], ["2026-11-21"], ["2026-10-22", "2026-11-22"],
        ["2026-11-06"], ["2026-11-23", "2026-12-23"],
    ]

    /// - Parameters:
    ///   - nodes: how many there are; they have links of their own, and know law time from the database.
    ///   - routes: where there are several, the nodes have one each, in turn, and a way is chosen for every message.
    ///   - used: the store to play on, else a new one.
    init(seed: UInt64, nodes count: Int = 1, routes: [String] = [], in used: UsedStore? = nil) async throws {
        self.routes = routes
        numbers = SeededNumbers(seed: seed)
        let window = 1 + numbers.below(12)
        desk = try await Desk(
            seed: seed, window: window, portfolios: count == 1 ? House.contexts.get() : House.cappedContexts.get(),
            routes: Self.map(routes), in: used)
        desk.clock.set(Self.start)
        let roughness = numbers.pick([0, 5, 15, 30, 60])
        for number in 1...count {
            nodes.append(
                Node(
                    number, alone: count == 1, desk: desk,
                    link: SimulatedCarrier(
                        seed: numbers.next(), clock: desk.clock, window: window, roughness: roughness,
                        bind: UInt32(number), account: account,
                        route: routes.isEmpty ? nil : routes[number % routes.count])))
        }
        try await desk.paymentsFeed(asOf: desk.clock.now)
        for _ in 0..<6 { try await importBorrower() }
    }

    func run(steps: Int) async throws {
        for _ in 0..<steps {
            if nodes.count == 1 { try await step() } else { try await stepOfSeveral() }
            try await checkStates()
        }
        try await settle()
        try await checkEnd()
    }

    private func step() async throws {
        switch numbers.below(100) {
        case 0..<37: try await turn(nodes[0], maybe: 0)
        case 37..<44: try await turn(nodes[0], maybe: 80)
        case 44..<66: advance()
        case 93..<97: cutOrBind(nodes[0])
        case 97..<99: try await restart(nodes[0])
        case 99: try await noted("close") { _ = try await Recovery.closeOverdue(self.desk.context) }
        case let other: try await fact(other)
        }
    }

    /// Something happens in the world; `number` says what.
    func fact(_ number: Int) async throws {
        switch number {
        case 66..<76: try await noted("plan") { _ = try await self.desk.plan() }
        case 76..<81: try await pay()
        case 81..<84: try await importBorrower()
        case 84..<87: try await noted("feed") { try await self.desk.paymentsFeed(asOf: self.desk.clock.now) }
        case 87..<90: say(numbers.pick(["STOP", "stop!", "I already paid", "Who is this?", "hello"]))
        case 90..<91: sayInParts()
        default: try await dispute()
        }
    }

    /// One turn; with a chance of `percent` the process ends somewhere in it.
    func turn(_ node: Node, maybe percent: Int) async throws {
        let events = node.lastWords + node.link.take(numbers.below(4) == 0 ? 1 + numbers.below(4) : 500)
        node.lastWords = []
        if numbers.below(100) < percent { arm(node) }
        trace.append("\(node): turn with \(events.count) events")
        let before = account.journal.count
        var isCommitted = true
        var isCrashed = false
        do {
            _ = try await node.lane.turn(events)
        } catch let crash as FaultyDatabase.Crash {
            isCrashed = true
            isCommitted = crash.moment == .afterCommit
        }
        node.faults.clear()
        if isCommitted { model.hear(events, at: desk.clock.now) }
        try hold(
            !node.isOff || account.journal.count == before, "\(node), whose clock is off, sent something")
        try await checkJournal()
        guard isCrashed || node.link.isDead else { return node.link.end(at: nil) }
        if nodes.count == 1 { try await restart(node) } else { try await die(node) }
    }

    private func arm(_ node: Node) {
        switch numbers.below(nodes.count == 1 ? 5 : 7) {
        case 0: node.faults.fail(.beforeCommit)
        case 1: node.faults.fail(.afterCommit)
        case 2: node.link.end(at: .beforeAcknowledging)
        case 3: node.link.end(at: .afterAcknowledging)
        case 4: node.link.end(at: .afterSubmitting(numbers.below(3)))
        case 5: node.faults.fail(.answerLostDone)
        default: node.faults.fail(.answerLostUndone)
        }
    }

    /// The process ends, another begins: it recovers, and may itself end while it does.
    private func restart(_ node: Node) async throws {
        crashes += 1
        trace.append("crash")
        try await checkWindow()
        node.link.reconnect()
        (node.lastWords, node.isLinkUp) = ([], true)
        if numbers.below(4) == 0 {
            node.faults.fail(numbers.pick([.beforeCommit, .afterCommit]), after: numbers.below(2))
        }
        do {
            _ = try await Recovery.run(node.context, .all)
        } catch is FaultyDatabase.Crash {
            node.faults.clear()
            _ = try await Recovery.run(node.context, .all)
        }
        node.faults.clear()
        node.lane = desk.lane(node.link, context: node.context)
    }

    func advance(_ span: Span? = nil) {
        let span =
            span
            ?? numbers.pick([
                .seconds(Int64(1 + numbers.below(5))), .seconds(Int64(1 + numbers.below(60))),
                .minutes(Int64(1 + numbers.below(60))), .hours(Int64(1 + numbers.below(9))),
            ])
        desk.clock.advance(span)
        trace.append("now \(desk.clock.now)")
    }

    func cutOrBind(_ node: Node) {
        if node.isLinkUp { node.lastWords += node.link.cut() } else { node.link.bindAgain() }
        node.isLinkUp.toggle()
        trace.append("\(node): " + (node.isLinkUp ? "link up" : "link cut"))
    }

    private func importBorrower() async throws {
        let id = Int64(model.borrowers.count + 1)
        guard id <= 12 else { return }
        let house: House = numbers.below(2) == 0 ? .meadow : .chenhe
        let shares = numbers.below(3) == 0
        let neighbour = model.borrowers.values.filter { $0.house == house && shares }.min { $0.id < $1.id }
        let borrower = Model.Borrower(
            id: id, house: house, phone: neighbour?.phone ?? house.phone(id), due: numbers.pick(Self.dues))
        try await desk.borrower(id, house, phone: borrower.phone, due: borrower.due)
        model.borrowers[id] = borrower
        trace.append("borrower \(id) of \(house) owes on \(borrower.due)")
    }

    private func pay() async throws {
        guard let borrower = anyBorrower() else { return }
        let amount = numbers.pick([40_000, 100_000, 200_000] as [Int64])
        let today = try borrower.today(desk.clock.now)
        try await desk.pay(borrower.id, amount, on: today.description)
        model.borrowers[borrower.id]?.paid += amount
        trace.append("borrower \(borrower.id) pays \(amount)")
    }

    private func dispute() async throws {
        guard let borrower = anyBorrower() else { return }
        let (now, id) = (desk.clock.now, Borrower.ID(borrower.id))
        try await desk.database.write { session in
            _ = try Flags.raise(.dispute, of: id, since: now, source: "operator", in: session)
        }
        model.borrowers[borrower.id]?.isStopped = true
        trace.append("borrower \(borrower.id) disputes")
    }

    private func say(_ text: String) {
        guard let borrower = anyBorrower() else { return }
        anyLink().reply(text, from: borrower.phone)
        trace.append("borrower \(borrower.id) says \(text)")
    }

    private func sayInParts() {
        guard let borrower = anyBorrower() else { return }
        let reference = UInt16(trace.count)
        for number in numbers.below(2) == 0 ? [1, 2] : [2, 1] as [UInt8] {
            anyLink().reply(
                number == 1 ? "ST" : "OP", from: borrower.phone,
                part: CarrierReply.Part(reference: reference, number: number, total: 2))
        }
        trace.append("borrower \(borrower.id) says STOP in parts")
    }

    private func anyLink() -> SimulatedCarrier { nodes.count == 1 ? nodes[0].link : numbers.pick(nodes).link }

    private func anyBorrower() -> Model.Borrower? {
        model.borrowers[Int64(1 + numbers.below(model.borrowers.count))]
    }

    private func noted(_ what: String, _ body: () async throws -> Void) async throws {
        trace.append(what)
        try await body()
    }

    /// Calm at last: everything comes to its end.
    private func settle() async throws {
        trace.append("calm")
        for node in nodes { try await calm(node) }
        for route in routes { try await set(drained: false, route) }
        for _ in 0..<120 {
            for node in nodes {
                if !routes.isEmpty { try await node.lane.settleStanding() }
                if nodes.count > 1 { scatter() }
                try await turn(node, maybe: 0)
            }
            if nodes.count > 1 { _ = try await Recovery.run(desk.context, .ended) }
            try await checkStates()
            let due = try await desk.database.read { try Outbox.nextDue(in: $0) }
            let events = nodes.compactMap(\.link.nextEvent)
            guard let next = ([due].compactMap { $0 } + events).min() else { break }
            desk.clock.set(max(next, desk.clock.now + .minutes(20)))
            try await desk.paymentsFeed(asOf: desk.clock.now)
        }
        desk.clock.advance(.hours(73))
        _ = try await Recovery.closeOverdue(desk.context)
        try await checkStates()
    }
}
