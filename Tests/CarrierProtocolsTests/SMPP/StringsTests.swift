import CarrierProtocols
import NIOCore
import Testing

/// Strings and parameters are read and written eight octets or more at once: every length has its turn.
struct StringsTests {
    private func travelled(_ message: SMPP.ShortMessage, behind front: Int = 0) throws -> SMPP.PDU? {
        var bytes = ByteBuffer(repeating: 0xFF, count: front)
        try bytes.writeSMPPPDU(SMPP.PDU(sequence: 7, .submitSM(message)))
        bytes.moveReaderIndex(forwardBy: front)
        let pdu = try bytes.readSMPPPDU()
        #expect(bytes.readableBytes == 0)
        return pdu
    }

    @Test(arguments: 0...255)
    func `a string of any lawful length travels, wherever the PDU stands`(_ length: Int) throws {
        var message = Sample.greeting
        message.source.text = String((0..<length).map { Character(Unicode.Scalar(UInt8(0x21 + $0 % 0x5E))) })
        message.serviceType = String(message.source.text.prefix(5))
        #expect(try travelled(message, behind: length % 9) == SMPP.PDU(sequence: 7, .submitSM(message)))
    }

    @Test func `a string of 256 octets is refused and leaves the buffer as it was`() {
        var message = Sample.greeting
        message.source.text = String(repeating: "1", count: 256)
        var bytes = ByteBuffer(string: "before")
        let fault = #expect(throws: SMPP.Fault.self) {
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: 1, .submitSM(message)))
        }
        #expect(fault?.code == .tooLong(field: "source_addr", limit_bytes: 255))
        #expect(bytes == ByteBuffer(string: "before"))
    }

    @Test(arguments: 0..<40)
    func `a NUL anywhere ends the text there`(_ place: Int) throws {
        let letters = String(repeating: "é", count: place / 2) + String(repeating: "a", count: place % 2)
        var message = Sample.greeting
        message.destination.text = letters + "\u{0}\u{1}" + String(repeating: "b", count: 40 - place)
        var read = message
        read.destination.text = letters
        #expect(try travelled(message) == SMPP.PDU(sequence: 7, .submitSM(read)))
    }

    /// 0x01 behind a NUL and octets above 0x7F are what a search by words gets wrong when it is wrong.
    @Test(arguments: 0..<24)
    func `octets that are not UTF-8 are replaced and shift nothing`(_ length: Int) throws {
        var body = ByteBuffer(bytes: [UInt8](repeating: 0x81, count: length) + [0])
        body.writeBytes([0x01, 0x01, 0x01, 0x00, 0x80, 0x01, 0x32, 0x00])
        body.writeBytes([0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0x4F, 0x4B])
        var bytes = ByteBuffer()
        bytes.writeMultipleIntegers(UInt32(16 + body.readableBytes), UInt32(5), UInt32(0), UInt32(1))
        bytes.writeBuffer(&body)
        guard case .deliverSM(let message)? = try bytes.readSMPPPDU()?.content else {
            Issue.record("not a deliver_sm")
            return
        }
        #expect(message.serviceType == String(repeating: "\u{FFFD}", count: length))
        #expect(message.source == SMPP.Address(typeOfNumber: 1, numberingPlan: 1, text: "\u{1}"))
        #expect(message.destination == SMPP.Address(typeOfNumber: 0x80, numberingPlan: 1, text: "2"))
        #expect(message.shortMessage == ByteBuffer(string: "OK"))
    }

    @Test(arguments: Sample.all)
    func `a frame and its PDU are read alike`(_ sample: Sample) throws {
        var bytes = sample.bytes
        let frame = try #require(try bytes.readSMPPFrame())
        #expect(bytes.readableBytes == 0)
        #expect(frame.body.readableBytes == sample.bytes.readableBytes - SMPP.Limit.header_bytes)
        #expect(try SMPP.PDU(frame) == sample.pdu)
    }

    @Test func `no parameters are no parameters, however they came to be none`() throws {
        var tlvs = SMPP.TLVs()
        tlvs.append(contentsOf: SMPP.TLVs())
        #expect(tlvs == SMPP.TLVs())
        #expect(tlvs.isEmpty)
        #expect(tlvs.all.isEmpty)
        tlvs.append(.messageState, integer: UInt8(2))
        tlvs.append(contentsOf: tlvs)
        #expect(tlvs.all.map(\.value) == [ByteBuffer(integer: UInt8(2)), ByteBuffer(integer: UInt8(2))])
    }
}
