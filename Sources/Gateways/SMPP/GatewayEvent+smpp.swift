import CarrierProtocols
import Messaging
import NIOCore

/// How this carrier's deliveries are to be read.
struct DeliveryReading: Sendable {
    var receiptIDs: SMPP.IDForm
    var defaultCoding: SMPPRouteSettings.DefaultCoding
}

extension GatewayEvent {
    /// A `deliver_sm` as a receipt, a reply, or, where neither can be made of it, its bytes.
    init(_ message: SMPP.ShortMessage, body: ByteBuffer, token: DeliveryToken, reading: DeliveryReading) {
        if SMPP.Receipt.isReceipt(message) {
            self =
                SMPP.Receipt(message).map {
                    .receipt(CarrierReceipt($0, ids: reading.receiptIDs, address: message.source.text), token)
                }
                ?? .unreadable(Array(body.readableBytesView), token)
            return
        }
        let data: SMPP.UserData
        do {
            data = try SMPP.UserData(message)
        } catch {
            // The event itself is the report: the bytes are kept for a person to look at.
            self = .unreadable(Array(body.readableBytesView), token)
            return
        }
        guard let alphabet = SegmentedText.Alphabet(message.dataCoding, default: reading.defaultCoding) else {
            self = .unreadable(Array(body.readableBytesView), token)
            return
        }
        let header = message.textHeader
        let shifts = NationalShifts(single: header.shifts.single, locking: header.shifts.locking)
        let octets = data.text.readableBytesView
        let text =
            alphabet == .gsm7 && reading.defaultCoding == .packed
            ? alphabet.decode(GSM7.unpack(octets, header_bytes: header.size_bytes), shifts: shifts)
            : alphabet.decode(octets, shifts: shifts)
        let part = data.part.map { CarrierReply.Part(reference: $0.reference, number: $0.number, total: $0.total) }
        self = .reply(
            CarrierReply(
                from: message.source.text, to: message.destination.text,
                text: text, part: part?.total == 1 ? nil : part),
            token)
    }
}

extension CarrierReceipt {
    init(_ receipt: SMPP.Receipt, ids: SMPP.IDForm, address: String) {
        self.init(
            carrierID: ids.receipt(receipt.messageID), outcome: Outcome(receipt.state), errorCode: receipt.errorCode,
            address: address)
    }
}

extension CarrierReceipt.Outcome {
    init(_ state: SMPP.Receipt.State) {
        self =
            switch state {
            case .delivered: .delivered
            case .expired: .expired
            case .undeliverable, .deleted: .undelivered
            case .rejected: .rejected
            case .accepted: .accepted
            case .enroute: .enroute
            case .unknown: .unknown
            }
    }
}

extension SegmentedText.Alphabet {
    /// nil for codings that hold no text that can be read (binary, JIS, pictograms).
    init?(_ coding: SMPP.DataCoding, default meaning: SMPPRouteSettings.DefaultCoding) {
        switch coding.rawValue {
        case 0: self = meaning == .latin1 ? .latin1 : .gsm7
        case 1, 3: self = .latin1
        case 8: self = .ucs2
        // GSM data coding groups 1100 to 1111 (3GPP TS 23.038 §4): bit 2 of 1111 tells octets from septets.
        case 0xC0...0xDF: self = .gsm7
        case 0xE0...0xEF: self = .ucs2
        case 0xF0...0xFF where coding.rawValue & 0x04 == 0: self = .gsm7
        default: return nil
        }
    }
}
