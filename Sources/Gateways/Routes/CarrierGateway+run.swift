import CivilTime
import Messaging
import NIOCore
import NIOPosix
import NIOSSL

extension CarrierGateway {
    /// Connects every bind, keeps it connected, and returns when cancelled: texts not begun given back, windows drained,
    /// binds unbound. After that `events` ends.
    package func run() async throws {
        let ticking = startTicking()
        let (box, share) = (routeBox, share)
        await withTaskCancellationHandler {
            await withTaskGroup { group in
                for place in places {
                    group.addTask { await self.keepConnected(place) }
                }
                if let listener = carrier.listener { group.addTask { await self.keepListening(listener) } }
            }
        } onCancel: {
            share.stop()
            eventLoop.execute { box.value.drain() }
        }
        await stopTicking(ticking)
        await finish()
    }

    private var places: [BindPlace] {
        (0..<settings.binds).flatMap { number in
            carrier.roles.map { BindPlace(number: number + 1, role: $0) }
        }
    }

    /// Connects while the share has the bind, again and again with back-off; returns when the route has stopped.
    private func keepConnected(_ place: BindPlace) async {
        var backoff = Backoff(settings.reconnect)
        var random = SeededNumbers(seed: jitterSeed(place))
        while await share.open(place) {
            let end = await connection(place)
            if Task.isCancelled { return }
            guard !end.isOurs, !end.isQuiet else {
                backoff = Backoff(settings.reconnect)
                continue
            }
            do {
                try await Task.sleep(for: backoff.next(lived: end.lived, hopeless: end.isHopeless, random: &random))
            } catch {
                return
            }
        }
    }

    /// One connection from start to end.
    private func connection(_ place: BindPlace) async -> LinkEnd {
        let ended = eventLoop.makePromise(of: LinkEnd.self)
        let (box, settings, carrier, tls, share) = (routeBox, settings, carrier, tlsContext, share)
        // Before anybody hears of the end: whoever then looks finds the place free.
        ended.futureResult.whenComplete { _ in share.closed(place) }
        let connecting = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(settings.connectTimeout))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
            .channelOption(.socketOption(.so_sndbuf), value: RouteSettings.sendBuffer_bytes)
            .channelOption(.tcpOption(.userTimeout), value: Int(settings.unsentLimit / .milliseconds(1)))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(Self.tlsHandler(tls, settings))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        CarrierLink(
                            route: box.value, place: place, session: carrier.session(place.role), ended: ended))
                }
            }
            .connect(host: settings.host, port: settings.port)
        connecting.whenFailure { error in
            // A link that had been open has told its end already, and better; a second word is dropped.
            box.value.couldNotConnect(place, error, ended)
        }
        connecting.whenSuccess { channel in
            // Its link has told the end by then; this only makes sure that nobody waits for ever.
            channel.closeFuture.whenComplete { _ in
                ended.succeed(LinkEnd(words: "closed"))
            }
        }
        do {
            return try await ended.futureResult.get()
        } catch {
            return LinkEnd(words: "\(error)")
        }
    }

    private static func tlsHandler(_ context: NIOSSLContext, _ settings: RouteSettings) throws
        -> NIOSSLClientHandler
    {
        // A numeric address cannot be named in the handshake (RFC 6066 §3), only checked against the certificate.
        let name = settings.tls?.serverName ?? settings.host
        let isNumeric = name.contains(":") || name.allSatisfy { $0.isNumber || $0 == "." }
        return try NIOSSLClientHandler(context: context, serverHostname: isNumeric ? nil : name)
    }

    static func context(_ tls: RouteSettings.TLS, route: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !tls.verifies { configuration.certificateVerification = .none }
        guard let file = tls.caFile else { return try NIOSSLContext(configuration: configuration) }
        configuration.trustRoots = .file(file)
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw RouteError.certificateAuthorities(route: route, file: file, reason: "\(error)")
        }
    }
}
