package import CivilTime
package import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A carrier for demo, tests and benchmarks, over the same protocol code, with the faults of real ones on demand.
package final class CarrierSimulator: Sendable {
    package struct TLS: Sendable, Hashable {
        /// PEM files.
        package var certificateFile: String
        package var keyFile: String

        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    private let eventLoop: any EventLoop
    private let tlsContext: NIOSSLContext?
    private let tongue: SimulatedProtocol
    private let core: NIOLoopBoundBox<CarrierCore>
    private let listener = Mutex<(any Channel)?>(nil)
    private let lastWaiter = Mutex(0)

    /// `journal`: a file to append a line to for every text taken. Throws when it or the certificate cannot be used.
    package init(
        speaking tongue: SimulatedProtocol = .smpp, behaviour: CarrierBehaviour = CarrierBehaviour(),
        time: CarrierTime, journal: String? = nil, tls: TLS? = nil,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) throws {
        let loop = eventLoopGroup.next()
        eventLoop = loop
        self.tongue = tongue
        tlsContext = try tls.map(Self.context)
        let opened: CarrierJournal? = if let journal { try CarrierJournal(path: journal) } else { nil }
        core = .makeBoxSendingValue(
            CarrierCore(behaviour: behaviour, time: time, journal: opened, loop: loop), eventLoop: loop)
    }

    private static func context(_ tls: TLS) throws -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificateFile).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: tls.keyFile, format: .pem)
            return try NIOSSLContext(
                configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
        } catch {
            throw CarrierSimulatorError.certificate(file: tls.certificateFile, reason: "\(error)")
        }
    }

    /// Listens; the port bound, which is a free one where `port` is 0.
    package func start(host: String = "127.0.0.1", port: Int = 0) async throws -> Int {
        let (core, tls, tongue) = (core, tlsContext, tongue)
        let bootstrap = ServerBootstrap(group: eventLoop, childGroup: eventLoop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 64)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(CarrierSession(core.value, speaking: tongue))
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.bind(host: host, port: port).get()
        } catch let error as IOError where error.errnoCode == addressInUse {
            throw CarrierSimulatorError.portInUse(host: host, port: port)
        } catch {
            throw CarrierSimulatorError.cannotListen(host: host, port: port, reason: "\(error)")
        }
        listener.withLock { $0 = channel }
        return channel.localAddress?.port ?? port
    }

    /// Stops listening and hangs up.
    package func stop() async {
        let channel = listener.withLock { listener in
            defer { listener = nil }
            return listener
        }
        await onLoop { core in
            channel?.close(promise: nil)
            core.isOut = true
            for session in core.sessions.values { session.close() }
            core.stopSettling()
        }
        do {
            try await channel?.closeFuture.get()
        } catch {
            // Closed all the same.
            return
        }
    }

    package func counts() async -> CarrierCounts { await onLoop { $0.counts } }

    /// From now on; what is already owed stays owed.
    package func behave(_ behaviour: CarrierBehaviour) async { await onLoop { $0.behaviour = behaviour } }

    /// While on, every connection is cut and new ones are hung up on; what is owed waits.
    package func outage(_ on: Bool) async {
        await onLoop { core in
            core.isOut = on
            if on { for session in core.sessions.values { session.close() } }
        }
    }

    /// Moves the virtual clock forward and sends what is due by `instant`.
    package func advance(to instant: Instant) async { await onLoop { $0.advance(to: instant) } }

    /// Returns when everything owed up to now has been sent and answered by the clients; at once during an outage.
    package func settle() async {
        let id = lastWaiter.withLock { last in
            last += 1
            return last
        }
        let core = core
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                eventLoop.execute { core.value.settle(id, continuation) }
            }
        } onCancel: {
            eventLoop.execute { core.value.abandon(id) }
        }
    }

    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (CarrierCore) -> Value) async -> Value {
        let core = core
        return await withCheckedContinuation { continuation in
            eventLoop.execute { continuation.resume(returning: body(core.value)) }
        }
    }
}
