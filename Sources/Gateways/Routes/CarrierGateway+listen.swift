import CivilTime
import Messaging
import NIOCore
import NIOPosix
import Synchronization

extension CarrierGateway {
    /// Takes the carrier's own connections for as long as the route runs; where the port cannot be had, tries again with
    /// back-off.
    func keepListening(_ listener: RouteListener) async {
        var backoff = Backoff(settings.reconnect)
        var random = SeededNumbers(seed: jitterSeed(BindPlace(number: 0, role: .receiver)))
        let (box, carrier) = (routeBox, carrier)
        let bootstrap = ServerBootstrap(group: eventLoop, childGroup: eventLoop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 64)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let peer = channel.remoteAddress?.ipAddress
                    guard box.value.admits(peer, listener), let session = carrier.callerSession() else {
                        channel.close(promise: nil)
                        return
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        CallerLink(route: box.value, session: session, peer: peer ?? "an unknown address"))
                }
            }
        while !Task.isCancelled {
            do {
                let channel = try await bootstrap.bind(host: listener.host, port: listener.port).get()
                let port = channel.localAddress?.port ?? listener.port
                listening.withLock { $0 = port }
                eventLoop.execute {
                    box.value.tell(listener: "listening on \(listener.host):\(port) for the carrier", warns: false)
                }
                try await withTaskCancellationHandler {
                    try await channel.closeFuture.get()
                } onCancel: {
                    channel.close(promise: nil)
                }
            } catch {
                let words = "cannot listen on \(listener.host):\(listener.port) for the carrier: \(error)"
                eventLoop.execute { box.value.tell(listener: words, warns: true) }
            }
            do {
                try await Task.sleep(for: backoff.next(lived: .zero, hopeless: false, random: &random))
            } catch {
                break
            }
        }
        let gone = eventLoop.flatSubmit { box.value.dismissCallers() }
        await Self.settled(gone)
    }
}
