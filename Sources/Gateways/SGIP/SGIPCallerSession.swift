import CarrierProtocols
import Messaging
import NIOCore

/// One connection that the carrier made to us over SGIP: replies and reports come over it.
final class SGIPCallerSession: CallerSession {
    private var session: SGIP.ListenerSession
    private var link = 0
    private let settings: SGIPRouteSettings

    init(_ settings: SGIPRouteSettings) {
        self.settings = settings
        session = Self.session(settings, now: .zero)
    }

    private static func session(_ settings: SGIPRouteSettings, now: Duration) -> SGIP.ListenerSession {
        var timers = settings.timers
        // The carrier ends its idle connections itself; this is for those that it has forgotten.
        timers.enquireLink += .seconds(10)
        return SGIP.ListenerSession(
            name: settings.listener.name ?? settings.loginName,
            password: settings.listener.password ?? settings.password, timers: timers, now: now)
    }

    func opened(as link: Int, now: Duration) {
        self.link = link
        session = Self.session(settings, now: now)
    }

    func acknowledge(_ token: DeliveryToken, to bytes: inout ByteBuffer) throws {
        try bytes.writeSGIPPDU(token.sgipAnswer)
    }

    func closed() { session.closed() }

    func resumedReading(now: Duration) { session.resumedReading(now: now) }

    func next(_ inbound: inout ByteBuffer, now: Duration, to bytes: inout ByteBuffer) throws -> LinkAction? {
        let frame: SGIP.Frame
        do {
            guard let next = try inbound.readSGIPFrame() else { return nil }
            frame = next
        } catch {
            // Where the next PDU starts is not known any more.
            inbound.clear()
            return try action(session.received(error, now: now), to: &bytes)
        }
        let pdu: SGIP.PDU
        do {
            pdu = try SGIP.PDU(frame)
        } catch {
            return try action(session.received(error, now: now), body: frame.body, to: &bytes)
        }
        return try action(session.received(pdu, now: now), body: frame.body, to: &bytes)
    }

    func tick(now: Duration, to bytes: inout ByteBuffer) throws -> [LinkAction] {
        [try action(session.tick(now: now), to: &bytes)]
    }

    private func action(
        _ action: SGIP.ListenerAction, body: ByteBuffer = ByteBuffer(), to bytes: inout ByteBuffer
    ) throws -> LinkAction {
        switch action {
        case .nothing: return .nothing
        case .send(let pdu):
            try bytes.writeSGIPPDU(pdu)
            return .nothing
        case .bound(let pdu):
            try bytes.writeSGIPPDU(pdu)
            return .bound(carrier: "")
        case .deliver(let deliver, let sequence):
            return .delivered(
                GatewayEvent(deliver, body: body, token: DeliveryToken(link: link, sequence, isReport: false)))
        case .report(let report, let sequence):
            return .delivered(
                .receipt(CarrierReceipt(report), DeliveryToken(link: link, sequence, isReport: true)))
        case .unreadable(let command, let sequence):
            return .delivered(
                .unreadable(body, DeliveryToken(link: link, sequence, isReport: command == .report)))
        case .close(let end, let last):
            if let last { try bytes.writeSGIPPDU(last) }
            return .close(LinkClose(words: end.description, isQuiet: end == .idle || end == .peerUnbound))
        }
    }
}
