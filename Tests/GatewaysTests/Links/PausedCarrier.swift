import CarrierProtocols
import NIOCore
import NIOPosix

/// A carrier that answers the bind, and then reads only when it is told to. Counts what it has read.
final class PausedCarrier: Sendable {
    struct Seen: Sendable, Equatable {
        var bytes = 0
        var texts = 0
    }

    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<PausedCore>

    init() {
        loop = MultiThreadedEventLoopGroup.singleton.next()
        core = .makeBoxSendingValue(PausedCore(), eventLoop: loop)
    }

    func start() async throws -> Int {
        let core = core
        let listener = try await ServerBootstrap(group: loop, childGroup: loop)
            // Small, so that little of what was sent is out of the sender's hands.
            .serverChannelOption(.socketOption(.so_rcvbuf), value: 16 * 1_024)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(core.value) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        await on { $0.listener = listener }
        return listener.localAddress?.port ?? 0
    }

    func read() async { await on { $0.resume() } }

    /// What it has read when nothing has come for a fifth of a second.
    func seenWhenQuiet() async -> Seen {
        var last = await seen()
        while true {
            await pause(.milliseconds(200))
            let now = await seen()
            if now == last { return now }
            last = now
        }
    }

    func seen() async -> Seen { await on { $0.seen } }

    func hangUp() async {
        await on { core in
            core.context?.close(promise: nil)
            core.listener?.close(promise: nil)
        }
    }

    /// Real time passes: it is what a frozen process has to oversleep.
    func pause(_ time: TimeAmount) async {
        await withCheckedContinuation { continuation in _ = loop.scheduleTask(in: time) { continuation.resume() } }
    }

    private func on<Value: Sendable>(_ body: @escaping @Sendable (PausedCore) -> Value) async -> Value {
        let core = core
        return await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(core.value)) }
        }
    }
}

private final class PausedCore: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    var listener: (any Channel)?
    var context: ChannelHandlerContext?
    var seen = PausedCarrier.Seen()
    private var inbound = ByteBuffer()
    private var isBound = false
    private var isReading = false

    func resume() {
        isReading = true
        context?.read()
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) { context.read() }

    func channelInactive(context: ChannelHandlerContext) { self.context = nil }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if isBound { seen.bytes += bytes.readableBytes }
        inbound.writeBuffer(&bytes)
        do {
            while let pdu = try inbound.readSMPPPDU() { answer(pdu, context) }
        } catch {
            context.close(promise: nil)
        }
    }

    private func answer(_ pdu: SMPP.PDU, _ context: ChannelHandlerContext) {
        switch pdu.content {
        case .submitSM: seen.texts += 1
        case .bind(let bind):
            var answer = ByteBuffer()
            do {
                try answer.writeSMPPPDU(
                    SMPP.PDU(sequence: pdu.sequence, .bindResponse(.init(mode: bind.mode, status: .ok, systemID: "c"))))
            } catch {
                return context.close(promise: nil)
            }
            isBound = true
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        default: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { if isReading || !isBound { context.read() } }
}
