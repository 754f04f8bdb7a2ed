import CivilTime
import LoanBook
import Messaging
import Synchronization

/// A link and the carrier behind it, on virtual time, as unreliable as its seed says.
final class SimulatedCarrier: Gateway {
    /// What became of one segment on its way.
    enum Fate: Sendable, Hashable {
        /// The carrier has it; whether its answer is heard is another matter.
        case taken
        case refused(SendError.Policy)
        /// Written, and gone.
        case lost
        case unwritten
    }

    struct Entry: Sendable {
        var submission: Submission
        /// The link that it went over.
        var bind: UInt32
        var at: Instant
        var fates: [Fate]
        /// What the borrower's handset did with each segment.
        var ends: [CarrierReceipt.Outcome?]
        /// Segments whose end the carrier tells of.
        var told: Set<Int> = []

        var hasReached: Bool { fates.contains(.taken) }
    }

    /// Where the process ends, besides at a commit.
    enum Death: Sendable { case beforeAcknowledging, afterAcknowledging, afterSubmitting(Int) }

    private struct Pending {
        var at: Instant
        var order: Int
        var event: GatewayEvent
        var isAnswer: Bool
    }

    private struct State {
        var numbers: SeededNumbers
        var pending: [Pending] = []
        var unacknowledged: [DeliveryToken: Pending] = [:]
        var outstanding = 0
        var isLinkUp = true
        var isDead = false
        /// The process stands still from the next handing over on.
        var isFrozen = false
        var death: Death?
        var last = 0
        var acknowledgedReceipts = 0
        var roughness: Int
        let bind: UInt32
        let account: SimulatedAccount
        /// Whether it says whose fault a refusal is; else it is always the message's.
        let blames: Bool
    }

    private let state: Mutex<State>
    private let clock: VirtualClock
    let window: Int
    let route: String

    /// `roughness`: of a hundred segments so many do not simply go through. `bind` tells the links of an account apart.
    /// `route`: nil for the one that there is.
    init(
        seed: UInt64, clock: VirtualClock, window: Int, roughness: Int, bind: UInt32 = 1,
        account: SimulatedAccount = SimulatedAccount(), route: String? = nil
    ) {
        self.clock = clock
        self.window = window
        self.route = route ?? Desk.route
        state = Mutex(
            State(
                numbers: SeededNumbers(seed: seed), roughness: roughness, bind: bind, account: account,
                blames: route != nil))
    }

    var isSimulator: Bool { true }
    var textForm: TextForm { TextForm() }
    var room: Int { state.withLock { $0.isLinkUp ? max(0, window - $0.outstanding) : 0 } }
    let bindsAtMost = 1
    let heldBinds = 1
    func hold(binds: Int) {}
    func run() async throws {}
    func events(limit: Int) async -> [GatewayEvent] { take(limit) }

    var isDead: Bool { state.withLock { $0.isDead } }
    var isIdle: Bool { state.withLock { $0.pending.isEmpty && $0.unacknowledged.isEmpty } }
    var acknowledgedReceipts: Int { state.withLock { $0.acknowledgedReceipts } }
    var nextEvent: Instant? { state.withLock { $0.pending.map(\.at).min() } }

    func submit(_ submissions: [Submission]) {
        let now = clock.now
        state.withLock { state in
            for submission in submissions {
                if case .afterSubmitting(let count) = state.death {
                    state.death = .afterSubmitting(count - 1)
                    if count == 0 { state.isDead = true }
                }
                if state.isDead { return }
                Self.send(submission, at: now, &state)
            }
            if case .afterSubmitting = state.death { state.isDead = true }
        }
    }

    func acknowledge(_ tokens: [DeliveryToken]) {
        state.withLock { state in
            if case .beforeAcknowledging = state.death { state.isDead = true }
            if state.isDead { return }
            for token in tokens {
                guard let known = state.unacknowledged.removeValue(forKey: token) else { continue }
                if case .receipt = known.event { state.acknowledgedReceipts += 1 }
            }
            if case .afterAcknowledging = state.death { state.isDead = true }
        }
    }

