import Messaging
import NIOCore

// Connections that the carrier makes to us, where its protocol wants that.
extension CarrierRoute {
    /// Connections of the carrier at once; one more is closed. A carrier has a handful.
    static let callersAtMost = 64

    /// Between two words about callers: strangers that try are not to fill the log.
    private static let callerSilence = Duration.seconds(10)

    func added(_ caller: CallerLink) -> Int {
        lastLink += 1
        callers[lastLink] = caller
        return lastLink
    }

    func removed(_ caller: CallerLink) {
        callers[caller.serial] = nil
        guard callers.isEmpty, let waiter = callersGone else { return }
        callersGone = nil
        waiter.succeed()
    }

    /// The route stops: nothing more is read from callers, and they are closed when what they brought is answered, or when the
    /// time for that is over. The future is when none is left.
    func dismissCallers() -> EventLoopFuture<Void> {
        if let callersGone { return callersGone.futureResult }
        let gone = loop.makePromise(of: Void.self)
        guard !callers.isEmpty else {
            gone.succeed()
            return gone.futureResult
        }
        callersGone = gone
        for caller in callers.values { caller.leave() }
        loop.assumeIsolated().scheduleTask(in: TimeAmount(settings.drainLimit)) { [weak self] in
            for caller in self?.callers.values.map(\.self) ?? [] { caller.close() }
        }
        return gone.futureResult
    }

    /// Whether one more may call, from this address.
    func admits(_ peer: String?, _ listener: RouteListener) -> Bool {
        guard !isDraining, callers.count < Self.callersAtMost else { return false }
        guard !listener.peers.isEmpty else { return true }
        if let peer, listener.peers.contains(peer) { return true }
        tell(caller: "\(peer ?? "who connected") is not among `allowed_peers` and was not let in")
        settle()
        return false
    }

    /// The same words once, and others not in a rush: a carrier connects anew every minute, and strangers try ports.
    func tell(caller words: String, warns: Bool = true) {
        let now = now
        guard words != callerWords.last, callerWords.at.map({ now - $0 >= Self.callerSilence }) ?? true else { return }
        callerWords = (words, now)
        events.append(.remark(words, warns: warns))
    }

    func tell(listener words: String, warns: Bool) {
        guard listenerWords != words else { return }
        listenerWords = words
        events.append(.remark(words, warns: warns))
        settle()
    }
}
