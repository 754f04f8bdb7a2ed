import NIOCore
import NIOPosix

// Connections that the carrier makes itself, to deliver over.
extension CarrierCore {
    /// Between two calls of which the first was not taken.
    private static let callPause = TimeAmount.milliseconds(100)

    /// Calls a client for whom deliveries wait; tried again when it cannot be reached.
    func callBack(_ account: String) {
        guard let place = behaviour.callsBack, !isOut, let wire = startCall(account) else { return }
        let caller = NIOLoopBound((core: self, wire: wire), eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        CarrierSession(caller.value.core, wire: caller.value.wire, calling: account))
                }
            }
            .connect(host: place.host, port: place.port)
            .assumeIsolated()
            .whenFailure { [self] _ in callFailed(account) }
    }

    func callFailed(_ account: String) {
        loop.assumeIsolated().scheduleTask(in: Self.callPause) { [self] in
            endCall(account)
            deliver()
        }
    }
}
