import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// The carrier's side of SMPP.
final class SMPPWire: CarrierWire {
    private var asked: (bind: SMPP.Bind, sequence: UInt32)?
    private var mode: SMPP.BindMode?
    private let receiptIDs: SMPP.IDForm
    private let receiptForm: CarrierBehaviour.ReceiptForm

    init(_ behaviour: CarrierBehaviour) {
        receiptIDs = behaviour.receiptIDs
        receiptForm = behaviour.receiptForm
    }

    var sends: Bool { mode?.sends == true }
    var receives: Bool { mode?.receives == true }

    func next(_ inbound: inout ByteBuffer, to bytes: inout ByteBuffer) throws -> ClientRequest? {
        let frame: SMPP.Frame
        do {
            guard let next = try inbound.readSMPPFrame() else { return nil }
            frame = next
        } catch {
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: error.sequence, .genericNack(error.status)))
            return .broken
        }
        do {
            return try request(SMPP.PDU(frame), to: &bytes)
        } catch let fault as SMPP.Fault {
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: fault.sequence, .genericNack(fault.status)))
            return .nothing
        }
    }

    private func request(_ pdu: SMPP.PDU, to bytes: inout ByteBuffer) throws -> ClientRequest {
        switch pdu.content {
        case .bind(let bind):
            asked = (bind, pdu.sequence)
            return .bind(account: bind.systemID)
        case .submitSM(let message): return try text(message, pdu.sequence, to: &bytes)
        case .deliverSMResponse: return .deliveryAnswered(sequence: pdu.sequence)
        case .enquireLink: try bytes.writeSMPPPDU(SMPP.PDU(sequence: pdu.sequence, .enquireLinkResponse(.ok)))
        case .unbind:
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: pdu.sequence, .unbindResponse(.ok)))
            return .unbind
        case .deliverSM:
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: pdu.sequence, .genericNack(.invalidCommandID)))
        // The simulator takes texts and serves nothing else yet.
        case .dataSM, .submitMulti, .querySM, .cancelSM, .replaceSM, .outbind, .alertNotification:
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: pdu.sequence, .genericNack(.invalidCommandID)))
        case .bindResponse, .unbindResponse, .submitSMResponse, .enquireLinkResponse, .genericNack, .dataSMResponse,
            .submitMultiResponse, .querySMResponse, .cancelSMResponse, .replaceSMResponse:
            break
        }
        return .nothing
    }

    private func text(_ message: SMPP.ShortMessage, _ sequence: UInt32, to bytes: inout ByteBuffer) throws
        -> ClientRequest
    {
        let data: SMPP.UserData
        do {
            data = try SMPP.UserData(message)
        } catch {
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: sequence, .submitSMResponse(.init(status: error.status))))
            return .nothing
        }
        guard sends else {
            try bytes.writeSMPPPDU(
                SMPP.PDU(sequence: sequence, .submitSMResponse(.init(status: .incorrectBindStatus))))
            return .nothing
        }
        let part = data.part.map { CarrierReply.Part(reference: $0.reference, number: $0.number, total: $0.total) }
        return .text(
            CarrierText(
                source: message.source.text, destination: message.destination.text, part: part, octets: data.text,
                asksForReceipt: message.registeredDelivery & 0x03 != 0),
            sequence: sequence)
    }

    func refusal(_ behaviour: CarrierBehaviour) -> BindAnswer? {
        if mode != nil { return .boundAlready }
        if let account = behaviour.systemID, account != asked?.bind.systemID { return .unknownAccount }
        if let password = behaviour.password, password != asked?.bind.password { return .wrongPassword }
        return nil
    }

    func answer(bind answer: BindAnswer, _ behaviour: CarrierBehaviour, to bytes: inout ByteBuffer) throws {
        guard let asked else { return }
        let status: SMPP.Status =
            switch answer {
            case .admitted: .ok
            case .refused, .full: .bindFailed
            case .boundAlready: .alreadyBound
            case .unknownAccount: .invalidSystemID
            case .wrongPassword: .invalidPassword
            }
        if status == .ok { mode = asked.bind.mode }
        try bytes.writeSMPPPDU(
            SMPP.PDU(
                sequence: asked.sequence,
                .bindResponse(.init(mode: asked.bind.mode, status: status, systemID: "carrier"))))
    }

    func answer(text sequence: UInt32, _ answer: CarrierAnswer, to bytes: inout ByteBuffer) throws {
        let response: SMPP.MessageResponse =
            switch answer {
            case .taken(let number): SMPP.MessageResponse(messageID: id(number))
            case .tooFast: SMPP.MessageResponse(status: .throttled)
            case .refused(let code):
                SMPP.MessageResponse(status: code.map(SMPP.Status.init(rawValue:)) ?? .submitFailed)
            }
        try bytes.writeSMPPPDU(SMPP.PDU(sequence: sequence, .submitSMResponse(response)))
    }

    func answered(id number: UInt64, of text: CarrierText) -> String { id(number) }

    private func id(_ number: UInt64) -> String {
        switch receiptIDs {
        case .asIs, .decimalToHex: String(number)
        case .foldCaseAndZeros: "00" + String(number, radix: 16, uppercase: true)
        case .hexToDecimal: String(number, radix: 16, uppercase: true)
        }
    }

    private func receipted(id number: UInt64) -> String {
        switch receiptIDs {
        case .asIs, .hexToDecimal: String(number)
        case .foldCaseAndZeros: String(number, radix: 16)
        case .decimalToHex: String(number, radix: 16, uppercase: true)
        }
    }

    func deliver(_ delivery: CarrierDelivery, sequence: UInt32, to bytes: inout ByteBuffer) throws {
        var message = SMPP.ShortMessage()
        message.source = SMPP.Address(typeOfNumber: 1, numberingPlan: 1, text: delivery.from)
        message.destination = SMPP.Address(typeOfNumber: 0, numberingPlan: 1, text: delivery.to)
        switch delivery.content {
        case .receipt(let receipt): try message.become(receipt, id: receipted(id: receipt.number), as: receiptForm)
        case .reply(let reply):
            message.dataCoding = reply.isPlain ? .carrierDefault : .ucs2
            if let part = reply.part {
                message.setPart(
                    SMPP.Part(reference: part.reference, number: part.number, total: part.total),
                    octets: reply.octets, as: .udh8)
            } else {
                message.shortMessage = ByteBuffer(bytes: reply.octets)
            }
        }
        try bytes.writeSMPPShortMessage(message, as: .deliverSM, sequence: sequence)
    }
}

extension SMPP.ShortMessage {
    fileprivate mutating func become(
        _ receipt: CarrierDelivery.Receipt, id: String, as form: CarrierBehaviour.ReceiptForm
    ) throws {
        let state: SMPP.Receipt.State =
            switch receipt.end {
            case .delivered: .delivered
            case .undelivered: .undeliverable
            case .expired: .expired
            }
        esmClass = .receipt
        if form != .tlvs {
            shortMessage = ByteBuffer(
                string: SMPP.Receipt.text(
                    id: id, state: state, submitted_s: receipt.submittedAt.seconds, done_s: receipt.doneAt.seconds,
                    error: state == .delivered ? "000" : "034", text: ""))
        }
        if form != .text {
            try tlvs.append(.receiptedMessageID, string: id)
            tlvs.append(.messageState, integer: state.rawValue)
            if state != .delivered { try tlvs.append(.networkErrorCode, bytes: [3, 0, 34]) }
        }
    }
}
