import NIOCore
import NIOPosix

/// A wire between a gateway and a carrier, over real sockets of the loopback, that can be cut, silenced and slowed.
final class FaultyWire: Sendable {
    enum Direction: Sendable, CaseIterable { case toCarrier, toClient }

    enum Flow: Sendable {
        case pass
        /// One byte a write.
        case trickle
        /// Taken from the sender and lost, its end too: the link is half open.
        case swallow
        /// Taken from the sender and kept until the flow passes again.
        case keep
        /// Not taken from the sender: its socket fills up.
        case stall
    }

    enum End: Sendable, CaseIterable { case close, reset }

    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<WireCore>

    init(to port: Int) {
        loop = MultiThreadedEventLoopGroup.singleton.next()
        core = .makeBoxSendingValue(WireCore(port: port), eventLoop: loop)
    }

    /// The port to connect to instead of the carrier's.
    func start() async throws -> Int {
        let core = core
        let listener = try await ServerBootstrap(group: loop, childGroup: loop)
            // Small, so that a flow that stalls is felt soon.
            .serverChannelOption(.socketOption(.so_rcvbuf), value: 16 * 1_024)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try core.value.accept(channel) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        await on { $0.listener = listener }
        return listener.localAddress?.port ?? 0
    }

    func stop() async {
        await on { core in
            core.listener?.close(promise: nil)
            core.cut(.close)
        }
    }

    func set(_ flow: Flow, _ directions: Direction...) async {
        await on { core in for direction in directions { core.set(flow, direction) } }
    }

    /// Ends every connection at once.
    func cut(_ end: End) async { await on { $0.cut(end) } }

    /// From now on ends each connection when so many bytes have gone over it in one direction; nil ends none.
    func cutEach(after limit: (bytes: Int, direction: Direction, end: End)?) async { await on { $0.limit = limit } }

    /// Connections that clients have made.
    func connections() async -> Int { await on { $0.connections } }

    private func on<Value: Sendable>(_ body: @escaping @Sendable (WireCore) -> Value) async -> Value {
        let core = core
        return await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(core.value)) }
        }
    }
}

private final class WireCore {
    let port: Int
    var listener: (any Channel)?
    var limit: (bytes: Int, direction: FaultyWire.Direction, end: FaultyWire.End)?
    private(set) var connections = 0
    private(set) var flows: [FaultyWire.Direction: FaultyWire.Flow] = [.toCarrier: .pass, .toClient: .pass]
    private var ends: [ObjectIdentifier: WireEnd] = [:]

    init(port: Int) { self.port = port }

    func accept(_ client: any Channel) throws {
        connections += 1
        let near = WireEnd(core: self, direction: .toCarrier)
        let far = WireEnd(core: self, direction: .toClient)
        (near.other, far.other) = (far, near)
        try client.pipeline.syncOperations.addHandler(near)
        let box = NIOLoopBound(far, eventLoop: client.eventLoop)
        let connecting = ClientBootstrap(group: client.eventLoop)
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(box.value) }
            }
            .connect(host: "127.0.0.1", port: port)
        let nearBox = NIOLoopBound(near, eventLoop: client.eventLoop)
        connecting.whenComplete { result in
            guard case .success = result else {
                nearBox.value.end(.close)
                return
            }
            nearBox.value.start()
            box.value.start()
        }
        (ends[ObjectIdentifier(near)], ends[ObjectIdentifier(far)]) = (near, far)
    }

    func forget(_ end: WireEnd) { ends[ObjectIdentifier(end)] = nil }

    func set(_ flow: FaultyWire.Flow, _ direction: FaultyWire.Direction) {
        flows[direction] = flow
        for end in ends.values where end.direction == direction { end.changed() }
    }

    func cut(_ how: FaultyWire.End) { for end in ends.values { end.end(how) } }
}

/// One socket of a connection through the wire: reads what goes in `direction`.
private final class WireEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let direction: FaultyWire.Direction
    private let core: WireCore
    weak var other: WireEnd?
    private var context: ChannelHandlerContext?
    private var kept = ByteBuffer()
    private var passed = 0
    private var isStarted = false
    private var hasEnded = false

    init(core: WireCore, direction: FaultyWire.Direction) {
        self.core = core
        self.direction = direction
    }

    private var flow: FaultyWire.Flow { core.flows[direction] ?? .pass }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func start() {
        isStarted = true
        changed()
    }

    /// The flow has.
    func changed() {
        guard isStarted else { return }
        if flow != .stall { context?.read() }
        guard flow == .pass || flow == .trickle, kept.readableBytes > 0 || hasEnded else { return }
        let bytes = kept
        kept = ByteBuffer()
        pass(bytes)
        if hasEnded { other?.end(.close) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        switch flow {
        case .pass, .trickle: pass(bytes)
        case .swallow: break
        case .keep, .stall: kept.writeBuffer(&bytes)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { if flow != .stall { context.read() } }

    private func pass(_ bytes: ByteBuffer) {
        var bytes = bytes
        var cut: FaultyWire.End?
        if let limit = core.limit, limit.direction == direction, passed + bytes.readableBytes >= limit.bytes {
            bytes = bytes.readSlice(length: max(0, limit.bytes - passed)) ?? ByteBuffer()
            cut = limit.end
        }
        passed += bytes.readableBytes
        if flow == .trickle {
            while let byte = bytes.readSlice(length: 1) { other?.write(byte) }
        } else if bytes.readableBytes > 0 {
            other?.write(bytes)
        }
        guard let cut else { return }
        end(cut)
        other?.end(cut)
    }

    private func write(_ bytes: ByteBuffer) { context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil) }

    func end(_ how: FaultyWire.End) {
        guard let context else { return }
        if how == .reset, let socket = context.channel as? any SocketOptionProvider {
            socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenFailure { _ in }
        }
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        hasEnded = true
        if flow == .pass || flow == .trickle { other?.end(.close) }
        // While its bytes are kept its end is kept too.
        if flow != .keep { core.forget(self) }
    }
}
