import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// One connection over SMGP: its session, its PDUs, and what they mean to delivery.
final class SMGPLinkSession: LinkSession {
    private var session: SMGP.Session<SegmentToken>
    private let form: SMGPForm
    private let policies: [UInt32: SendError.Policy]
    private var link = 0

    init(_ settings: SMGPRouteSettings, form: SMGPForm, role: LinkRole) {
        let mode: SMGP.LoginMode =
            switch role {
            case .transceiver: .transmit
            case .transmitter: .send
            case .receiver: .receive
            }
        self.form = form
        policies = settings.policies
        session = SMGP.Session(
            account: SMGP.Account(clientID: settings.clientID, secret: settings.password, mode: mode),
            window: settings.window, timers: settings.timers)
    }

    var isOpening: Bool { session.state == .opening }
    var isBound: Bool { session.isBound }
    var outstandingCount: Int { session.outstandingCount }
    var room: Int { session.room }

    func opened(as link: Int, now: Duration, law: Instant, to bytes: inout ByteBuffer) throws {
        self.link = link
        try bytes.writeSMGPPDU(session.opened(now: now, posixSeconds: law.seconds))
    }

    func write(_ part: OutgoingPart, to bytes: inout ByteBuffer) throws -> UInt32? {
        let submit = form.pdu(part.submission, part.token.first, reference: part.reference)
        guard let sequence = session.submit(part.token, now: part.token.writtenAt) else { return nil }
        do {
            try bytes.writeSMGPSubmit(submit, sequence: sequence)
        } catch {
            session.withdraw(sequence)
            throw error
        }
        return sequence
    }

    func withdraw(_ sequence: UInt32) { session.withdraw(sequence) }

    func acknowledge(_ token: DeliveryToken, to bytes: inout ByteBuffer) throws {
        let id = SMGP.MessageID(rawValue: token.detail)
        try bytes.writeSMGPPDU(SMGP.PDU(sequence: token.sequence, .deliverResponse(.init(id: id))))
    }

    func unbind(now: Duration, to bytes: inout ByteBuffer) throws -> Bool {
        guard let request = session.exit(now: now) else { return false }
        try bytes.writeSMGPPDU(request)
        return true
    }

    func closed() -> [SegmentToken] { session.closed() }

    func resumedReading(now: Duration) { session.resumedReading(now: now) }

    func next(_ inbound: inout ByteBuffer, now: Duration, to bytes: inout ByteBuffer) throws -> LinkAction? {
        let frame: SMGP.Frame
        do {
            guard let next = try inbound.readSMGPFrame() else { return nil }
            frame = next
        } catch {
            // Where the next PDU starts is not known any more.
            inbound.clear()
            return try action(session.received(error, now: now), to: &bytes)
        }
        let pdu: SMGP.PDU
        do {
            pdu = try SMGP.PDU(frame)
        } catch {
            return try action(session.received(error, now: now), body: frame.body, to: &bytes)
        }
        return try action(session.received(pdu, now: now), body: frame.body, to: &bytes)
    }

    func tick(now: Duration, to bytes: inout ByteBuffer) throws -> [LinkAction] {
        try session.tick(now: now).map { try action($0, to: &bytes) }
    }

    private func action(
        _ action: SMGP.SessionAction<SegmentToken>, body: ByteBuffer = ByteBuffer(), to bytes: inout ByteBuffer
    ) throws -> LinkAction {
        switch action {
        case .nothing: return .nothing
        case .send(let pdu):
            try bytes.writeSMGPPDU(pdu)
            return .nothing
        case .bound(let isAuthentic):
            return .bound(
                carrier: "a gateway of SMGP",
                warning: isAuthentic
                    ? nil : "the carrier's own authenticator is wrong (AuthenticatorServer); it is used all the same")
        case .answered(let token, let response):
            guard response.status == .ok else {
                return .refused(token, SendError(response.status, policies: policies))
            }
            return .accepted(token, carrierID: response.id.description)
        case .unanswered(let token): return .unanswered(token)
        case .deliver(let deliver, let sequence):
            let token = DeliveryToken(bind: link, sequence: sequence, detail: deliver.id.rawValue)
            return .delivered(GatewayEvent(deliver, body: body, token: token))
        case .deliverUnreadable(let sequence, let id):
            let token = DeliveryToken(bind: link, sequence: sequence, detail: id.rawValue)
            return .delivered(.unreadable(body, token))
        case .close(let end, let last):
            if let last { try bytes.writeSMGPPDU(last) }
            return .close(LinkClose(words: end.description, isHopeless: end.isHopeless, isAbrupt: end.isAbrupt))
        }
    }
}
