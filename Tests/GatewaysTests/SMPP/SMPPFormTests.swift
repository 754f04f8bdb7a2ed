import CarrierProtocols
import CivilTime
import Messaging
import NIOCore
import Testing

@testable import Gateways

/// Submissions as `submit_sm`, in the ways that a route may write texts.
@Suite struct SMPPFormTests {
    private func settings(_ change: (inout SMPPRouteSettings) -> Void) -> SMPPRouteSettings {
        var settings = SMPPRouteSettings(name: "x", host: "h", port: 2775, systemID: "lender", password: "secret")
        change(&settings)
        return settings
    }

    private func message(_ text: SegmentedText, _ index: Int = 0, _ change: (inout SMPPRouteSettings) -> Void) throws
        -> SMPP.ShortMessage
    {
        let form = try SMPPForm(settings(change))
        let submission = Submission.sample(1, text: text)
        #expect(form.refusal(submission) == nil)
        return try form.pdu(submission, index, reference: 0x1234, now: noon)
    }

    /// What a handset makes of it.
    private func read(_ message: SMPP.ShortMessage, _ coding: SMPPRouteSettings.DefaultCoding) -> String? {
        let event = GatewayEvent(
            message, body: ByteBuffer(), token: DeliveryToken(bind: 1, sequence: 1),
            reading: DeliveryReading(receiptIDs: .asIs, defaultCoding: coding))
        return if case .reply(let reply, _) = event { reply.text } else { nil }
    }

    /// hellohello packs to nine octets, the standard's own form of an example that is in every textbook.
    @Test func `septets are packed where the carrier wants that`() throws {
        let short = try message(Segmenter.segment("hellohello")) { $0.defaultCoding = .packed }
        #expect(
            Array(short.shortMessage.readableBytesView) == [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37])
        #expect(short.dataCoding == .carrierDefault && read(short, .packed) == "hellohello")
        let words = String(repeating: "Your instalment is due. ", count: 12)
        for form in [SMPP.LongText.udh8, .udh16, .sar] {
            let route = TextForm(concatenationHeader_bytes: form.header_bytes)
            let text = Segmenter.segment(words, as: route)
            let parts = try text.segments.indices.map { index in
                try message(text, index) { ($0.defaultCoding, $0.longTexts) = (.packed, form) }
            }
            #expect(parts.allSatisfy { $0.shortMessage.readableBytes <= 140 }, "\(form)")
            #expect(parts.compactMap { read($0, .packed) }.joined() == words, "\(form)")
        }
    }

    @Test(arguments: [SMPPRouteSettings.DefaultCoding.gsm7, .packed], [SMPP.LongText.udh8, .udh16])
    func `a language's tables are named in the header of every part`(
        _ coding: SMPPRouteSettings.DefaultCoding, _ form: SMPP.LongText
    ) throws {
        let words = String(repeating: "Ödemeniz gecikmiş, lütfen ödeyin. ", count: 9)
        let carrier = try SMPPCarrier(
            settings { ($0.defaultCoding, $0.longTexts, $0.languageTables) = (coding, form, [.turkish, .spanish]) })
        let text = Segmenter.segment(words, as: carrier.textForm)
        #expect(text.shifts != nil && text.segments.count > 1)
        let parts = try text.segments.indices.map { index in
            try message(text, index) { ($0.defaultCoding, $0.longTexts) = (coding, form) }
        }
        #expect(parts.compactMap { read($0, coding) }.joined() == words)
        #expect(parts.allSatisfy { $0.dataCoding == .carrierDefault && $0.esmClass.hasUserDataHeader })
        if coding == .packed { #expect(parts.allSatisfy { $0.shortMessage.readableBytes <= 140 }) }
        let single = try #require(NationalShifts(single: .turkish, locking: nil))
        let short = SegmentedText(
            alphabet: .gsm7, segments: [try #require(GSM7.encode("gecikmiş", shifts: single))], shifts: single)
        let whole = try message(short) { ($0.defaultCoding, $0.longTexts) = (coding, form) }
        #expect(read(whole, coding) == "gecikmiş")
        #expect(Array(whole.shortMessage.readableBytesView.prefix(4)) == [3, 0x24, 1, 1])
    }

    @Test func `a route of Latin-1 takes what it lacks as UCS-2, and no language tables`() throws {
        let carrier = try SMPPCarrier(settings { $0.defaultCoding = .latin1 })
        #expect(Segmenter.segment("Zahlen Sie 5 €", as: carrier.textForm).alphabet == .ucs2)
        #expect(Segmenter.segment("señor", as: carrier.textForm).alphabet == .gsm7)
        #expect(settings { ($0.defaultCoding, $0.languageTables) = (.latin1, [.turkish]) }.faults.count == 1)
    }

    @Test func `a carrier's own parameters go with every text`() throws {
        let message = try message(.hello) {
            $0.extraTLVs = [
                .init(tag: 0x1400, value: Array("110100001234".utf8) + [0]), .init(tag: 0x1402, value: [0, 0xFF]),
            ]
        }
        #expect(message.tlvs.string(.init(rawValue: 0x1400)) == "110100001234")
        #expect(message.tlvs[.init(rawValue: 0x1402)].map { Array($0.readableBytesView) } == [0, 0xFF])
    }
}
