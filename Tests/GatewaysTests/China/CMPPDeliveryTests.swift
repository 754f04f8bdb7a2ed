import CarrierProtocols
import Messaging
import NIOCore
import Testing

@testable import Gateways

/// CMPP_DELIVER as what delivery hears.
@Suite struct CMPPDeliveryTests {
    private let token = DeliveryToken(bind: 1, sequence: 2, detail: 3)

    private func event(_ change: (inout CMPP.Deliver) -> Void) -> GatewayEvent {
        var deliver = CMPP.Deliver()
        deliver.destinationID = "1069000012"
        deliver.sourceNumber = "13800138000"
        change(&deliver)
        return GatewayEvent(deliver, body: ByteBuffer(string: "body"), token: token)
    }

    private func reply(_ format: CMPP.MessageFormat, _ octets: [UInt8]) -> CarrierReply? {
        let event = event { ($0.format, $0.content) = (format, ByteBuffer(bytes: octets)) }
        return if case .reply(let reply, _) = event { reply } else { nil }
    }

    @Test(arguments: [
        (CMPP.MessageFormat.gb, [0xCD, 0xCB, 0xB6, 0xA9]), (.ascii, [0xCD, 0xCB, 0xB6, 0xA9]),
        (.ucs2, [0x90, 0x00, 0x8B, 0xA2]),
    ])
    func `an opt-out is read in each of the alphabets it comes in`(_ format: CMPP.MessageFormat, _ octets: [UInt8]) {
        #expect(reply(format, octets)?.text == "退订")
        #expect(reply(format, octets)?.from == "+8613800138000")
    }

    @Test func `four octets a character and plain ASCII are of GB 18030`() {
        #expect(reply(.gb, [0x95, 0x32, 0x82, 0x36, 0x54, 0x44])?.text == "\u{20000}TD")
        #expect(reply(.ascii, Array("T".utf8))?.text == "T")
    }

    @Test(arguments: [
        (CMPP.MessageFormat.gb, [UInt8(0xCD)]), (.gb, [0xFF, 0xFF]), (.binary, [1]), (.writeCard, [1]),
        (CMPP.MessageFormat(rawValue: 77), [0x54]),
    ])
    func `what is no text is kept as its bytes`(_ format: CMPP.MessageFormat, _ octets: [UInt8]) {
        let event = event { ($0.format, $0.content) = (format, ByteBuffer(bytes: octets)) }
        guard case .unreadable(let bytes, token) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(bytes == Array("body".utf8))
    }

    @Test(arguments: [
        ("13800138000", "+8613800138000"), ("8613800138000", "8613800138000"), ("+8613800138000", "+8613800138000"),
        ("10690001", "10690001"), ("1380013800x", "1380013800x"), ("", ""),
    ])
    func `numbers of China get their country code`(_ written: String, _ read: String) {
        #expect(ChineseNumber.e164(written) == read)
    }

    @Test(arguments: [
        ("DELIVRD", CarrierReceipt.Outcome.delivered, "000"), ("EXPIRED", .expired, "EXPIRED"),
        ("UNDELIV", .undelivered, "UNDELIV"), ("DELETED", .undelivered, "DELETED"), ("REJECTD", .rejected, "REJECTD"),
        ("ACCEPTD", .accepted, "ACCEPTD"), ("UNKNOWN", .unknown, "UNKNOWN"), ("MB:1077", .undelivered, "MB:1077"),
        ("MA:0001", .unknown, "MA:0001"),
    ])
    func `a report says what became of the text`(_ stat: String, _ outcome: CarrierReceipt.Outcome, _ code: String)
        throws
    {
        let report = CMPP.Report(
            id: CMPP.MessageID(rawValue: .max), stat: CMPP.Stat(stat), submitTime: "2611212000",
            doneTime: "2611212001", destination: "13912345678", sequence: 5)
        for version in [CMPP.Version.v20, .v30] {
            let content = try report.content(version)
            let event = event { ($0.registeredDelivery, $0.content) = (1, content) }
            guard case .receipt(let receipt, token) = event else {
                Issue.record("\(event)")
                return
            }
            #expect(
                receipt
                    == CarrierReceipt(
                        carrierID: "18446744073709551615", outcome: outcome, errorCode: code,
                        address: "+8613912345678"))
        }
    }

    @Test func `a report that is cut short is kept as its bytes`() {
        let event = event { ($0.registeredDelivery, $0.content) = (1, ByteBuffer(bytes: [1, 2, 3])) }
        guard case .unreadable = event else {
            Issue.record("\(event)")
            return
        }
    }
}
