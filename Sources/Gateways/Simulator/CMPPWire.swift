import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// The carrier's side of CMPP: a gateway (ISMG).
final class CMPPWire: CarrierWire {
    private var asked: (connect: CMPP.Connect, sequence: UInt32)?
    private var isIn = false
    private var version = CMPP.Version.v30
    private var replies: UInt16 = 0

    var sends: Bool { isIn }
    var receives: Bool { isIn }

    func next(_ inbound: inout ByteBuffer, to bytes: inout ByteBuffer) throws -> ClientRequest? {
        let frame: CMPP.Frame
        do {
            guard let next = try inbound.readCMPPFrame() else { return nil }
            frame = next
        } catch {
            // The protocol has no word for it.
            return .broken
        }
        do {
            return try request(CMPP.PDU(frame, version: version), to: &bytes)
        } catch let fault as CMPP.Fault {
            if fault.command == CMPP.Command.submit.rawValue { try refuse(fault.sequence, .malformed, to: &bytes) }
            return .nothing
        }
    }

    private func request(_ pdu: CMPP.PDU, to bytes: inout ByteBuffer) throws -> ClientRequest {
        switch pdu.content {
        case .connect(let connect):
            asked = (connect, pdu.sequence)
            return .bind(account: connect.sourceAddress)
        case .submit(let submit): return try text(submit, pdu.sequence, to: &bytes)
        case .deliverResponse: return .deliveryAnswered(sequence: pdu.sequence)
        case .activeTest: try send(.activeTestResponse, pdu.sequence, to: &bytes)
        case .terminate:
            try send(.terminateResponse, pdu.sequence, to: &bytes)
            return .unbind
        // It takes nothing back: 1 says so (§8.4.6.2).
        case .cancel: try send(.cancelResponse(1), pdu.sequence, to: &bytes)
        case .query, .deliver, .connectResponse, .terminateResponse, .submitResponse, .queryResponse, .cancelResponse,
            .activeTestResponse:
            break
        }
        return .nothing
    }

    private func text(_ submit: CMPP.Submit, _ sequence: UInt32, to bytes: inout ByteBuffer) throws -> ClientRequest {
        guard isIn, submit.furtherDestinations.isEmpty, !submit.destination.isEmpty else {
            try refuse(sequence, isIn ? .wrongDestination : .unknownCommand, to: &bytes)
            return .nothing
        }
        var octets = submit.content
        let part: TextPart?
        do {
            part = submit.udhi & 1 == 1 ? try octets.readUserDataHeader() : nil
        } catch {
            try refuse(sequence, .malformed, to: &bytes)
            return .nothing
        }
        return .text(
            CarrierText(
                source: submit.sourceID, destination: submit.destination,
                part: part.map { CarrierReply.Part(reference: $0.reference, number: $0.number, total: $0.total) },
                octets: octets, asksForReceipt: submit.registeredDelivery == 1),
            sequence: sequence)
    }

    func refusal(_ behaviour: CarrierBehaviour) -> BindAnswer? {
        guard let connect = asked?.connect else { return .refused }
        if isIn { return .boundAlready }
        if let account = behaviour.systemID, account != connect.sourceAddress { return .unknownAccount }
        if let secret = behaviour.password, !connect.isAuthentic(secret: secret) { return .wrongPassword }
        return nil
    }

    func answer(bind answer: BindAnswer, _ behaviour: CarrierBehaviour, to bytes: inout ByteBuffer) throws {
        guard let (connect, sequence) = asked else { return }
        let status: CMPP.ConnectStatus =
            switch answer {
            case .admitted: .ok
            case .unknownAccount: .unknownSource
            case .wrongPassword: .notAuthentic
            case .refused, .boundAlready, .full: .otherFault
            }
        if status == .ok {
            isIn = true
            version = min(connect.version, .v30)
        }
        let secret = behaviour.password ?? CarrierBehaviour.defaultSecret
        let shown = CMPP.Authenticator.server(
            status, source: connect.authenticator, secret: behaviour.provesWrongly ? secret + "?" : secret,
            version: version)
        try send(
            .connectResponse(CMPP.ConnectResponse(status: status, authenticator: shown, version: version)), sequence,
            to: &bytes)
    }

    func answer(text sequence: UInt32, _ answer: CarrierAnswer, to bytes: inout ByteBuffer) throws {
        switch answer {
        case .taken(let number): try send(.submitResponse(.init(id: Self.id(number))), sequence, to: &bytes)
        case .tooFast: try refuse(sequence, .tooFast, to: &bytes)
        case .refused(let code): try refuse(sequence, CMPP.Result(rawValue: code ?? 100), to: &bytes)
        }
    }

    func answered(id number: UInt64, of text: CarrierText) -> String { Self.id(number).description }

    /// The number in the bits of gateway and counter, under one moment for all: a receipt is as good in the next year.
    static func id(_ number: UInt64) -> CMPP.MessageID {
        CMPP.MessageID(
            month: 11, day: 26, hour: 9, minute: 30, second: 0, gateway: UInt32(truncatingIfNeeded: number >> 16),
            sequence: UInt16(truncatingIfNeeded: number))
    }

    func deliver(_ delivery: CarrierDelivery, sequence: UInt32, to bytes: inout ByteBuffer) throws {
        var deliver = CMPP.Deliver()
        deliver.destinationID = delivery.to
        deliver.sourceNumber = delivery.from
        switch delivery.content {
        case .receipt(let receipt):
            deliver.id = Self.id(receipt.number)
            deliver.registeredDelivery = 1
            deliver.content = try CMPP.Report(receipt, of: delivery).content(version)
        case .reply(let reply):
            replies &+= 1
            deliver.id = CMPP.MessageID(
                month: 11, day: 26, hour: 9, minute: 31, second: 0, gateway: 1, sequence: replies)
            deliver.format = reply.isPlain ? .ascii : .ucs2
            if let part = reply.part {
                deliver.udhi = 1
                deliver.content.writeMultipleIntegers(
                    UInt8(5), UInt8(0), UInt8(3), UInt8(truncatingIfNeeded: part.reference), part.total, part.number)
            }
            deliver.content.writeBytes(reply.octets)
        }
        try bytes.writeCMPPDeliver(deliver, sequence: sequence, version: version)
    }

    private func refuse(_ sequence: UInt32, _ result: CMPP.Result, to bytes: inout ByteBuffer) throws {
        try send(.submitResponse(.init(id: .none, result: result)), sequence, to: &bytes)
    }

    private func send(_ content: CMPP.PDU.Content, _ sequence: UInt32, to bytes: inout ByteBuffer) throws {
        try bytes.writeCMPPPDU(CMPP.PDU(sequence: sequence, content), version: version)
    }
}

extension CMPP.Report {
    fileprivate init(_ receipt: CarrierDelivery.Receipt, of delivery: CarrierDelivery) {
        func minute(_ instant: Instant) -> String { CivilText(posixSeconds: instant.seconds + 8 * 3_600).tenDigits }
        let stat: CMPP.Stat =
            switch receipt.end {
            case .delivered: .delivered
            case .undelivered: CMPP.Stat("MB:0034")
            case .expired: .expired
            }
        self.init(
            id: CMPPWire.id(receipt.number), stat: stat, submitTime: minute(receipt.submittedAt),
            doneTime: minute(receipt.doneAt), destination: delivery.from,
            sequence: UInt32(truncatingIfNeeded: receipt.number))
    }
}
