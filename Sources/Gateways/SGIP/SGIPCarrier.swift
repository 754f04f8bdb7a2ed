import CarrierProtocols
import CivilTime
import Messaging
import Synchronization

/// SGIP as a route speaks it.
struct SGIPCarrier: CarrierProtocol {
    private let settings: SGIPRouteSettings
    private let form: SGIPForm
    private let counter: SequenceCounter

    /// `seed`: where the counter of this process starts.
    init(_ settings: SGIPRouteSettings, seed: UInt64) {
        self.settings = settings
        form = SGIPForm(settings)
        counter = SequenceCounter(seed: seed)
    }

    /// What the carrier has to say it says over connections of its own.
    var roles: [LinkRole] { [.transmitter] }

    var timers: RouteTimers {
        let timers = settings.timers
        return RouteTimers(
            shortest: min(timers.bind, timers.enquireLink, timers.response), response: timers.response)
    }

    var textForm: TextForm { form.texts.textForm }

    func count(_ text: SegmentedText) -> Int { text.segments.count }

    func refusal(_ submission: Submission) -> SendError? { form.texts.refusal(submission) }

    func session(_ role: LinkRole) -> any LinkSession { SGIPLinkSession(settings, form: form, counter: counter) }

    var listener: RouteListener? {
        let listener = settings.listener
        return RouteListener(host: listener.host, port: listener.port, peers: listener.peers)
    }

    func callerSession() -> (any CallerSession)? { SGIPCallerSession(settings) }
}

/// What tells texts of one second apart, for all connections of a route: their sequences are the ids by which reports name them.
final class SequenceCounter: Sendable {
    private let following: Atomic<UInt32>

    init(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        following = Atomic(UInt32(truncatingIfNeeded: random.next()))
    }

    func next() -> UInt32 { following.wrappingAdd(1, ordering: .relaxed).oldValue }
}
