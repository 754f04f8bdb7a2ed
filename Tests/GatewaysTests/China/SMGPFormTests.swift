import CarrierProtocols
import Messaging
import NIOCore
import Testing

@testable import Gateways

/// Submissions as Submit of SMGP, and Deliver as what delivery hears.
@Suite struct SMGPFormTests {
    private func form(_ change: (inout SMGPRouteSettings) -> Void = { _ in }) -> SMGPForm {
        var settings = SMGPRouteSettings(name: "x", host: "h", port: 8890, clientID: "90123456", password: "secret")
        settings.source = "1069000012"
        settings.serviceID = "LOAN"
        change(&settings)
        return SMGPForm(settings)
    }

    @Test func `a short Chinese text`() {
        let submit = form().pdu(.sample(3, text: .chinese), 0, reference: 9)
        #expect(submit.destination == "13810000003" && submit.sourceNumber == "1069000012")
        #expect((submit.type, submit.serviceID, submit.feeType, submit.feeCode) == (6, "LOAN", "00", "0"))
        #expect(submit.needsReport == 1 && submit.format == .ucs2 && submit.tlvs.isEmpty)
        #expect(Array(submit.content.readableBytesView) == SegmentedText.chinese.segments[0])
        #expect(submit.validUntil.description == "261121210000032+")
        let other = form { ($0.keepsCountryCode, $0.validity, $0.asksForReceipts) = (true, .off, false) }
            .pdu(.sample(3, text: .chinese), 0, reference: 9)
        #expect(other.destination == "8613810000003" && other.needsReport == 0 && other.validUntil == .none)
    }

    @Test func `parts carry the header, and say so in their parameters`() {
        let text = Segmenter.segment("【晨禾金融】" + String(repeating: "请按时还款。", count: 25))
        for index in 0..<3 {
            let submit = form().pdu(.sample(1, text: text), index, reference: 0x1234)
            #expect(submit.tlvs.integer(SMGP.Tag.udhi, as: UInt8.self) == 1)
            #expect(submit.tlvs.integer(SMGP.Tag.partTotal, as: UInt8.self) == 3)
            #expect(submit.tlvs.integer(SMGP.Tag.partNumber, as: UInt8.self) == UInt8(index + 1))
            #expect(
                Array(submit.content.readableBytesView) == [5, 0, 3, 0x34, 3, UInt8(index + 1)] + text.segments[index])
        }
    }

    private let token = DeliveryToken(bind: 1, sequence: 2, detail: 3)

    private func event(_ change: (inout SMGP.Deliver) -> Void) -> GatewayEvent {
        var deliver = SMGP.Deliver()
        deliver.destinationNumber = "1069000012"
        deliver.sourceNumber = "13800138000"
        change(&deliver)
        return GatewayEvent(deliver, body: ByteBuffer(string: "body"), token: token)
    }

    @Test(arguments: [
        (SMPP.Receipt.State.delivered, "000", CarrierReceipt.Outcome.delivered, "000"),
        (.undeliverable, "013", .undelivered, "013"), (.expired, "", .expired, "EXPIRED"),
        (.rejected, "640", .rejected, "640"), (.unknown, "", .unknown, "UNKNOWN"),
    ])
    func `a report names its text by ten raw octets`(
        _ state: SMPP.Receipt.State, _ error: String, _ outcome: CarrierReceipt.Outcome, _ code: String
    ) {
        let id = SMGP.MessageID(gateway: 10_200, month: 1, day: 2, hour: 3, minute: 4, sequence: 56_789)
        let report = SMGP.Report(id: id, state: state, errorCode: error)
        let event = event {
            $0.reportFlag = 1
            $0.content = report.content(submitted_s: 1_795_262_400, done_s: 1_795_262_401, text: "text".utf8)
        }
        guard case .receipt(let receipt, token) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(
            receipt
                == CarrierReceipt(
                    carrierID: "01020001020304056789", outcome: outcome, errorCode: code, address: "+8613800138000"))
    }

    @Test func `an opt-out is read in any alphabet, a broken one is kept as its bytes`() {
        for (format, octets) in [
            (SMGP.MessageFormat.gb, [UInt8(0xCD), 0xCB, 0xB6, 0xA9]), (.ascii, [0xCD, 0xCB, 0xB6, 0xA9]),
            (.ucs2, [0x90, 0x00, 0x8B, 0xA2]),
        ] {
            let event = event { ($0.format, $0.content) = (format, ByteBuffer(bytes: octets)) }
            guard case .reply(let reply, token) = event else {
                Issue.record("\(event)")
                continue
            }
            #expect(reply.text == "退订" && reply.from == "+8613800138000" && reply.to == "1069000012")
        }
        for change in [
            { (deliver: inout SMGP.Deliver) in (deliver.format, deliver.content) = (.gb, ByteBuffer(bytes: [0xCD])) },
            { $0.reportFlag = 1 },
            {
                $0.tlvs.append(SMGP.Tag.udhi, integer: UInt8(1))
                $0.content = ByteBuffer(bytes: [9, 1])
            },
        ] {
            guard case .unreadable(Array("body".utf8), token) = event(change) else {
                Issue.record("read after all")
                continue
            }
        }
    }
}
