import CarrierProtocols
import Messaging
import NIOCore

/// A borrower's words, as any protocol of China delivers them.
struct ChineseDelivery {
    var from: String
    var to: String
    var format: CMPP.MessageFormat
    /// Without the header, and which part of a long text it is; nil where the header claims more than there is.
    var text: (octets: ByteBuffer, part: TextPart?)?
}

extension GatewayEvent {
    /// What a PDU brought that no rule explains: its body, for a person to look at.
    static func unreadable(_ body: ByteBuffer, _ token: DeliveryToken) -> GatewayEvent {
        .unreadable(Array(body.readableBytesView), token)
    }

    /// A reply, or where no text can be made of it the bytes of its PDU.
    init(_ delivery: ChineseDelivery, body: ByteBuffer, token: DeliveryToken) {
        guard let text = delivery.text, let words = delivery.format.decode(text.octets) else {
            self = .unreadable(body, token)
            return
        }
        let part = text.part.map { CarrierReply.Part(reference: $0.reference, number: $0.number, total: $0.total) }
        self = .reply(
            CarrierReply(
                from: ChineseNumber.e164(delivery.from), to: delivery.to, text: words,
                part: part?.total == 1 ? nil : part),
            token)
    }
}

extension CMPP.MessageFormat {
    /// nil for formats that hold no text (3 writes to the card, 4 is binary), and where an octet is of no character: what the
    /// borrower meant is then for a person to read.
    func decode(_ octets: ByteBuffer) -> String? {
        switch self {
        case .ucs2: return SegmentedText.Alphabet.ucs2.decode(octets.readableBytesView)
        // Of what calls itself ASCII some is in GB all the same, which begins as ASCII does.
        case .ascii, .gb:
            let text = GB18030.text(of: octets.readableBytesView)
            return text.unicodeScalars.contains("\u{FFFD}") ? nil : text
        default: return nil
        }
    }
}
