import CarrierProtocols
import CivilTime
import NIOCore

/// A `deliver_sm` the carrier owes a client: a receipt, or a part of a reply.
struct CarrierDelivery {
    var systemID: String
    var message: SMPP.ShortMessage
    var isReceipt: Bool

    static func receipt(
        of submitted: SMPP.ShortMessage, systemID: String, id: String, state: SMPP.Receipt.State,
        form: CarrierBehaviour.ReceiptForm,
        submittedAt: Instant, doneAt: Instant
    ) throws(SMPP.Fault) -> CarrierDelivery {
        var message = SMPP.ShortMessage()
        message.source = submitted.destination
        message.destination = submitted.source
        message.esmClass = .receipt
        let error = state == .delivered ? "000" : "034"
        if form != .tlvs {
            message.shortMessage = ByteBuffer(
                string: SMPP.Receipt.text(
                    id: id, state: state, submitted_s: submittedAt.seconds, done_s: doneAt.seconds, error: error,
                    text: ""))
        }
        if form != .text {
            try message.tlvs.append(.receiptedMessageID, string: id)
            message.tlvs.append(.messageState, integer: state.rawValue)
            if state != .delivered { try message.tlvs.append(.networkErrorCode, bytes: [3, 0, 34]) }
        }
        return CarrierDelivery(systemID: systemID, message: message, isReceipt: true)
    }

    /// A reply, in parts where it is long. ASCII travels in the default alphabet, which agrees with it but for a few signs; all else
    /// as UCS-2.
    static func reply(to submitted: SMPP.ShortMessage, systemID: String, text: String, reference: UInt16)
        -> [CarrierDelivery]
    {
        let isPlain = text.utf8.allSatisfy {
            ($0 >= 0x20 && $0 < 0x5B || $0 >= 0x61 && $0 < 0x7B) && $0 != 0x40 && $0 != 0x24 && $0 != 0x60
        }
        let octets = isPlain ? Array(text.utf8) : text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let (whole, part) = isPlain ? (160, 153) : (140, 134)
        let starts = octets.count <= whole ? [0] : Array(stride(from: 0, to: octets.count, by: part))
        return starts.enumerated().map { index, start in
            var message = SMPP.ShortMessage()
            message.source = submitted.destination
            message.destination = submitted.source
            message.dataCoding = isPlain ? .carrierDefault : .ucs2
            if starts.count == 1 {
                message.shortMessage = ByteBuffer(bytes: octets)
            } else {
                message.setPart(
                    SMPP.Part(
                        reference: reference & 0xFF, number: UInt8(truncatingIfNeeded: index + 1),
                        total: UInt8(truncatingIfNeeded: starts.count)),
                    octets: octets[start..<min(start + part, octets.count)], as: .udh8)
            }
            return CarrierDelivery(systemID: systemID, message: message, isReceipt: false)
        }
    }
}
