import CarrierProtocols
import NIOCore
import Testing

struct LongTextTests {
    private static let part = SMPP.Part(reference: 0x0142, number: 2, total: 3)

    private func travelled(_ message: SMPP.ShortMessage) throws -> SMPP.ShortMessage {
        var bytes = ByteBuffer()
        try bytes.writeSMPPPDU(SMPP.PDU(sequence: 1, .submitSM(message)))
        guard case .submitSM(let read)? = try bytes.readSMPPPDU()?.content else { throw SMPP.Fault(.malformedTLV) }
        return read
    }

    @Test func `an 8-bit header has its golden bytes`() throws {
        var message = SMPP.ShortMessage()
        message.setPart(Self.part, octets: [0x61], as: .udh8)
        #expect(message.shortMessage == hex("05 00 03 42 03 02 61"))
        #expect(message.esmClass.hasUserDataHeader)
    }

    @Test func `a 16-bit header has its golden bytes`() throws {
        var message = SMPP.ShortMessage()
        message.setPart(Self.part, octets: [0x61], as: .udh16)
        #expect(message.shortMessage == hex("06 08 04 0142 03 02 61"))
        #expect(message.esmClass.hasUserDataHeader)
    }

    @Test(arguments: [
        (SMPP.LongText.udh8, SMPP.Part(reference: 0x42, number: 2, total: 3)), (.udh16, part), (.sar, part),
    ])
    func `a part travels`(_ form: SMPP.LongText, _ expected: SMPP.Part) throws {
        var message = SMPP.ShortMessage()
        message.setPart(Self.part, octets: Array("share".utf8), as: form)
        let data = try SMPP.UserData(travelled(message))
        #expect(data.part == expected)
        #expect(data.text == ByteBuffer(string: "share"))
    }

    @Test func `a text of any length travels as payload`() throws {
        var message = SMPP.ShortMessage()
        try message.setPayload([UInt8](repeating: 0x41, count: 60_000))
        let data = try SMPP.UserData(travelled(message))
        #expect(data.text.readableBytes == 60_000)
        #expect(data.part == nil)
        #expect(throws: SMPP.Fault.self) { try message.setPayload([UInt8](repeating: 0x41, count: 65_536)) }
    }

    @Test func `a header inside a payload and a header beside sar are both survived`() throws {
        var message = SMPP.ShortMessage()
        message.esmClass = .userDataHeader
        try message.setPayload(Array(hex("05 00 03 07 02 01 6869").readableBytesView))
        #expect(try SMPP.UserData(message).part == SMPP.Part(reference: 7, number: 1, total: 2))
        #expect(try SMPP.UserData(message).text == ByteBuffer(string: "hi"))
        message.setPart(
            SMPP.Part(reference: 9, number: 1, total: 2), octets: hex("05 00 03 07 02 02 41").readableBytesView,
            as: .sar)
        message.esmClass = .userDataHeader
        #expect(try SMPP.UserData(message).part == SMPP.Part(reference: 7, number: 2, total: 2))
    }

    private static let headers: [(String, SMPP.Part?)] = [
        ("03 24 01 01 6869", nil), ("00 6869", nil),
        ("08 24 01 01 00 03 09 02 01 6869", SMPP.Part(reference: 9, number: 1, total: 2)),
        ("05 00 03 07 02 03 6869", nil), ("05 00 03 07 00 00 6869", nil),
    ]

    @Test(arguments: headers)
    func `other elements are passed over and senseless parts are none`(_ bytes: String, _ part: SMPP.Part?) throws {
        var message = SMPP.ShortMessage()
        message.esmClass = .userDataHeader
        message.shortMessage = hex(bytes)
        let data = try SMPP.UserData(message)
        #expect(data.part == part)
        #expect(data.text == ByteBuffer(string: "hi"))
    }

    @Test(arguments: ["", "FF 00", "05 00 03 07", "05 00 09 07 02 01 61"])
    func `a header that lies is a fault`(_ bytes: String) {
        var message = SMPP.ShortMessage()
        message.esmClass = .userDataHeader
        message.shortMessage = hex(bytes)
        #expect(throws: SMPP.Fault.self) { try SMPP.UserData(message) }
    }

    @Test(
        arguments: [
            (Int64(3_600), "000000010000000R"), (90_061, "000001010101000R"), (0, "000000000001000R"),
            (-5, "000000000001000R"),
            (400 * 86_400, "000099235959000R"),
        ] as [(Int64, String)])
    func `a validity period counts days and never months`(_ seconds: Int64, _ text: String) {
        #expect(SMPP.Time.relative(seconds: seconds).description == text)
    }

    @Test(
        arguments: [
            (Int64(0), "700101000000000+"), (951_782_399, "000228235959000+"), (951_782_400, "000229000000000+"),
            (1_795_296_600, "261121213000000+"), (4_107_542_400, "000301000000000+"),
        ] as [(Int64, String)])
    func `an absolute time is written in UTC`(_ seconds: Int64, _ text: String) {
        #expect(SMPP.Time.absolute(posixSeconds: seconds).description == text)
    }

    @Test func `a time of an unlawful length is read as none`() throws {
        var bytes = hex(
            "00000030 00000005 00000000 00000001 00 00 00 00 00 00 00 00 00 00 32303236313132313030 00 00 00 00 00 00 00"
        )
        bytes.setInteger(UInt32(bytes.readableBytes), at: 0)
        guard case .deliverSM(let message)? = try bytes.readSMPPPDU()?.content else {
            Issue.record("not a deliver_sm")
            return
        }
        #expect(message.scheduleDeliveryTime.isNone)
    }
}
