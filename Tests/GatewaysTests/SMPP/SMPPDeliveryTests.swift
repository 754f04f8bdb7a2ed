import CarrierProtocols
import Messaging
import NIOCore
import Testing

@testable import Gateways

/// A `deliver_sm` as what delivery hears.
@Suite struct SMPPDeliveryTests {
    private func text(header: [UInt8], _ octets: [UInt8], coding: UInt8 = 0) -> String? {
        var message = SMPP.ShortMessage()
        message.esmClass = SMPP.ESMClass(rawValue: 0x40)
        message.dataCoding = SMPP.DataCoding(rawValue: coding)
        message.shortMessage = ByteBuffer(bytes: [UInt8(header.count)] + header + octets)
        let event = GatewayEvent(
            message, body: ByteBuffer(), token: DeliveryToken(bind: 1, sequence: 2),
            reading: DeliveryReading(receiptIDs: .asIs, defaultCoding: .gsm7))
        return if case .reply(let reply, _) = event { reply.text } else { nil }
    }

    /// An opt-out of India in the Hindi locking table, as 3GPP TS 23.038 §A.3.4 numbers its letters, named by the header's
    /// element 0x25 (TS 23.040 §9.2.3.24.15).
    @Test func `a reply is read by the language tables that its header names`() throws {
        let shifts = try #require(NationalShifts(single: nil, locking: .hindi))
        let octets = try #require(GSM7.encode("बंद करो", shifts: shifts))
        #expect(text(header: [0x25, 1, 6], octets) == "बंद करो")
        #expect(text(header: [], octets) != "बंद करो", "without a header the letters are others")
        // Turkish dotted İ stands behind an escape of the single shift table.
        #expect(text(header: [0x24, 1, 1], [0x1B, 0x49, 0x50, 0x54, 0x41, 0x4C]) == "İPTAL")
    }
}
