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
    let carrier: SimulatedCarrier
    let faults: FaultyDatabase.Faults
    var model = Model()
    var numbers: SeededNumbers
    var lane: DeliveryLane
    /// What a cut link said, for the next turn.
    var lastWords: [GatewayEvent] = []
    var isLinkUp = true
    var crashes = 0
    var trace: [String] = []

    static let start = Desk.instant("2026-11-21T08:00:00+08:00")
    private static let dues = [
        ["2026-11-20"], ["2026-11-14", "2026-12-14"], ["2026-11-24"], ["2026-11-21"], ["2026-10-22", "2026-11-22"],
        ["2026-11-06"], ["2026-11-23", "2026-12-23"],
    ]

    init(seed: UInt64) async throws {
        numbers = SeededNumbers(seed: seed)
        faults = FaultyDatabase.Faults()
        let (faults, window) = (faults, 1 + numbers.below(12))
        desk = try await Desk(seed: seed, window: window, wrapping: { FaultyDatabase($0, faults) })
        desk.clock.set(Self.start)
        carrier = SimulatedCarrier(
            seed: numbers.next(), clock: desk.clock, window: window, roughness: numbers.pick([0, 5, 15, 30, 60]))
        lane = desk.lane(carrier)
        try await desk.paymentsFeed(asOf: desk.clock.now)
        for _ in 0..<6 { try await importBorrower() }
    }

    func run(steps: Int) async throws {
        for _ in 0..<steps {
            try await step()
            try await checkStates()
        }
        try await settle()
        try await checkEnd()
    }

    private func step() async throws {
        switch numbers.below(100) {
        case 0..<37: try await turn(maybe: 0)
        case 37..<44: try await turn(maybe: 80)
        case 44..<66: advance()
        case 66..<76: _ = try await noted("plan") { try await self.desk.plan() }
        case 76..<81: try await pay()
        case 81..<84: try await importBorrower()
        case 84..<87: try await noted("feed") { try await self.desk.paymentsFeed(asOf: self.desk.clock.now) }
        case 87..<90: say(numbers.pick(["STOP", "stop!", "I already paid", "Who is this?", "hello"]))
        case 90..<91: sayInParts()
        case 91..<93: try await dispute()
        case 93..<97: cutOrBind()
        case 97..<99: try await restart()
        default: _ = try await noted("close") { try await Recovery.closeOverdue(self.desk.context) }
        }
    }

    /// One turn; with a chance of `percent` the process ends somewhere in it.
    func turn(maybe percent: Int) async throws {
        let events = lastWords + carrier.take(numbers.below(4) == 0 ? 1 + numbers.below(4) : 500)
        lastWords = []
        if numbers.below(100) < percent { arm() }
        trace.append("turn with \(events.count) events")
        var isCommitted = true
        var isCrashed = false
        do {
            _ = try await lane.turn(events)
        } catch let crash as FaultyDatabase.Crash {
            isCrashed = true
            isCommitted = crash.moment == .afterCommit
        }
        faults.clear()
        if isCommitted { model.hear(events, at: desk.clock.now) }
        try await checkJournal()
        if isCrashed || carrier.isDead { try await restart() }
    }

    private func arm() {
        switch numbers.below(5) {
        case 0: faults.fail(.beforeCommit)
        case 1: faults.fail(.afterCommit)
        case 2: carrier.end(at: .beforeAcknowledging)
        case 3: carrier.end(at: .afterAcknowledging)
        default: carrier.end(at: .afterSubmitting(numbers.below(3)))
        }
    }

    /// The process ends, another begins: it recovers, and may itself end while it does.
    private func restart() async throws {
        crashes += 1
        trace.append("crash")
        try await checkWindow()
        carrier.reconnect()
        (lastWords, isLinkUp) = ([], true)
        if numbers.below(4) == 0 { faults.fail(numbers.pick([.beforeCommit, .afterCommit]), after: numbers.below(2)) }
        do {
            _ = try await Recovery.run(desk.context, .all)
        } catch is FaultyDatabase.Crash {
            faults.clear()
            _ = try await Recovery.run(desk.context, .all)
        }
        faults.clear()
        lane = desk.lane(carrier)
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

    private func cutOrBind() {
        if isLinkUp { lastWords += carrier.cut() } else { carrier.bindAgain() }
        isLinkUp.toggle()
        trace.append(isLinkUp ? "link up" : "link cut")
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
        carrier.reply(text, from: borrower.phone)
        trace.append("borrower \(borrower.id) says \(text)")
    }

    private func sayInParts() {
        guard let borrower = anyBorrower() else { return }
        let reference = UInt16(trace.count)
        for number in numbers.below(2) == 0 ? [1, 2] : [2, 1] as [UInt8] {
            carrier.reply(
                number == 1 ? "ST" : "OP", from: borrower.phone,
                part: CarrierReply.Part(reference: reference, number: number, total: 2))
        }
        trace.append("borrower \(borrower.id) says STOP in parts")
    }

    private func anyBorrower() -> Model.Borrower? {
        model.borrowers[Int64(1 + numbers.below(model.borrowers.count))]
    }

    private func noted<Value>(_ what: String, _ body: () async throws -> Value) async throws -> Value {
        trace.append(what)
        return try await body()
    }

    /// Calm at last: everything comes to its end.
    private func settle() async throws {
        trace.append("calm")
        carrier.calm()
        carrier.bindAgain()
        isLinkUp = true
        for _ in 0..<120 {
            try await turn(maybe: 0)
            try await checkStates()
            let due = try await desk.database.read { try Outbox.nextDue(in: $0) }
            guard let next = [due, carrier.nextEvent].compactMap({ $0 }).min() else { break }
            desk.clock.set(max(next, desk.clock.now + .minutes(20)))
            try await desk.paymentsFeed(asOf: desk.clock.now)
        }
        desk.clock.advance(.hours(73))
        _ = try await Recovery.closeOverdue(desk.context)
        try await checkStates()
    }
}
