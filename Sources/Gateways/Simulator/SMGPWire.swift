import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// The carrier's side of SMGP: a gateway (SMGW).
final class SMGPWire: CarrierWire {
    private var asked: (login: SMGP.Login, sequence: UInt32)?
    private var mode: SMGP.LoginMode?
    private var replies: UInt32 = 0

    var sends: Bool { mode?.sends ?? false }
    var receives: Bool { mode.map { $0 != .send } ?? false }

    func next(_ inbound: inout ByteBuffer, to bytes: inout ByteBuffer) throws -> ClientRequest? {
        let frame: SMGP.Frame
        do {
            guard let next = try inbound.readSMGPFrame() else { return nil }
            frame = next
        } catch {
            // The protocol has no word for it.
            return .broken
        }
        do {
            return try request(SMGP.PDU(frame), to: &bytes)
        } catch let fault as SMGP.Fault {
            if fault.command == SMGP.Command.submit.rawValue { try refuse(fault.sequence, .malformed, to: &bytes) }
            return .nothing
        }
    }

    private func request(_ pdu: SMGP.PDU, to bytes: inout ByteBuffer) throws -> ClientRequest {
        switch pdu.content {
        case .login(let login):
            asked = (login, pdu.sequence)
            return .bind(account: login.clientID)
        case .submit(let submit): return try text(submit, pdu.sequence, to: &bytes)
        case .deliverResponse: return .deliveryAnswered(sequence: pdu.sequence)
        case .activeTest: try bytes.writeSMGPPDU(SMGP.PDU(sequence: pdu.sequence, .activeTestResponse))
        case .exit:
            try bytes.writeSMGPPDU(SMGP.PDU(sequence: pdu.sequence, .exitResponse))
            return .unbind
        case .deliver, .loginResponse, .submitResponse, .activeTestResponse, .exitResponse: break
        }
        return .nothing
    }

    private func text(_ submit: SMGP.Submit, _ sequence: UInt32, to bytes: inout ByteBuffer) throws -> ClientRequest {
        guard sends, submit.furtherDestinations.isEmpty, !submit.destination.isEmpty else {
            try refuse(sequence, sends ? .wrongDestination : .unknownCommand, to: &bytes)
            return .nothing
        }
        var octets = submit.content
        let part: TextPart?
        do {
            let hasHeader = (submit.tlvs.integer(SMGP.Tag.udhi, as: UInt8.self) ?? 0) & 1 == 1
            part = hasHeader ? try octets.readUserDataHeader() : nil
        } catch {
            try refuse(sequence, .malformed, to: &bytes)
            return .nothing
        }
        return .text(
            CarrierText(
                source: submit.sourceNumber, destination: submit.destination,
                part: part.map { CarrierReply.Part(reference: $0.reference, number: $0.number, total: $0.total) },
                octets: octets, asksForReceipt: submit.needsReport == 1),
            sequence: sequence)
    }

    func refusal(_ behaviour: CarrierBehaviour) -> BindAnswer? {
        guard let login = asked?.login else { return .refused }
        if mode != nil { return .boundAlready }
        if let account = behaviour.systemID, account != login.clientID { return .unknownAccount }
        if let secret = behaviour.password, !login.isAuthentic(secret: secret) { return .wrongPassword }
        return nil
    }

    func answer(bind answer: BindAnswer, _ behaviour: CarrierBehaviour, to bytes: inout ByteBuffer) throws {
        guard let (login, sequence) = asked else { return }
        let status: SMGP.Status =
            switch answer {
            case .admitted: .ok
            case .unknownAccount, .wrongPassword: .notAuthentic
            case .full: .tooManyConnections
            case .refused, .boundAlready: .busy
            }
        if status == .ok { mode = SMGP.LoginMode(rawValue: login.mode) ?? .transmit }
        let secret = behaviour.password ?? CarrierBehaviour.defaultSecret
        let shown = SMGP.Authenticator.server(
            status, client: login.authenticator, secret: behaviour.provesWrongly ? secret + "?" : secret)
        try bytes.writeSMGPPDU(
            SMGP.PDU(
                sequence: sequence, .loginResponse(SMGP.LoginResponse(status: status, authenticator: shown))))
    }

    func answer(text sequence: UInt32, _ answer: CarrierAnswer, to bytes: inout ByteBuffer) throws {
        switch answer {
        case .taken(let number):
            try bytes.writeSMGPPDU(SMGP.PDU(sequence: sequence, .submitResponse(.init(id: Self.id(number)))))
        case .tooFast: try refuse(sequence, .busy, to: &bytes)
        case .refused(let code): try refuse(sequence, SMGP.Status(rawValue: code ?? 130), to: &bytes)
        }
    }

    func answered(id number: UInt64, of text: CarrierText) -> String { Self.id(number).description }

    /// The number in the digits of gateway and counter, under one moment for all: a receipt is as good in the next year.
    static func id(_ number: UInt64) -> SMGP.MessageID {
        SMGP.MessageID(
            gateway: UInt32(truncatingIfNeeded: number / 1_000_000 % 1_000_000), month: 11, day: 26, hour: 9,
            minute: 30,
            sequence: UInt32(truncatingIfNeeded: number % 1_000_000))
    }

    func deliver(_ delivery: CarrierDelivery, sequence: UInt32, to bytes: inout ByteBuffer) throws {
        var deliver = SMGP.Deliver()
        deliver.receivedAt = "20261126093000"
        deliver.destinationNumber = delivery.to
        deliver.sourceNumber = delivery.from
        switch delivery.content {
        case .receipt(let receipt):
            deliver.id = Self.id(receipt.number)
            deliver.reportFlag = 1
            deliver.content = SMGP.Report(receipt).content(
                submitted_s: receipt.submittedAt.seconds, done_s: receipt.doneAt.seconds, text: [UInt8]())
        case .reply(let reply):
            replies &+= 1
            deliver.id = SMGP.MessageID(gateway: 1, month: 11, day: 26, hour: 9, minute: 31, sequence: replies)
            deliver.format = reply.isPlain ? .ascii : .ucs2
            if let part = reply.part {
                deliver.tlvs.append(SMGP.Tag.udhi, integer: UInt8(1))
                deliver.content.writeMultipleIntegers(
                    UInt8(5), UInt8(0), UInt8(3), UInt8(truncatingIfNeeded: part.reference), part.total, part.number)
            }
            deliver.content.writeBytes(reply.octets)
        }
        try bytes.writeSMGPDeliver(deliver, sequence: sequence)
    }

    private func refuse(_ sequence: UInt32, _ status: SMGP.Status, to bytes: inout ByteBuffer) throws {
        try bytes.writeSMGPPDU(SMGP.PDU(sequence: sequence, .submitResponse(.init(id: .none, status: status))))
    }
}

extension SMGP.Report {
    fileprivate init(_ receipt: CarrierDelivery.Receipt) {
        let id = SMGPWire.id(receipt.number)
        switch receipt.end {
        case .delivered: self.init(id: id, state: .delivered, errorCode: "000")
        case .undelivered: self.init(id: id, state: .undeliverable, errorCode: "013")
        case .expired: self.init(id: id, state: .expired, errorCode: "024")
        }
    }
}
