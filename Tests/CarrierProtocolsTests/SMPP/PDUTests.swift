import CarrierProtocols
import NIOCore
import Testing

struct PDUTests {
    @Test(arguments: Sample.all)
    func `golden bytes read as what they mean`(_ sample: Sample) throws {
        var bytes = sample.bytes
        #expect(try bytes.readSMPPPDU() == sample.pdu)
        #expect(bytes.readableBytes == 0)
    }

    @Test(arguments: Sample.all)
    func `a PDU is written as its golden bytes`(_ sample: Sample) throws {
        var bytes = ByteBuffer()
        try bytes.writeSMPPPDU(sample.pdu)
        #expect(bytes == sample.bytes)
    }

    @Test(arguments: Sample.all)
    func `every prefix of a PDU waits for more and consumes nothing`(_ sample: Sample) throws {
        for length in 0..<sample.bytes.readableBytes {
            var prefix = sample.bytes.getSlice(at: sample.bytes.readerIndex, length: length) ?? ByteBuffer()
            #expect(try prefix.readSMPPPDU() == nil)
            #expect(prefix.readableBytes == length)
        }
    }

    @Test func `PDUs behind one another are read one by one`() throws {
        var stream = ByteBuffer()
        for sample in Sample.all { stream.writeImmutableBuffer(sample.bytes) }
        var read: [SMPP.PDU] = []
        while let pdu = try stream.readSMPPPDU() { read.append(pdu) }
        #expect(read == Sample.all.map(\.pdu))
    }

    @Test(arguments: [0, 1, 15] as [UInt32])
    func `a command_length below a header is fatal`(_ length: UInt32) {
        var bytes = ByteBuffer(integer: length)
        bytes.writeRepeatingByte(0, count: 12)
        let fault = #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
        #expect(fault?.isFatal == true)
        #expect(fault?.code == .lengthTooSmall(length))
    }

    @Test(arguments: [SMPP.Limit.commandLength_bytes + 1, 0x4854_5450, .max])
    func `an absurd command_length is refused before its body has come`(_ length: UInt32) {
        var bytes = ByteBuffer(integer: length)
        let fault = #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
        #expect(fault?.isFatal == true)
        #expect(fault?.status == .invalidCommandLength)
        #expect(fault?.description.contains("above the limit of 66560 octets") == true)
    }

    @Test func `an unknown command is skipped and the next PDU read`() throws {
        var bytes = hex("00000012 00000104 00000000 00000005 AAAA 00000010 00000015 00000000 00000006")
        let fault = #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
        #expect(fault == SMPP.Fault(.unknownCommand(0x104), command: 0x104, sequence: 5))
        #expect(fault?.isFatal == false)
        #expect(try bytes.readSMPPPDU() == SMPP.PDU(sequence: 6, .enquireLink))
    }

    /// Every field cut at every place, with a `command_length` that agrees: a lie that only the body gives away.
    @Test(arguments: Sample.all)
    func `a body that ends too early is a fault or a shorter body, and never stops the stream`(_ sample: Sample) throws
    {
        let whole = sample.bytes.readableBytes
        for length in SMPP.Limit.header_bytes..<whole {
            var bytes = sample.bytes.getSlice(at: sample.bytes.readerIndex, length: length) ?? ByteBuffer()
            bytes.setInteger(UInt32(length), at: bytes.readerIndex)
            bytes.writeImmutableBuffer(hex("00000010 00000015 00000000 00000063"))
            do {
                _ = try bytes.readSMPPPDU()
            } catch {
                #expect(!error.isFatal)
            }
            #expect(try bytes.readSMPPPDU() == SMPP.PDU(sequence: 99, .enquireLink))
        }
    }

    @Test func `a parameter that claims more than there is is a fault`() {
        var bytes = hex("00000019 80000009 00000000 00000003 63 00 0210 00FF 34 0000")
        let fault = #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
        #expect(fault?.code == .malformedTLV)
        #expect(fault?.status == .invalidTLVStream)
    }

    @Test func `a string without an end is a fault that names the field and not its content`() {
        var bytes = ByteBuffer(integer: UInt32(16 + 300))
        bytes.writeMultipleIntegers(UInt32(9), UInt32(0), UInt32(1))
        bytes.writeRepeatingByte(0x61, count: 300)
        let fault = #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
        #expect(fault?.code == .tooLong(field: "system_id", limit_bytes: 255))
        #expect(fault?.description.contains("aaa") == false)
    }

    @Test func `a text longer than 254 octets is refused and leaves the buffer as it was`() {
        var message = Sample.greeting
        message.shortMessage = ByteBuffer(repeating: 0x41, count: 255)
        var bytes = ByteBuffer(string: "before")
        let fault = #expect(throws: SMPP.Fault.self) {
            try bytes.writeSMPPPDU(SMPP.PDU(sequence: 1, .submitSM(message)))
        }
        #expect(fault?.code == .tooLong(field: "short_message", limit_bytes: 254))
        #expect(bytes == ByteBuffer(string: "before"))
    }

    @Test func `a NUL inside a string cannot shift the fields behind it`() throws {
        var message = Sample.greeting
        message.destination.text = "86\u{0}999"
        var bytes = ByteBuffer()
        try bytes.writeSMPPPDU(SMPP.PDU(sequence: 1, .submitSM(message)))
        message.destination.text = "86"
        #expect(try bytes.readSMPPPDU() == SMPP.PDU(sequence: 1, .submitSM(message)))
    }

    @Test func `status words name what the specification names and number the rest`() {
        #expect("\(SMPP.Status.throttled)" == "ESME_RTHROTTLED (0x58)")
        #expect("\(SMPP.Status(rawValue: 1375))" == "status 0x55F")
    }
}
