import CivilTime
import LoanBook
import Messaging
import Synchronization

/// A gateway without a wire: it keeps what it is handed, and says what the test tells it to say.
final class ScriptedCarrier: Gateway {
    private struct State {
        var handed: [Submission] = []
        var acknowledged: [DeliveryToken] = []
        var room: Int?
        var waiting: [GatewayEvent] = []
        var taker: CheckedContinuation<[GatewayEvent], Never>?
        var stopped = false
        var answer: (@Sendable (Submission) -> [GatewayEvent])?
        var lastSequence: UInt32 = 0
    }

    private let state = Mutex(State())
    let window: Int
    let route: String

    init(window: Int, route: String = Desk.route) {
        self.window = window
        self.route = route
    }

    var isSimulator: Bool { true }
    var textForm: TextForm { TextForm() }
    var room: Int { state.withLock { $0.room ?? window } }
    let bindsAtMost = 1
    let heldBinds = 1
    func hold(binds: Int) {}
    func run() async throws {}

    func submit(_ submissions: [Submission]) {
        let (answer, _) = state.withLock { state in
            state.handed += submissions
            return (state.answer, 0)
        }
        if let answer { say(submissions.flatMap(answer)) }
    }

    func acknowledge(_ tokens: [DeliveryToken]) { state.withLock { $0.acknowledged += tokens } }

    func events(limit: Int) async -> [GatewayEvent] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: [GatewayEvent]? = state.withLock { state in
                    guard state.waiting.isEmpty, !state.stopped else {
                        let taken = Array(state.waiting.prefix(limit))
                        state.waiting.removeFirst(taken.count)
                        return taken
                    }
                    state.taker = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            stop()
        }
    }

    // What tests do.

    /// Everything handed over so far.
    var handed: [Submission] { state.withLock { $0.handed } }
    var acknowledged: [DeliveryToken] { state.withLock { $0.acknowledged } }

    func setRoom(_ room: Int?) { state.withLock { $0.room = room } }

    /// Answers every submission from now on, as soon as it is handed over.
    func answerAll(_ answer: @escaping @Sendable (Submission) -> [GatewayEvent]) {
        state.withLock { $0.answer = answer }
    }

    func say(_ events: [GatewayEvent]) {
        let woken = state.withLock { state -> (CheckedContinuation<[GatewayEvent], Never>, [GatewayEvent])? in
            state.waiting += events
            guard let taker = state.taker, !state.waiting.isEmpty else { return nil }
            state.taker = nil
            let taken = state.waiting
            state.waiting = []
            return (taker, taken)
        }
        woken?.0.resume(returning: woken?.1 ?? [])
    }

    /// No more events after those that wait.
    func stop() {
        let taker = state.withLock { state in
            state.stopped = true
            let taker = state.taker
            state.taker = nil
            return taker
        }
        taker?.resume(returning: [])
    }

    func token() -> DeliveryToken {
        state.withLock { state in
            state.lastSequence += 1
            return DeliveryToken(bind: 1, sequence: state.lastSequence)
        }
    }

    func receipt(
        _ carrierID: String, _ outcome: CarrierReceipt.Outcome = .delivered, from address: String = "",
        error: String = "000"
    ) -> GatewayEvent {
        .receipt(
            CarrierReceipt(carrierID: carrierID, outcome: outcome, errorCode: error, address: address), token())
    }

    func reply(_ text: String, from: String, part: CarrierReply.Part? = nil) -> GatewayEvent {
        .reply(CarrierReply(from: from, to: "10690000", text: text, part: part), token())
    }
}

extension Submission {
    var segments: Int { text.segments.count }

    /// The carrier takes every segment, under ids of the attempt's and segment's number.
    var accepted: [GatewayEvent] {
        text.segments.indices.map { .accepted(attempt, segment: $0, carrierID: carrierID($0)) }
    }

    func carrierID(_ segment: Int) -> String { "c\(attempt.number)-\(segment)" }

    func all(_ event: (Attempt.ID, Int) -> GatewayEvent) -> [GatewayEvent] {
        text.segments.indices.map { event(attempt, $0) }
    }

    func refused(_ policy: SendError.Policy, blame: SendError.Blame = .message) -> [GatewayEvent] {
        let error = SendError(policy: policy, blame: blame, code: 88, words: "refused in a test: \(policy)")
        return all { .refused($0, segment: $1, error) }
    }
}
