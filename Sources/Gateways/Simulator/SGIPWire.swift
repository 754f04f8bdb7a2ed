import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// The carrier's side of SGIP on a client's connection: a gateway (SMG) that takes texts. What it has to deliver goes over
/// connections of its own: see `SGIPCallingWire`.
final class SGIPWire: CarrierWire {
    private var asked: (bind: SGIP.Bind, sequence: SGIP.Sequence)?
    private var isIn = false
    /// Texts that wait for their answers, by the counters of their sequences.
    private var texts: [UInt32: SGIP.Sequence] = [:]

    var sends: Bool { isIn }
    var receives: Bool { false }

    func next(_ inbound: inout ByteBuffer, to bytes: inout ByteBuffer) throws -> ClientRequest? {
        let frame: SGIP.Frame
        do {
            guard let next = try inbound.readSGIPFrame() else { return nil }
            frame = next
        } catch {
            // The protocol has no word for it.
            return .broken
        }
        do {
            return try request(SGIP.PDU(frame), to: &bytes)
        } catch let fault as SGIP.Fault {
            if fault.command == SGIP.Command.submit.rawValue { try refuse(fault.sequence, .wrongLength, to: &bytes) }
            return .nothing
        }
    }

    private func request(_ pdu: SGIP.PDU, to bytes: inout ByteBuffer) throws -> ClientRequest {
        switch pdu.content {
        case .bind(let bind):
            asked = (bind, pdu.sequence)
            return .bind(account: bind.name)
        case .submit(let submit): return try text(submit, pdu.sequence, to: &bytes)
        case .unbind:
            try bytes.writeSGIPPDU(SGIP.PDU(sequence: pdu.sequence, .unbindResponse))
            return .unbind
        case .deliver: try bytes.writeSGIPPDU(SGIP.PDU(sequence: pdu.sequence, .deliverResponse(.wrongCommand)))
        case .report: try bytes.writeSGIPPDU(SGIP.PDU(sequence: pdu.sequence, .reportResponse(.wrongCommand)))
        case .bindResponse, .submitResponse, .unbindResponse, .deliverResponse, .reportResponse: break
        }
        return .nothing
    }

    private func text(
        _ submit: SGIP.Submit, _ sequence: SGIP.Sequence, to bytes: inout ByteBuffer
    ) throws -> ClientRequest {
        guard isIn, submit.furtherUsers.isEmpty, !submit.user.isEmpty else {
            try refuse(sequence, isIn ? .wrongNumber : .wrongCommand, to: &bytes)
            return .nothing
        }
        var octets = submit.content
        let part: TextPart?
        do {
            part = submit.udhi & 1 == 1 ? try octets.readUserDataHeader() : nil
        } catch {
            try refuse(sequence, .wrongParameter, to: &bytes)
            return .nothing
        }
        texts[sequence.counter] = sequence
        return .text(
            CarrierText(
                source: submit.spNumber, destination: submit.user,
                part: part.map { CarrierReply.Part(reference: $0.reference, number: $0.number, total: $0.total) },
                octets: octets, asksForReceipt: submit.reportFlag == 1, name: sequence.number),
            sequence: sequence.counter)
    }

    func refusal(_ behaviour: CarrierBehaviour) -> BindAnswer? {
        guard let bind = asked?.bind, bind.type == 1 else { return .refused }
        if isIn { return .boundAlready }
        if let account = behaviour.systemID, account != bind.name { return .unknownAccount }
        if let password = behaviour.password, password != bind.password { return .wrongPassword }
        return nil
    }

    func answer(bind answer: BindAnswer, _ behaviour: CarrierBehaviour, to bytes: inout ByteBuffer) throws {
        guard let (_, sequence) = asked else { return }
        let result: SGIP.Result =
            switch answer {
            case .admitted: .ok
            case .unknownAccount, .wrongPassword: .wrongLogin
            case .full: .tooManyConnections
            case .boundAlready: .repeatedLogin
            case .refused: .busy
            }
        if result == .ok { isIn = true }
        try bytes.writeSGIPPDU(SGIP.PDU(sequence: sequence, .bindResponse(result)))
    }

    func answer(text counter: UInt32, _ answer: CarrierAnswer, to bytes: inout ByteBuffer) throws {
        guard let sequence = texts.removeValue(forKey: counter) else { return }
        switch answer {
        case .taken: try refuse(sequence, .ok, to: &bytes)
        case .tooFast: try refuse(sequence, .busy, to: &bytes)
        case .refused(let code):
            try refuse(sequence, SGIP.Result(rawValue: UInt8(truncatingIfNeeded: code ?? 32)), to: &bytes)
        }
    }

