import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

// What the socket says, and what the session makes of it.
extension CarrierLink: ChannelInboundHandler {
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
        guard session.isOpening else { return }
        guard !route.isDraining, !isLeaving, route.share.isWanted(place) else {
            context.close(promise: nil)
            return
        }
        say {
            try session.opened(as: serial, now: route.now, law: route.clock.now(), to: &outbound.bytes)
        }
        flush()
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let arrived = unwrapInboundIn(data)
        route.meter.received_bytes += arrived.readableBytes
        inbound.takeIn(arrived)
        let now = route.now
        while end == nil {
            let (start, command) = (inbound.readerIndex, inbound.commandInFront)
            guard let action = say({ try session.next(&inbound, now: now, to: &outbound.bytes) }) ?? nil else { break }
            route.meter.received(command, from: start, upTo: inbound.readerIndex)
            perform(action)
        }
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
        let lived = isTrusted ? boundAt.map { route.now - $0 } ?? .zero : .zero
        let isQuiet = end?.isQuiet == true && !isLeaving && lived >= route.settings.reconnect.stableAfter
        ended.succeed(
            LinkEnd(
                words: words, lived: lived, isHopeless: end?.isHopeless ?? false, isOurs: isLeaving, isQuiet: isQuiet))
        route.isDown(self, words: isQuiet ? nil : words)
    }

    private var endWords: String {
        if let end { return end.words }
        if let failure { return failure }
        if isLeaving || route.isDraining { return "closed" }
        return boundAt == nil
            ? "the carrier closed the connection before it answered the bind" : "the carrier closed the connection"
    }
}

extension CarrierLink {
    func perform(_ action: LinkAction) {
        switch action {
        case .nothing: break
        case .bound(let carrier, let warning):
            boundAt = route.now
            route.isUp(self, carrier: carrier)
            if let warning { route.warn(place, warning) }
            if isLeaving || route.isDraining || !route.share.isWanted(place) { route.leave(self) }
        case .accepted(let token, let carrierID):
            let now = route.now
            answered(now)
            route.accepted(token, carrierID: carrierID, now: now)
        case .refused(let token, let error):
            let now = route.now
            answered(now)
            route.refused(token, error, on: serial, now: now)
        case .unanswered(let token): route.unanswered(token)
        case .delivered(let event):
            unacknowledged += 1
            route.meter.delivered(event)
            route.events.append(event)
        case .close(let reason):
            end = reason
            flush()
            if reason.isAbrupt { abort() } else { context?.close(promise: nil) }
        }
    }
}
