import CarrierProtocols
import Messaging
import NIOCore

// What the socket says, and what the session makes of it.
extension SMPPLink: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

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
        inbound.takeIn(unwrapInboundIn(data))
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
        withdraw(outbound.takeTexts())
        for token in session.closed() { route.unanswered(token) }
        let words = endWords
        var hopeless = false
        if case .bindRefused(let status)? = end {
            hopeless = [.invalidPassword, .invalidSystemID].contains(status)
        }
        ended.succeed(
            LinkEnd(
                words: words, lived: isTrusted ? boundAt.map { route.now - $0 } ?? .zero : .zero,
                isHopeless: hopeless, isOurs: isLeaving))
        route.isDown(self, words: words)
    }

    private var endWords: String {
        if let end { return end.description }
        if let failure { return failure }
        if isLeaving || route.isDraining { return "closed" }
        return boundAt == nil
            ? "the carrier closed the connection before it answered the bind" : "the carrier closed the connection"
    }
}

extension SMPPLink {
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

    func perform(_ action: SMPP.SessionAction<SegmentToken>, body: ByteBuffer = ByteBuffer()) {
        switch action {
        case .nothing: break
        case .send(let pdu): send(pdu)
        case .bound(let systemID):
            boundAt = route.now
            route.isUp(self, systemID: systemID)
            if isLeaving || route.isDraining || !route.share.isWanted(place) { route.leave(self) }
        case .answered(let token, let response):
            answered(route.now)
            route.answered(token, response, on: serial)
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
        // The link asks no questions yet and sends one text to one borrower, so none of these can come; an alert changes nothing.
        case .answeredMulti, .found, .changed, .questionUnanswered, .alert: break
        case .close(let reason, let last):
            end = reason
            if let last { send(last) }
            flush()
            if reason == .silent || reason == .bindUnanswered { abort() } else { context?.close(promise: nil) }
        }
    }
}
