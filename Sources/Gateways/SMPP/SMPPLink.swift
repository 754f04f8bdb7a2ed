import CarrierProtocols
import Messaging
import NIOCore

/// One connection of a route: bytes in, session, bytes out. Lives on the route's event loop.
final class SMPPLink: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let place: BindPlace
    private(set) var serial = 0
    private let route: SMPPRoute
    private let ended: EventLoopPromise<LinkEnd>
    private var session: SMPP.Session<SegmentToken>
    private var context: ChannelHandlerContext?
    private var inbound = ByteBuffer()
    private var outbound = ByteBuffer()
    private var boundAt: Duration?
    private var end: SMPP.SessionEnd?
    private var failure: String?
    private var unacknowledged = 0
    private var hasEnded = false
    private var wasOpen = false
    /// It takes no new text and unbinds when all is answered: the route stops, or this bind is another node's.
    private(set) var isLeaving = false

    init(route: SMPPRoute, place: BindPlace, settings: SMPPRouteSettings, ended: EventLoopPromise<LinkEnd>) {
        self.route = route
        self.place = place
        self.ended = ended
        session = SMPP.Session(
            bind: SMPP.Bind(
                mode: place.mode, systemID: settings.systemID, password: settings.password,
                systemType: settings.systemType),
            window: settings.window, timers: settings.timers)
    }

    // MARK: what the route asks

    var room: Int { session.room }
    var isSending: Bool { session.isBound && place.mode.sends }
    /// Segments that may be outstanding over it; a link that leaves only empties its window.
    var capacity: Int {
        guard isSending else { return 0 }
        return isLeaving ? session.outstandingCount : route.settings.window
    }
    /// Bytes that the socket has not taken count as well: what waits here could go out after its lawful instant.
    var canWrite: Bool {
        session.room > 0 && outbound.readableBytes < 32 * 1_024 && context?.channel.isWritable == true
    }

    func write(_ message: SMPP.ShortMessage, _ token: SegmentToken, _ now: Duration) throws(SMPP.Fault) {
        guard let sequence = session.submit(token, now: now) else { return }
        do {
            try outbound.writeSMPPPDU(SMPP.PDU(sequence: sequence, .submitSM(message)))
        } catch {
            session.withdraw(sequence)
            throw error
        }
        if outbound.readableBytes >= 16 * 1_024 { flush() }
    }

    func acknowledge(_ sequence: UInt32) {
        unacknowledged -= 1
        send(SMPP.PDU(sequence: sequence, .deliverSMResponse(.init())))
        unbindIfDone()
    }

    func flush() {
        guard outbound.readableBytes > 0, let context else { return }
        // Taken first: the write may report writability before it returns, and whoever hears of it flushes again.
        let bytes = outbound
        outbound = context.channel.allocator.buffer(capacity: 4_096)
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    func tick(_ now: Duration) {
        for action in session.tick(now: now) { perform(action) }
    }

    func resumeReading() {
        session.resumedReading(now: route.now)
        context?.read()
    }

    func leave() {
        isLeaving = true
        guard session.isBound else {
            context?.close(promise: nil)
            return
        }
        unbindIfDone()
    }

    func unbind() {
        if let request = session.unbind(now: route.now) {
            send(request)
        } else {
            context?.close(promise: nil)
        }
    }

    func unbindIfDone() {
        guard isLeaving, session.isBound, session.outstandingCount == 0, unacknowledged <= 0,
            !route.hasWork(for: serial)
        else { return }
        unbind()
    }

    // MARK: what the socket says

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        serial = route.added(self)
        if context.channel.isActive { opened(context) }
    }

    func channelActive(context: ChannelHandlerContext) { opened(context) }

    private func opened(_ context: ChannelHandlerContext) {
        wasOpen = true
        guard session.state == .opening else { return }
        guard !route.isDraining, !isLeaving, route.share.isWanted(place) else {
            context.close(promise: nil)
            return
        }
        send(session.opened(now: route.now))
        flush()
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if inbound.readableBytes == 0 {
            inbound = bytes
        } else {
            inbound.discardReadBytes()
            inbound.writeBuffer(&bytes)
        }
        let now = route.now
        while end == nil, readFrame(now) {}
        if end != nil { inbound.clear() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        unbindIfDone()
        route.pump()
        route.settle()
        if !route.isReadingPaused { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        route.pump()
        route.settle()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if failure == nil { failure = LinkEnd.words(error, host: route.settings.host, port: route.settings.port) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { finish() }

    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    private func finish() {
        guard !hasEnded else { return }
        hasEnded = true
        context = nil
        // A host may have several addresses: one that nobody answers at is not the end of the connection.
        guard wasOpen || end != nil || failure != nil else {
            route.neverOpened(self)
            return
        }
        for token in session.closed() { route.unanswered(token) }
        let words = endWords
        var hopeless = false
        if case .bindRefused(let status)? = end {
            hopeless = [.invalidPassword, .invalidSystemID].contains(status)
        }
        ended.succeed(
            LinkEnd(
                words: words, lived: boundAt.map { route.now - $0 } ?? .zero, isHopeless: hopeless, isOurs: isLeaving))
        route.isDown(self, words: words)
    }

    private var endWords: String {
        if let end { return end.description }
        if let failure { return failure }
        if isLeaving || route.isDraining { return "closed" }
        return boundAt == nil
            ? "the carrier closed the connection before it answered the bind" : "the carrier closed the connection"
    }

    // MARK: frames and actions

    /// False when there is no whole frame left, or none can be found any more.
    private func readFrame(_ now: Duration) -> Bool {
        let frame: SMPP.Frame
        do {
            guard let next = try inbound.readSMPPFrame() else { return false }
            frame = next
        } catch {
            perform(session.received(error, now: now))
            return false
        }
        do {
            perform(session.received(try SMPP.PDU(frame), now: now), body: frame.body)
        } catch {
            perform(session.received(error, now: now), body: frame.body)
        }
        return true
    }

    private func perform(_ action: SMPP.SessionAction<SegmentToken>, body: ByteBuffer = ByteBuffer()) {
        switch action {
        case .nothing: break
        case .send(let pdu): send(pdu)
        case .bound(let systemID):
            boundAt = route.now
            route.isUp(self, systemID: systemID)
            if isLeaving || route.isDraining || !route.share.isWanted(place) { route.leave(self) }
        case .answered(let token, let response): route.answered(token, response, on: serial)
        case .unanswered(let token): route.unanswered(token)
        case .deliver(let message, let sequence):
            unacknowledged += 1
            route.events.append(
                GatewayEvent(
                    message, body: body, token: DeliveryToken(bind: serial, sequence: sequence),
                    reading: route.reading))
        case .deliverUnreadable(let sequence):
            unacknowledged += 1
            route.events.append(
                .unreadable(Array(body.readableBytesView), DeliveryToken(bind: serial, sequence: sequence)))
        case .close(let reason, let last):
            end = reason
            if let last { send(last) }
            flush()
            context?.close(promise: nil)
        }
    }

    private func send(_ pdu: SMPP.PDU) {
        do {
            try outbound.writeSMPPPDU(pdu)
        } catch {
            // Only a bind has fields that settings could make too long, and settings are checked.
            failure = "cannot be written: \(error)"
            context?.close(promise: nil)
        }
    }
}
