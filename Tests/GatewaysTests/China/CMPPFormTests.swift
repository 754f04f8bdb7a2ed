import CarrierProtocols
import Messaging
import NIOCore
import Testing

@testable import Gateways

/// Submissions as CMPP_SUBMIT.
@Suite struct CMPPFormTests {
    private func form(_ change: (inout CMPPRouteSettings) -> Void = { _ in }) -> CMPPForm {
        var settings = CMPPRouteSettings(
            name: "x", host: "h", port: 7890, sourceAddress: "901234", password: "secret")
        settings.source = "1069000012"
        settings.serviceID = "LOAN"
        change(&settings)
        return CMPPForm(settings)
    }

    private func text(_ words: String) -> SegmentedText { Segmenter.segment(words) }

    private func shares(_ form: CMPPForm, _ text: SegmentedText) -> [String] {
        text.segments.indices.map { index in
            var content = form.pdu(.sample(1, text: text), index, reference: 7).content
            if text.segments.count > 1 { content.moveReaderIndex(forwardBy: 6) }
            return SegmentedText.Alphabet.ucs2.decode(content.readableBytesView)
        }
    }

    @Test func `a short Chinese text`() {
        let submit = form().pdu(.sample(3, text: .chinese), 0, reference: 9)
        #expect(submit.destination == "13810000003" && submit.sourceID == "1069000012")
        #expect((submit.source, submit.serviceID, submit.feeType, submit.feeCode) == ("901234", "LOAN", "01", "0"))
        #expect((submit.feeUserType, submit.registeredDelivery, submit.udhi) == (2, 1, 0))
        #expect((submit.partTotal, submit.partNumber, submit.format) == (1, 1, .ucs2))
        #expect(Array(submit.content.readableBytesView) == SegmentedText.chinese.segments[0])
        // One hour after noon of 21 November 2026 in UTC, as China writes it.
        #expect(submit.validUntil.description == "261121210000032+")
    }

    @Test func `what a route may say otherwise`() {
        let form = form { ($0.keepsCountryCode, $0.validity, $0.asksForReceipts) = (true, .off, false) }
        let submit = form.pdu(.sample(3, text: .chinese), 0, reference: 9)
        #expect(submit.destination == "8613810000003" && submit.registeredDelivery == 0)
        #expect(submit.validUntil == .none)
    }

    @Test func `parts carry the header of eight bits and the numbers of the protocol`() {
        let text = text("【晨禾金融】" + String(repeating: "请按时还款。", count: 25))
        #expect(text.segments.count == 3 && form().refusal(.sample(1, text: text)) == nil)
        for index in 0..<3 {
            let submit = form().pdu(.sample(1, text: text), index, reference: 0x1234)
            #expect((submit.udhi, submit.partTotal, submit.partNumber) == (1, 3, UInt8(index + 1)))
            #expect(
                Array(submit.content.readableBytesView)
                    == [5, 0, 3, 0x34, 3, UInt8(index + 1)] + text.segments[index])
        }
    }

    @Test func `ASCII travels as ASCII, its signs from the extension table too`() {
        let submit = form().pdu(.sample(1, text: text("Pay $5 @ [x]~{y}_")), 0, reference: 1)
        #expect(submit.format == .ascii)
        #expect(String(buffer: submit.content) == "Pay $5 @ [x]~{y}_")
    }

    @Test(arguments: [
        ("Zahlen Sie 5 €", "neither ASCII"), (String(repeating: "a", count: 160), "longer than 159"),
    ])
    func `what the protocol cannot carry is refused before it leaves`(_ words: String, _ why: String) {
        let refusal = form().refusal(.sample(1, text: text(words)))
        #expect(refusal?.policy == .permanent && refusal?.words.contains(why) == true, "\(String(describing: refusal))")
    }

    @Test(arguments: [1, 9, 10, 11, 20, 21, 22, 33])
    func `a signature that the carrier adds leaves its room in the part it stands in`(_ count: Int) {
        let signature = "【晨禾金融】"
        let body = String(repeating: "请按时还款。", count: count)
        let text = text(signature + body)
        let most = text.segments.count == 1 ? 70 : 67
        let front = shares(form { $0.signature = .addedInFront }, text)
        #expect(front.joined() == body && (signature + front[0]).utf16.count <= most)
        let end = form { $0.signature = .addedAtEnd }
        #expect(end.refusal(.sample(1, text: text)) == nil)
        let parts = shares(end, text)
        #expect(parts.joined() == body && parts.count == text.segments.count)
        #expect(parts.dropLast().allSatisfy { (1...most).contains($0.utf16.count) })
        #expect((signature + (parts.last ?? "")).utf16.count <= most && parts.last?.isEmpty == false)
        #expect(shares(form(), text).joined() == signature + body)
    }

    @Test func `cutting anew splits no surrogate pair`() {
        let text = text("【晨禾金融】" + String(repeating: "好", count: 66) + String(repeating: "😀", count: 20))
        let parts = shares(form { $0.signature = .addedAtEnd }, text)
        #expect(parts.joined() == String(repeating: "好", count: 66) + String(repeating: "😀", count: 20))
        #expect(!parts.contains { $0.contains("\u{FFFD}") })
    }

    @Test(arguments: [
        "您的贷款今日到期", "Meadow: pay today", "【晨禾金融】", "【晨禾金融", "【" + String(repeating: "长", count: 80) + "】您好",
    ])
    func `a text without a signature is not given to a carrier that adds one`(_ words: String) {
        for signature in [ChineseSignature.addedInFront, .addedAtEnd] {
            let refusal = form { $0.signature = signature }.refusal(.sample(1, text: text(words)))
            #expect(refusal?.policy == .permanent && refusal?.words.contains("signature") == true)
        }
        #expect(form().refusal(.sample(1, text: text(words))) == nil)
    }
}