    /// The client has named it.
    func answered(id number: UInt64, of text: CarrierText) -> String { SGIP.Sequence(text.name).description }

    /// Nothing is delivered over the client's connection.
    func deliver(_ delivery: CarrierDelivery, sequence: UInt32, to bytes: inout ByteBuffer) throws {}

    func callBack() -> (any CarrierWire)? {
        asked.map { SGIPCallingWire(name: $0.bind.name, password: $0.bind.password) }
    }

    private func refuse(_ sequence: SGIP.Sequence, _ result: SGIP.Result, to bytes: inout ByteBuffer) throws {
        try bytes.writeSGIPPDU(SGIP.PDU(sequence: sequence, .submitResponse(result)))
    }
}

/// The carrier's own connection to a client over SGIP: replies and reports go over it.
final class SGIPCallingWire: CarrierWire {
    private let name: String
    private let password: String
    private var isIn = false
    private static let bindCounter: UInt32 = 0

    /// Logs in with what the client logged in with.
    init(name: String, password: String) {
        self.name = name
        self.password = password
    }

    var sends: Bool { false }
    var receives: Bool { isIn }

    func opened(to bytes: inout ByteBuffer) throws {
        let bind = SGIP.Bind(type: 2, name: name, password: password)
        try bytes.writeSGIPPDU(SGIP.PDU(sequence: Self.sequence(Self.bindCounter), .bind(bind)))
    }

    func next(_ inbound: inout ByteBuffer, to bytes: inout ByteBuffer) throws -> ClientRequest? {
        let pdu: SGIP.PDU
        do {
            guard let next = try inbound.readSGIPPDU() else { return nil }
            pdu = next
        } catch {
            return error.isFatal ? .broken : .nothing
        }
        switch pdu.content {
        case .bindResponse(.ok) where !isIn:
            isIn = true
            return .tookBind
        case .bindResponse: return isIn ? .nothing : .broken
        case .deliverResponse(.ok), .reportResponse(.ok):
            return .deliveryAnswered(sequence: pdu.sequence.counter)
        case .unbind:
            try bytes.writeSGIPPDU(SGIP.PDU(sequence: pdu.sequence, .unbindResponse))
            return .broken
        case .bind, .submit, .deliver, .report, .submitResponse, .unbindResponse, .deliverResponse, .reportResponse:
            return .nothing
        }
    }

    func deliver(_ delivery: CarrierDelivery, sequence: UInt32, to bytes: inout ByteBuffer) throws {
        switch delivery.content {
        case .receipt(let receipt):
            let (state, error): (UInt8, SGIP.Result) =
                switch receipt.end {
                case .delivered: (0, .ok)
                case .undelivered: (2, .absent)
                case .expired: (2, SGIP.Result(rawValue: 28))
                }
            let report = SGIP.Report(
                submit: SGIP.Sequence(receipt.name), user: delivery.from, stateNumber: state, error: error)
            try bytes.writeSGIPPDU(SGIP.PDU(sequence: Self.sequence(sequence), .report(report)))
        case .reply(let reply):
            var deliver = SGIP.Deliver()
            deliver.user = delivery.from
            deliver.spNumber = delivery.to
            deliver.format = reply.isPlain ? .ascii : .ucs2
            if let part = reply.part {
                deliver.udhi = 1
                deliver.content.writeMultipleIntegers(
                    UInt8(5), UInt8(0), UInt8(3), UInt8(truncatingIfNeeded: part.reference), part.total, part.number)
            }
            deliver.content.writeBytes(reply.octets)
            try bytes.writeSGIPDeliver(deliver, sequence: Self.sequence(sequence))
        }
    }

    /// Nobody binds here, and nobody hands in texts.
    func refusal(_ behaviour: CarrierBehaviour) -> BindAnswer? { .refused }
    func answer(bind answer: BindAnswer, _ behaviour: CarrierBehaviour, to bytes: inout ByteBuffer) throws {}
    func answer(text sequence: UInt32, _ answer: CarrierAnswer, to bytes: inout ByteBuffer) throws {}
    func answered(id number: UInt64, of text: CarrierText) -> String { "" }

    private static func sequence(_ counter: UInt32) -> SGIP.Sequence {
        SGIP.Sequence(node: 1_000, moment: 1_126_093_000, counter: counter)
    }
}

extension SGIP.Sequence {
    /// All three numbers as one.
    fileprivate var number: UInt128 { UInt128(node) << 64 | UInt128(moment) << 32 | UInt128(counter) }

    fileprivate init(_ number: UInt128) {
        self.init(
            node: UInt32(truncatingIfNeeded: number >> 64), moment: UInt32(truncatingIfNeeded: number >> 32),
            counter: UInt32(truncatingIfNeeded: number))
    }
}
