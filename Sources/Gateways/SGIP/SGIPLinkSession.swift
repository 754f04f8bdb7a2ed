import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// One connection of ours over SGIP: texts go out over it, and nothing but their answers comes back.
final class SGIPLinkSession: LinkSession {
    private var session: SGIP.Session<SegmentToken>
    private let form: SGIPForm
    private let policies: [UInt32: SendError.Policy]
    /// A second since the route was made is over: see `quarantine`.
    private var mayNameTexts = false

    /// A text's id is made of the second, and must not be one that this process made before it was started anew. So none is
    /// made in the second of the start.
    static let quarantine = Duration.seconds(1)

    init(_ settings: SGIPRouteSettings, form: SGIPForm, counter: SequenceCounter) {
        self.form = form
        policies = settings.policies
        session = SGIP.Session(
            account: SGIP.Account(name: settings.loginName, password: settings.password, node: settings.nodeID),
            window: settings.window, timers: settings.timers, counter: { counter.next() })
    }

    var isOpening: Bool { session.state == .opening }
    var isBound: Bool { session.isBound }
    var outstandingCount: Int { session.outstandingCount }
    var room: Int { mayNameTexts ? session.room : 0 }

    func opened(as link: Int, now: Duration, law: Instant, to bytes: inout ByteBuffer) throws {
        try bytes.writeSGIPPDU(session.opened(now: now, posixSeconds: law.seconds))
    }

    func write(_ part: OutgoingPart, to bytes: inout ByteBuffer) throws -> UInt32? {
        let submit = form.pdu(part.submission, part.token.first, reference: part.reference)
        guard
            let sequence = session.submit(part.token, now: part.token.writtenAt, posixSeconds: part.law.seconds)
        else { return nil }
        do {
            try bytes.writeSGIPSubmit(submit, sequence: sequence)
        } catch {
            session.withdraw(sequence)
            throw error
        }
        return sequence.counter
    }

    func withdraw(_ sequence: UInt32) { session.withdraw(counter: sequence) }

    /// Nothing is delivered over this connection.
    func acknowledge(_ token: DeliveryToken, to bytes: inout ByteBuffer) throws {}

    func unbind(now: Duration, to bytes: inout ByteBuffer) throws -> Bool {
        guard let request = session.unbind(now: now) else { return false }
        try bytes.writeSGIPPDU(request)
        return true
    }

    func closed() -> [SegmentToken] { session.closed() }

    func resumedReading(now: Duration) { session.resumedReading(now: now) }

    func next(_ inbound: inout ByteBuffer, now: Duration, to bytes: inout ByteBuffer) throws -> LinkAction? {
        let frame: SGIP.Frame
        do {
            guard let next = try inbound.readSGIPFrame() else { return nil }
            frame = next
        } catch {
            // Where the next PDU starts is not known any more.
            inbound.clear()
            return try action(session.received(error, now: now), of: .zero, to: &bytes)
        }
        let pdu: SGIP.PDU
        do {
            pdu = try SGIP.PDU(frame)
        } catch {
            return try action(session.received(error, now: now), of: frame.sequence, to: &bytes)
        }
        return try action(session.received(pdu, now: now), of: pdu.sequence, to: &bytes)
    }

    func tick(now: Duration, to bytes: inout ByteBuffer) throws -> [LinkAction] {
        mayNameTexts = mayNameTexts || now >= Self.quarantine
        return try session.tick(now: now).map { try action($0, of: .zero, to: &bytes) }
    }

    /// `sequence`: of the PDU that came. An answer's is that of its text, whose id it is.
    private func action(
        _ action: SGIP.SessionAction<SegmentToken>, of sequence: SGIP.Sequence, to bytes: inout ByteBuffer
    ) throws -> LinkAction {
        switch action {
        case .nothing: return .nothing
        case .send(let pdu):
            try bytes.writeSGIPPDU(pdu)
            return .nothing
        case .bound: return .bound(carrier: "a gateway of SGIP")
        case .answered(let token, let result):
            guard result == .ok else { return .refused(token, SendError(result, policies: policies)) }
            return .accepted(token, carrierID: sequence.description)
        case .unanswered(let token): return .unanswered(token)
        case .close(let end, let last):
            if let last { try bytes.writeSGIPPDU(last) }
            return .close(
                LinkClose(
                    words: end.description, isHopeless: end.isHopeless, isAbrupt: end.isAbrupt,
                    // §3.1: either side may end what has been idle for long.
                    isQuiet: end == .idle || end == .peerUnbound && session.outstandingCount == 0))
        }
    }
}
