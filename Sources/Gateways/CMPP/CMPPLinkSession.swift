import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// One connection over CMPP: its session, its PDUs, and what they mean to delivery.
final class CMPPLinkSession: LinkSession {
    private var session: CMPP.Session<SegmentToken>
    private let form: CMPPForm
    private let policies: [UInt32: SendError.Policy]
    private var link = 0

    init(_ settings: CMPPRouteSettings, form: CMPPForm) {
        self.form = form
        policies = settings.policies
        session = CMPP.Session(
            login: CMPP.Login(
                sourceAddress: settings.sourceAddress, secret: settings.password, version: settings.version),
            window: settings.window, timers: settings.timers)
    }

    var isOpening: Bool { session.state == .opening }
    var isBound: Bool { session.isBound }
    var outstandingCount: Int { session.outstandingCount }
    var room: Int { session.room }

    func opened(as link: Int, now: Duration, law: Instant, to bytes: inout ByteBuffer) throws {
        self.link = link
        try send(session.opened(now: now, posixSeconds: law.seconds), to: &bytes)
    }

    func write(_ part: OutgoingPart, to bytes: inout ByteBuffer) throws -> UInt32? {
        let submit = form.pdu(part.submission, part.token.first, reference: part.reference)
        guard let sequence = session.submit(part.token, now: part.token.writtenAt) else { return nil }
        do {
            try bytes.writeCMPPSubmit(submit, sequence: sequence, version: session.version)
        } catch {
            session.withdraw(sequence)
            throw error
        }
        return sequence
    }

    func withdraw(_ sequence: UInt32) { session.withdraw(sequence) }

    func acknowledge(_ token: DeliveryToken, to bytes: inout ByteBuffer) throws {
        let id = CMPP.MessageID(rawValue: UInt64(truncatingIfNeeded: token.detail))
        try send(CMPP.PDU(sequence: token.sequence, .deliverResponse(.init(id: id))), to: &bytes)
    }

    func unbind(now: Duration, to bytes: inout ByteBuffer) throws -> Bool {
        guard let request = session.terminate(now: now) else { return false }
        try send(request, to: &bytes)
        return true
    }

    func closed() -> [SegmentToken] { session.closed() }

    func resumedReading(now: Duration) { session.resumedReading(now: now) }

    func next(_ inbound: inout ByteBuffer, now: Duration, to bytes: inout ByteBuffer) throws -> LinkAction? {
        let frame: CMPP.Frame
        do {
            guard let next = try inbound.readCMPPFrame() else { return nil }
            frame = next
        } catch {
            // Where the next PDU starts is not known any more.
            inbound.clear()
            return try action(session.received(error, now: now), to: &bytes)
        }
        let pdu: CMPP.PDU
        do {
            pdu = try CMPP.PDU(frame, version: session.version)
        } catch {
            return try action(session.received(error, now: now), body: frame.body, to: &bytes)
        }
        return try action(session.received(pdu, now: now), body: frame.body, to: &bytes)
    }

    func tick(now: Duration, to bytes: inout ByteBuffer) throws -> [LinkAction] {
        try session.tick(now: now).map { try action($0, to: &bytes) }
    }

    private func send(_ pdu: CMPP.PDU, to bytes: inout ByteBuffer) throws {
        try bytes.writeCMPPPDU(pdu, version: session.version)
    }

    private func action(
        _ action: CMPP.SessionAction<SegmentToken>, body: ByteBuffer = ByteBuffer(), to bytes: inout ByteBuffer
    ) throws -> LinkAction {
        switch action {
        case .nothing: return .nothing
        case .send(let pdu):
            try send(pdu, to: &bytes)
            return .nothing
        case .bound(let version, let isAuthentic):
            return .bound(
                carrier: "a gateway of CMPP \(version)",
                warning: isAuthentic
                    ? nil : "the carrier's own authenticator is wrong (AuthenticatorISMG); it is used all the same")
        case .answered(let token, let response):
            guard response.result == .ok else {
                return .refused(token, SendError(response.result, policies: policies))
            }
            return .accepted(token, carrierID: response.id.description)
        case .unanswered(let token): return .unanswered(token)
        case .deliver(let deliver, let sequence):
            let token = DeliveryToken(bind: link, sequence: sequence, detail: UInt128(deliver.id.rawValue))
            return .delivered(GatewayEvent(deliver, body: body, token: token))
        case .deliverUnreadable(let sequence, let id):
            let token = DeliveryToken(bind: link, sequence: sequence, detail: UInt128(id.rawValue))
            return .delivered(.unreadable(body, token))
        case .close(let end, let last):
            if let last { try send(last, to: &bytes) }
            return .close(LinkClose(words: end.description, isHopeless: end.isHopeless, isAbrupt: end.isAbrupt))
        }
    }
}