    // What the schedule does.

    /// What has come by now, in order.
    func take(_ limit: Int) -> [GatewayEvent] {
        let now = clock.now
        return state.withLock { state in
            guard state.isLinkUp else { return [] }
            state.pending.sort { ($0.at, $0.order) < ($1.at, $1.order) }
            let due = state.pending.prefix { $0.at <= now }.prefix(limit)
            state.pending.removeFirst(due.count)
            for pending in due {
                if pending.isAnswer { state.outstanding -= 1 }
                if let token = pending.event.token { state.unacknowledged[token] = pending }
            }
            return due.map(\.event)
        }
    }

    /// The process will end there in the turn that follows; or it will not.
    func end(at death: Death?) { state.withLock { $0.death = death } }

    /// The process is gone: answers go to nobody, and what was not answered by it is delivered again to the next.
    func reconnect() {
        let now = clock.now
        state.withLock { state in
            state.pending.removeAll(where: \.isAnswer)
            Self.deliverAgain(at: now, &state)
            state.outstanding = 0
            state.isLinkUp = true
            state.isDead = false
            state.isFrozen = false
            state.death = nil
        }
    }

    /// The process stands still from the next handing over on, or goes on.
    func freeze(_ isFrozen: Bool) { state.withLock { $0.isFrozen = isFrozen } }

    /// What the carrier delivers over this link and nobody has taken yet: it may go over any other.
    func takeDeliveries() -> [(at: Instant, event: GatewayEvent)] {
        state.withLock { state in
            let deliveries = state.pending.filter { !$0.isAnswer }
            state.pending.removeAll { !$0.isAnswer }
            return deliveries.map { ($0.at, $0.event) }
        }
    }

    /// A delivery that goes over this link.
    func deliver(_ event: GatewayEvent, at: Instant) {
        state.withLock { state in
            let token = Self.token(&state)
            switch event {
            case .receipt(let receipt, _): Self.queue(.receipt(receipt, token), at: at, &state)
            case .reply(let reply, _): Self.queue(.reply(reply, token), at: at, &state)
            case .unreadable, .accepted, .refused, .unanswered, .unwritten, .link, .remark: break
            }
        }
    }

    /// The link ends under a living process: it says of what has no answer that none will come.
    func cut() -> [GatewayEvent] {
        let now = clock.now
        return state.withLock { state in
            let answers = state.pending.filter(\.isAnswer)
            state.pending.removeAll(where: \.isAnswer)
            Self.deliverAgain(at: now, &state)
            state.outstanding = 0
            state.isLinkUp = false
            return [.link(up: false, words: "cut")] + answers.compactMap { $0.event.unanswered }
        }
    }

    func bindAgain() { state.withLock { $0.isLinkUp = true } }

    func calm() { state.withLock { $0.roughness = 0 } }

    func reply(_ text: String, from: String, part: CarrierReply.Part? = nil) {
        let now = clock.now
        state.withLock { state in
            let token = Self.token(&state)
            let reply = CarrierReply(from: String(from.dropFirst()), to: "10690000", text: text, part: part)
            Self.queue(.reply(reply, token), at: now, &state)
        }
    }

