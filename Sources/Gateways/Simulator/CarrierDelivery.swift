import CivilTime
import Messaging

/// What the carrier owes a client: a receipt, or a part of a reply. In no protocol's words.
struct CarrierDelivery {
    struct Receipt {
        /// Of the text, as it was counted.
        var number: UInt64
        var name: UInt128
        var end: CarrierFate.End
        var submittedAt: Instant
        var doneAt: Instant
    }

    struct Reply {
        /// ASCII where the default alphabets agree with it; else UCS-2.
        var isPlain: Bool
        var octets: [UInt8]
        var part: CarrierReply.Part?
    }

    enum Content {
        case receipt(Receipt)
        case reply(Reply)
    }

    var account: String
    /// The borrower's number.
    var from: String
    /// The client's.
    var to: String
    var content: Content

    init(_ content: Content, to text: CarrierText, account: String) {
        self.account = account
        self.content = content
        (from, to) = (text.destination, text.source)
    }

    var isReceipt: Bool { if case .receipt = content { true } else { false } }

    /// A reply, in parts where it is long. ASCII travels in the default alphabet, which agrees with it but for a few signs; all else
    /// as UCS-2.
    static func reply(to submitted: CarrierText, account: String, text: String, reference: UInt16)
        -> [CarrierDelivery]
    {
        let isPlain = text.utf8.allSatisfy {
            ($0 >= 0x20 && $0 < 0x5B || $0 >= 0x61 && $0 < 0x7B) && $0 != 0x40 && $0 != 0x24 && $0 != 0x60
        }
        let octets = isPlain ? Array(text.utf8) : text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let (whole, part) = isPlain ? (160, 153) : (140, 134)
        let starts = octets.count <= whole ? [0] : Array(stride(from: 0, to: octets.count, by: part))
        return starts.enumerated().map { index, start in
            let place = CarrierReply.Part(
                reference: reference & 0xFF, number: UInt8(truncatingIfNeeded: index + 1),
                total: UInt8(truncatingIfNeeded: starts.count))
            let share =
                starts.count == 1 ? octets : Array(octets[start..<min(start + part, octets.count)])
            let reply = Reply(isPlain: isPlain, octets: share, part: starts.count == 1 ? nil : place)
            return CarrierDelivery(.reply(reply), to: submitted, account: account)
        }
    }
}
