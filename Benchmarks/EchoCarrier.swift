import LoanBook
import Messaging
import Synchronization

/// A carrier without a wire: it takes every segment at once, and its receipt comes with the next events.
final class EchoCarrier: Gateway {
    private struct State {
        var answers: [GatewayEvent] = []
        /// Receipts of what is answered with the next events.
        var receipts: [GatewayEvent] = []
        var due: [GatewayEvent] = []
        var segments = 0
    }

    let window: Int
    private let state = Mutex(State())

    init(window: Int) { self.window = window }

    var route: String { "echo" }
    var isSimulator: Bool { true }
    var textForm: TextForm { TextForm() }
    var room: Int { window }
    let bindsAtMost = 1
    let heldBinds = 1
    func hold(binds: Int) {}
    func run() async throws {}
    func acknowledge(_ tokens: [DeliveryToken]) {}
    func events(limit: Int) async -> [GatewayEvent] { take() }

    var segments: Int { state.withLock { $0.segments } }

    func submit(_ submissions: [Submission]) {
        state.withLock { state in
            for submission in submissions {
                for segment in submission.text.segments.indices {
                    state.segments += 1
                    let id = String(state.segments, radix: 16) + "-00c0ffee"
                    state.answers.append(.accepted(submission.attempt, segment: segment, carrierID: id))
                    state.receipts.append(
                        .receipt(
                            CarrierReceipt(
                                carrierID: id, outcome: .delivered, errorCode: "000",
                                address: String(submission.to.dropFirst())),
                            DeliveryToken(bind: 1, sequence: UInt32(truncatingIfNeeded: state.segments))))
                }
            }
        }
    }

    /// Answers to what was handed over since the last call, and the receipts of what was answered then.
    func take() -> [GatewayEvent] {
        state.withLock { state in
            let ready = state.due + state.answers
            (state.due, state.answers, state.receipts) = (state.receipts, [], [])
            return ready
        }
    }
}
