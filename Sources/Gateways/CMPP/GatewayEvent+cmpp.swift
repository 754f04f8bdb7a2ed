import CarrierProtocols
import Messaging
import NIOCore

extension GatewayEvent {
    /// A CMPP_DELIVER as a receipt, a reply, or, where neither can be made of it, its bytes.
    init(_ deliver: CMPP.Deliver, body: ByteBuffer, token: DeliveryToken) {
        if deliver.isReport {
            self =
                CMPP.Report(deliver.content).map { .receipt(CarrierReceipt($0, of: deliver), token) }
                ?? .unreadable(Array(body.readableBytesView), token)
            return
        }
        let text: (octets: ByteBuffer, part: TextPart?)
        do {
            text = try deliver.text()
        } catch {
            // The event itself is the report: the bytes are kept for a person to look at.
            self = .unreadable(Array(body.readableBytesView), token)
            return
        }
        guard let words = deliver.format.decode(text.octets) else {
            self = .unreadable(Array(body.readableBytesView), token)
            return
        }
        let part = text.part.map { CarrierReply.Part(reference: $0.reference, number: $0.number, total: $0.total) }
        self = .reply(
            CarrierReply(
                from: ChineseNumber.e164(deliver.sourceNumber), to: deliver.destinationID, text: words,
                part: part?.total == 1 ? nil : part),
            token)
    }
}

extension CarrierReceipt {
    init(_ report: CMPP.Report, of deliver: CMPP.Deliver) {
        let number = report.destination.isEmpty ? deliver.sourceNumber : report.destination
        self.init(
            carrierID: report.id.description, outcome: Outcome(report.stat.state),
            errorCode: report.stat == .delivered ? "000" : report.stat.word, address: ChineseNumber.e164(number))
    }
}

extension CMPP.MessageFormat {
    /// nil for formats that hold no text (3 writes to the card, 4 is binary).
    func decode(_ octets: ByteBuffer) -> String? {
        switch self {
        case .ucs2: SegmentedText.Alphabet.ucs2.decode(octets.readableBytesView)
        // Of what calls itself ASCII some is in GB all the same, which begins as ASCII does.
        case .ascii, .gb: GB18030.decode(octets.readableBytesView)
        default: nil
        }
    }
}

/// Numbers as gateways in China write them.
enum ChineseNumber {
    /// `13800138000`, `8613800138000` and `+8613800138000` are one number. What is no mobile number of China is left as it is.
    static func e164(_ text: String) -> String {
        let isNational = text.utf8.count == 11 && text.hasPrefix("1") && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        return isNational ? "+86" + text : text
    }
}
