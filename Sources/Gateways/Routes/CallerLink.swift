import CarrierProtocols
import Messaging
import NIOCore

/// One connection that the carrier made to us: deliveries come in, answers go out. Lives on the route's event loop.
final class CallerLink {
    let route: CarrierRoute
    private let session: any CallerSession
    /// For the operator; nil where the socket is gone already.
    private let peer: String
    private(set) var serial = 0
    private var context: ChannelHandlerContext?
    private var inbound = ByteBuffer()
    private var outbound = ByteBuffer()
    private var unacknowledged = 0
    private var isLeaving = false
    private var isOver = false

    init(route: CarrierRoute, session: any CallerSession, peer: String) {
        self.route = route
        self.session = session
        self.peer = peer
    }

    /// What it has delivered is on disk.
    func acknowledge(_ token: DeliveryToken) {
        unacknowledged -= 1
        say { try session.acknowledge(token, to: &outbound) }
        closeIfDone()
    }

    func flush() {
        guard outbound.readableBytes > 0, let context else { return }
        route.meter.sent(outbound)
        context.writeAndFlush(wrapOutboundOut(outbound), promise: nil)
        outbound = ByteBuffer()
    }

    func tick(_ now: Duration) {
        for action in say({ try session.tick(now: now, to: &outbound) }) ?? [] { perform(action) }
    }

    func resumeReading() {
        session.resumedReading(now: route.now)
        if let context { readMore(context) }
    }

    /// Reads nothing more, and closes when all that was delivered is answered.
    func leave() {
        isLeaving = true
        closeIfDone()
    }

    func close() {
        flush()
        context?.close(promise: nil)
    }

    private func closeIfDone() {
        if isLeaving, unacknowledged <= 0 { close() }
    }

    /// Lets the session write. Its answers have no field that could be too long.
    private func say<Result>(_ words: () throws -> Result) -> Result? {
        do {
            return try words()
        } catch {
            route.tell(caller: "\(peer): an answer cannot be written: \(error)")
            context?.close(promise: nil)
            return nil
        }
    }

    private func perform(_ action: LinkAction) {
        switch action {
        case .nothing: break
        case .bound: route.tell(caller: "the carrier delivers from \(peer)", warns: false)
        case .delivered(let event):
            unacknowledged += 1
            route.meter.delivered(event)
            route.events.append(event)
        case .close(let reason):
            isOver = true
            if !reason.isQuiet { route.tell(caller: "the connection from \(peer) was ended: \(reason.words)") }
            close()
        // No text goes out over it.
        case .accepted, .refused, .unanswered: break
        }
    }
}

extension CallerLink: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        serial = route.added(self)
        session.opened(as: serial, now: route.now)
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) { begin(context) }

    private func begin(_ context: ChannelHandlerContext) {
        if route.isDraining { context.close(promise: nil) } else { readMore(context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let arrived = unwrapInboundIn(data)
        route.meter.received_bytes += arrived.readableBytes
        inbound.takeIn(arrived)
        let now = route.now
        while !isOver {
            let (start, command) = (inbound.readerIndex, inbound.commandInFront)
            guard let action = say({ try session.next(&inbound, now: now, to: &outbound) }) ?? nil else { break }
            route.meter.received(command, from: start, upTo: inbound.readerIndex)
            perform(action)
        }
        if isOver { inbound.clear() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
        route.settle()
        readMore(context)
    }

    /// Who does not take our answers is not read from either, or they would gather without end.
    private func readMore(_ context: ChannelHandlerContext) {
        if !route.isReadingPaused, !isLeaving, context.channel.isWritable { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { readMore(context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) { finish() }

    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    /// What it brought and nobody answered comes again: the carrier keeps it.
    private func finish() {
        guard context != nil else { return }
        context = nil
        session.closed()
        route.removed(self)
    }
}
