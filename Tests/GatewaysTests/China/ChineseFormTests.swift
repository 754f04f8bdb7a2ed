import CarrierProtocols
import Messaging
import NIOCore
import Testing

@testable import Gateways

/// What delivery cuts by a route's form of texts, that route can carry.
@Suite struct ChineseFormTests {
    private static let carriers: [any CarrierProtocol] = [
        CMPPCarrier(CMPPRouteSettings(name: "x", host: "h", port: 1, sourceAddress: "901234", password: "s")),
        SMGPCarrier(SMGPRouteSettings(name: "x", host: "h", port: 1, clientID: "901234", password: "s")),
        SGIPCarrier(
            SGIPRouteSettings(
                name: "x", host: "h", port: 1, nodeID: 1, loginName: "l", password: "s", corpID: "12345"), seed: 1),
    ]

    @Test(arguments: [
        "Pay today", String(repeating: "a", count: 140), String(repeating: "a", count: 141),
        String(repeating: "a", count: 159), String(repeating: "a", count: 160), String(repeating: "[{}]", count: 60),
        "Zahlen Sie 5 €", String(repeating: "ñ€", count: 90), "Δ", "【晨禾金融】" + String(repeating: "请按时还款。", count: 40),
        String(repeating: "好😀", count: 50),
    ])
    func `no text is refused for its letters or its length`(_ words: String) {
        for carrier in Self.carriers {
            let text = Segmenter.segment(words, as: carrier.textForm)
            #expect(carrier.refusal(.sample(1, text: text)) == nil, "\(carrier)")
            #expect(text.text == words)
        }
    }

    @Test func `a text without anything is no text of any of them`() {
        for carrier in Self.carriers {
            let empty = SegmentedText(alphabet: .gsm7, segments: [])
            #expect(carrier.refusal(.sample(1, text: empty))?.policy == .permanent)
        }
    }

    /// §4.2.3.3.1 of SGIP.
    @Test func `a text over SGIP`() {
        var settings = SGIPRouteSettings(
            name: "x", host: "h", port: 1, nodeID: 3_010_012_345, loginName: "l", password: "s", corpID: "12345")
        (settings.source, settings.serviceType) = ("1069000012", "LOAN")
        let short = SGIPForm(settings).pdu(.sample(3, text: .chinese), 0, reference: 9)
        #expect((short.user, short.spNumber, short.corpID) == ("8613810000003", "1069000012", "12345"))
        #expect((short.chargeNumber, short.serviceType) == (String(repeating: "0", count: 21), "LOAN"))
        #expect((short.feeType, short.reportFlag, short.cause, short.udhi, short.format) == (1, 1, 2, 0, .ucs2))
        #expect(short.expires.description == "261121210000032+")
        #expect(Array(short.content.readableBytesView) == SegmentedText.chinese.segments[0])
        let long = Segmenter.segment(String(repeating: "请按时还款。", count: 25))
        let part = SGIPForm(settings).pdu(.sample(1, text: long), 1, reference: 0x1234)
        #expect(part.udhi == 1 && Array(part.content.readableBytesView) == [5, 0, 3, 0x34, 3, 2] + long.segments[1])
        (settings.keepsCountryCode, settings.asksForReceipts, settings.validity) = (false, false, .off)
        let other = SGIPForm(settings).pdu(.sample(3, text: .chinese), 0, reference: 9)
        #expect((other.user, other.reportFlag, other.expires) == ("13810000003", 2, .none))
    }

    @Test func `settings that no gateway would take are refused`() {
        var settings = SGIPRouteSettings(
            name: "x", host: "h", port: 1, nodeID: 1, loginName: "12345678901234567", password: "s", corpID: "123456")
        settings.listener.host = ""
        settings.listener.port = 70_000
        #expect(settings.faults.count == 4, "\(settings.faults)")
    }
}
