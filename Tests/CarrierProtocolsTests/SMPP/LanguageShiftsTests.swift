import CarrierProtocols
import NIOCore
import Testing

struct LanguageShiftsTests {
    private static let part = SMPP.Part(reference: 0x0142, number: 2, total: 3)

    private static let headers: [(SMPP.LanguageShifts, SMPP.Part?, SMPP.LongText, String)] = [
        (.init(single: 1), nil, .udh8, "03 240101 61"), (.init(locking: 3), nil, .sar, "03 250103 61"),
        (.init(single: 6, locking: 6), nil, .udh8, "06 240106 250106 61"),
        (.init(single: 1), part, .udh8, "08 0003420302 240101 61"),
        (.init(single: 1, locking: 1), part, .udh16, "0C 080401420302 240101 250101 61"),
        (.init(locking: 13), part, .sar, "09 080401420302 25010D 61"),
    ]

    /// 3GPP TS 23.040 §9.2.3.24.1, .8, .15 and .16.
    @Test(arguments: headers)
    func `tables are named in the header, and read from there`(
        _ shifts: SMPP.LanguageShifts, _ part: SMPP.Part?, _ form: SMPP.LongText, _ bytes: String
    ) throws {
        var message = SMPP.ShortMessage()
        message.setText([0x61], shifts: shifts, part: part, as: form)
        #expect(message.shortMessage == hex(bytes))
        #expect(message.esmClass.hasUserDataHeader)
        #expect(message.tlvs.isEmpty)
        let data = try SMPP.UserData(message)
        #expect(message.textHeader.shifts == shifts)
        #expect(data.text == ByteBuffer(string: "a"))
        #expect(message.textHeader.size_bytes == hex(bytes).readableBytes - 1)
        #expect(message.textHeader.size_bytes == 1 + shifts.elements_bytes + (part == nil ? 0 : form == .udh8 ? 5 : 6))
        #expect(data.part?.number == part?.number)
    }

    @Test(arguments: ["04 24020102 61", "02 2400 61", "03 240101 61"])
    func `an element of another size names nothing`(_ bytes: String) throws {
        var message = SMPP.ShortMessage()
        message.esmClass = .userDataHeader
        message.shortMessage = hex(bytes)
        let isRight = bytes.hasPrefix("03")
        #expect(message.textHeader.shifts == (isRight ? SMPP.LanguageShifts(single: 1) : .init()))
        #expect(try SMPP.UserData(message).text == ByteBuffer(string: "a"))
    }

    @Test func `without a header, or with one that lies, there is none; a payload may have one`() throws {
        var message = SMPP.ShortMessage()
        message.shortMessage = ByteBuffer(string: "hi")
        #expect(message.textHeader == SMPP.TextHeader())
        message.shortMessage = hex("03 240101 61")
        #expect(message.textHeader.shifts.isNone)
        message.esmClass = .userDataHeader
        message.shortMessage = hex("FF 240101 61")
        #expect(message.textHeader == SMPP.TextHeader())
        message.shortMessage = ByteBuffer()
        #expect(message.textHeader == SMPP.TextHeader())
        try message.setPayload(Array(hex("03 250103 61").readableBytesView))
        #expect(message.textHeader.shifts == SMPP.LanguageShifts(locking: 3))
        #expect(message.textHeader.size_bytes == 4)
    }
}
