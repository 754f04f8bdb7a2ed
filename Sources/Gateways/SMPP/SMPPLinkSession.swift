import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// One connection over SMPP: its session, its PDUs, and what they mean to delivery.
final class SMPPLinkSession: LinkSession {
    private var session: SMPP.Session<SegmentToken>
    private let form: SMPPForm
    private let reading: DeliveryReading
    private let policies: [UInt32: SendError.Policy]
    private var link = 0

    init(_ settings: SMPPRouteSettings, form: SMPPForm, role: LinkRole) {
        let mode: SMPP.BindMode =
            switch role {
            case .transceiver: .transceiver
            case .transmitter: .transmitter
            case .receiver: .receiver
            }
        self.form = form
        reading = DeliveryReading(receiptIDs: settings.receiptIDs, defaultCoding: settings.defaultCoding)
        policies = settings.policies
        session = SMPP.Session(
            bind: SMPP.Bind(
                mode: mode, systemID: settings.systemID, password: settings.password,
                systemType: settings.systemType),
            window: settings.window, timers: settings.timers)
    }

    var isOpening: Bool { session.state == .opening }
    var isBound: Bool { session.isBound }
    var outstandingCount: Int { session.outstandingCount }
    var room: Int { session.room }

    func opened(as link: Int, now: Duration, law: Instant, to bytes: inout ByteBuffer) throws {
        self.link = link
        try bytes.writeSMPPPDU(session.opened(now: now))
    }

    func write(_ part: OutgoingPart, to bytes: inout ByteBuffer) throws -> UInt32? {
        let message = try form.pdu(
            part.submission, part.token.first, reference: part.reference, now: part.law)
        guard let sequence = session.submit(part.token, now: part.token.writtenAt) else { return nil }
        do {
            try bytes.writeSMPPShortMessage(message, as: .submitSM, sequence: sequence)
        } catch {
            session.withdraw(sequence)
            throw error
        }
        return sequence
    }

    func withdraw(_ sequence: UInt32) { session.withdraw(sequence) }

    func acknowledge(_ token: DeliveryToken, to bytes: inout ByteBuffer) throws {
        try bytes.writeSMPPPDU(session.acknowledgement(of: token.sequence))
    }

    func unbind(now: Duration, to bytes: inout ByteBuffer) throws -> Bool {
        guard let request = session.unbind(now: now) else { return false }
        try bytes.writeSMPPPDU(request)
        return true
    }

    func closed() -> [SegmentToken] { session.closed() }

    func resumedReading(now: Duration) { session.resumedReading(now: now) }

    func next(_ inbound: inout ByteBuffer, now: Duration, to bytes: inout ByteBuffer) throws -> LinkAction? {
        let frame: SMPP.Frame
        do {
            guard let next = try inbound.readSMPPFrame() else { return nil }
            frame = next
        } catch {
            // Where the next PDU starts is not known any more.
            inbound.clear()
            return try action(session.received(error, now: now), to: &bytes)
        }
        let pdu: SMPP.PDU
        do {
            pdu = try SMPP.PDU(frame)
        } catch {
            return try action(session.received(error, now: now), body: frame.body, to: &bytes)
        }
        return try action(session.received(pdu, now: now), body: frame.body, to: &bytes)
    }

    func tick(now: Duration, to bytes: inout ByteBuffer) throws -> [LinkAction] {
        try session.tick(now: now).map { try action($0, to: &bytes) }
    }

    private func action(
        _ action: SMPP.SessionAction<SegmentToken>, body: ByteBuffer = ByteBuffer(), to bytes: inout ByteBuffer
    ) throws -> LinkAction {
        switch action {
        case .nothing: return .nothing
        case .send(let pdu):
            try bytes.writeSMPPPDU(pdu)
            return .nothing
        case .bound(let systemID): return .bound(carrier: systemID)
        case .answered(let token, let response):
            guard response.status == .ok else {
                return .refused(token, SendError(response.status, policies: policies))
            }
            return .accepted(token, carrierID: reading.receiptIDs.response(response.messageID))
        case .unanswered(let token): return .unanswered(token)
        case .deliver(let message, let sequence):
            let token = DeliveryToken(bind: link, sequence: sequence)
            return .delivered(GatewayEvent(message, body: body, token: token, reading: reading))
        case .deliverUnreadable(let sequence):
            let token = DeliveryToken(bind: link, sequence: sequence)
            return .delivered(.unreadable(Array(body.readableBytesView), token))
        // The link asks no questions yet and sends one text to one borrower, so none of these can come; an alert changes nothing.
        case .answeredMulti, .found, .changed, .questionUnanswered, .alert: return .nothing
        case .close(let end, let last):
            if let last { try bytes.writeSMPPPDU(last) }
            return .close(LinkClose(end))
        }
    }
}

extension LinkClose {
    init(_ end: SMPP.SessionEnd) {
        self.init(words: end.description)
        switch end {
        case .bindRefused(let status): isHopeless = [.invalidPassword, .invalidSystemID].contains(status)
        case .bindUnanswered, .silent: isAbrupt = true
        case .unbound, .peerUnbound, .nonsense, .outbindRefused, .outbindMissing: break
        }
    }
}
