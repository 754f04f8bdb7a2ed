import Glibc
import Messaging
import NIOCore

/// One connection of a route: bytes in, session, bytes out. Lives on the route's event loop.
final class CarrierLink {
    let place: BindPlace
    var serial = 0
    let route: CarrierRoute
    let ended: EventLoopPromise<LinkEnd>
    let session: any LinkSession
    var context: ChannelHandlerContext?
    var inbound = ByteBuffer()
    var outbound = OutboundBatch()
    /// The socket has not taken the last write yet. Nothing more is given to it before it has: what waits inside the channel
    /// cannot be looked at again, and would go out after its moment.
    private var isWriting = false
    var boundAt: Duration?
    var end: LinkClose?
    var failure: String?
    var unacknowledged = 0
    var hasEnded = false
    var wasOpen = false
    /// It takes no new text and unbinds when all is answered: the route stops, or this bind is another node's.
    private(set) var isLeaving = false
    /// No text was answered for as long as an answer may take, though the carrier is there: one text at a time is risked until
    /// one is answered, because each that is not answered is lost to its borrower.
    private(set) var isTrusted: Bool
    private var answeredAt = Duration.zero

    init(route: CarrierRoute, place: BindPlace, session: any LinkSession, ended: EventLoopPromise<LinkEnd>) {
        self.route = route
        self.place = place
        self.ended = ended
        isTrusted = !route.mute.contains(place)
        self.session = session
    }

    // MARK: what the route asks

    /// Texts that may be written now.
    var room: Int { isTrusted ? session.room : min(session.room, 1 - session.outstandingCount) }
    var isSending: Bool { session.isBound && place.role.sends }
    /// Segments that may be outstanding over it; a link that leaves only empties its window.
    var capacity: Int {
        guard isSending else { return 0 }
        if isLeaving || !isTrusted { return max(session.outstandingCount, isLeaving ? 0 : 1) }
        return route.settings.window
    }
    /// What the socket has not taken keeps all else back.
    var canWrite: Bool { room > 0 && !isWriting && outbound.count_bytes < Self.batchLimit_bytes }

    /// A batch is what may still go out though its moment has passed, where the process is frozen with the socket full.
    static let batchLimit_bytes = 4 * 1_024

    /// `refusal`: why the part was put off before.
    func write(_ part: OutgoingPart, refusal: SendError?) throws {
        let start = outbound.bytes.readableBytes
        guard let sequence = try session.write(part, to: &outbound.bytes) else { return }
        outbound.note(part.token, from: start, sequence: sequence, submission: part.submission, refusal: refusal)
        if outbound.count_bytes >= Self.batchLimit_bytes { flush() }
    }

    func acknowledge(_ token: DeliveryToken) {
        unacknowledged -= 1
        say { try session.acknowledge(token, to: &outbound.bytes) }
        unbindIfDone()
    }

    func flush() {
        guard !isWriting, outbound.count_bytes > 0, let context else { return }
        withdraw(outbound.takeLate(route.moment))
        // Taken first: the write may bring the end of the link before it returns, and whoever hears of it flushes again.
        let bytes = outbound.take()
        guard bytes.readableBytes > 0 else { return }
        route.meter.sent(bytes)
        isWriting = true
        var hasReturned = false
        let written = context.eventLoop.makePromise(of: Void.self)
        // A write that fails is the end of the connection, told in a moment: whatever waits must not be given to it.
        written.futureResult.assumeIsolated().whenSuccess { [weak self] in
            guard let self else { return }
            self.isWriting = false
            guard hasReturned else { return }
            self.route.pump()
            self.route.settle()
        }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: written)
        hasReturned = true
        outbound.reserve(Self.batchLimit_bytes + 512, context.channel.allocator)
    }

    func withdraw(_ texts: [OutboundBatch.Text]) {
        for text in texts {
            session.withdraw(text.sequence)
            route.withdrawn(text)
        }
    }

    func tick(_ now: Duration) {
        let outstanding = session.outstandingCount
        for action in say({ try session.tick(now: now, to: &outbound.bytes) }) ?? [] { perform(action) }
        guard session.outstandingCount < outstanding, session.isBound,
            now - max(answeredAt, boundAt ?? .zero) >= route.carrier.timers.response
        else { return }
        if isTrusted {
            isTrusted = false
            route.isMute(self)
        } else {
            failure = "the carrier answers no text"
            abort()
        }
    }

    func answered(_ now: Duration) {
        answeredAt = now
        guard !isTrusted else { return }
        isTrusted = true
        route.mute.remove(place)
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
        let hasBegun = say { try session.unbind(now: route.now, to: &outbound.bytes) }
        if hasBegun == false { context?.close(promise: nil) }
    }

    /// Ends a connection that the carrier does not serve any more. What the kernel has not sent is dropped with it: else it
    /// might arrive when the network is whole again, long after its moment.
    func abort() {
        guard let context else { return }
        if let socket = context.channel as? any SocketOptionProvider {
            // It fails only where the socket is gone already.
            _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        context.close(promise: nil)
    }

    func unbindIfDone() {
        guard isLeaving, session.isBound, session.outstandingCount == 0, unacknowledged <= 0,
            !route.hasWork(for: serial)
        else { return }
        unbind()
    }

    /// Lets the session write. It fails only where settings made a field too long, and settings are checked.
    @discardableResult
    func say<Result>(_ words: () throws -> Result) -> Result? {
        do {
            return try words()
        } catch {
            failure = "cannot be written: \(error)"
            context?.close(promise: nil)
            return nil
        }
    }
}