    private static func send(_ submission: Submission, at now: Instant, _ state: inout State) {
        var entry = Entry(submission: submission, bind: state.bind, at: now, fates: [], ends: [])
        // A process that stood still finds its deadline gone when it wakes; or it had just looked, and the bytes leave.
        let isTooLate = state.isFrozen && state.numbers.below(2) == 0
        for segment in submission.text.segments.indices {
            var fate = isTooLate ? .unwritten : fate(&state)
            // A carrier that refuses a text for its own fault refuses all of it, as a rule.
            if state.blames, case .refused? = entry.fates.first, let first = entry.fates.first { fate = first }
            entry.fates.append(fate)
            entry.ends.append(nil)
            state.outstanding += 1
            let id = submission.attempt
            var wait = Span.milliseconds(Int64(state.numbers.below(3_000)))
            var answer: GatewayEvent
            switch fate {
            case .taken: answer = .accepted(id, segment: segment, carrierID: submission.carrierID(segment))
            case .refused(let policy):
                let isRoutes = state.blames && state.numbers.below(4) > 0
                answer = .refused(
                    id, segment: segment,
                    SendError(policy: policy, blame: isRoutes ? .route : .message, code: 1, words: "\(policy)"))
            case .lost: answer = .unanswered(id, segment: segment)
            case .unwritten: answer = .unwritten(id, segment: segment)
            }
            let isUnheard = fate == .lost || fate == .taken && state.numbers.below(100) < state.roughness / 2
            if isUnheard {
                answer = .unanswered(id, segment: segment)
                wait = .seconds(30)
            }
            queue(answer, at: now + wait, isAnswer: true, &state)
            guard fate == .taken else { continue }
            let end: CarrierReceipt.Outcome = state.numbers.pick([
                .delivered, .delivered, .delivered, .delivered, .delivered, .delivered, .undelivered, .expired,
                .rejected,
            ])
            entry.ends[segment] = end
            guard state.numbers.below(10) > 0 else { continue }
            entry.told.insert(segment)
            promiseReceipts(submission, segment, end, from: now, &state)
        }
        state.account.append(entry)
    }

    private static func fate(_ state: inout State) -> Fate {
        guard state.isLinkUp else { return .unwritten }
        // Where there is another route, more is refused for good.
        if state.blames, state.numbers.below(8) == 0 { return .refused(.permanent) }
        guard state.numbers.below(100) < state.roughness else { return .taken }
        return state.numbers.pick([
            .unwritten, .unwritten, .lost, .refused(.slowDown), .refused(.slowDown), .refused(.retry),
            .refused(.permanent), .taken,
        ])
    }

    /// Early or late, twice, or after a word on the way.
    private static func promiseReceipts(
        _ submission: Submission, _ segment: Int, _ end: CarrierReceipt.Outcome, from now: Instant,
        _ state: inout State
    ) {
        let wait: Span = state.numbers.pick([
            .milliseconds(Int64(state.numbers.below(5_000))), .minutes(Int64(state.numbers.below(90))),
            .milliseconds(Int64(state.numbers.below(2_000))), .hours(Int64(state.numbers.below(80))),
        ])
        var words = [end]
        if state.numbers.below(5) == 0 { words.insert(state.numbers.pick([.enroute, .accepted, .unknown]), at: 0) }
        if state.numbers.below(5) == 0 { words.append(end) }
        for (index, word) in words.enumerated() {
            let receipt = CarrierReceipt(
                carrierID: submission.carrierID(segment), outcome: word, errorCode: word == .delivered ? "000" : "011",
                address: state.numbers.below(2) == 0 ? submission.to : String(submission.to.dropFirst()))
            let at = now + wait + .milliseconds(Int64(index * state.numbers.below(4_000)))
            queue(.receipt(receipt, token(&state)), at: at, &state)
        }
    }

    private static func deliverAgain(at now: Instant, _ state: inout State) {
        let unheard = state.unacknowledged.values.sorted { $0.order < $1.order }
        state.unacknowledged = [:]
        for pending in unheard { queue(pending.event, at: now, &state) }
    }

    private static func queue(
        _ event: GatewayEvent, at: Instant, isAnswer: Bool = false, _ state: inout State
    ) {
        state.last += 1
        state.pending.append(Pending(at: at, order: state.last, event: event, isAnswer: isAnswer))
    }

    private static func token(_ state: inout State) -> DeliveryToken {
        state.last += 1
        return DeliveryToken(bind: Int(state.bind), sequence: UInt32(state.last))
    }
}
