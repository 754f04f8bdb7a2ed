import CarrierProtocols
import NIOCore
import Testing

struct SMGPPDUTests {
    @Test(arguments: SMGPSamples.all)
    func `golden bytes read as what they mean`(_ sample: SMGPGolden) throws { try sample.readsAsItsMeaning() }

    @Test(arguments: SMGPSamples.all)
    func `a PDU is written as its golden bytes`(_ sample: SMGPGolden) throws { try sample.isWrittenAsItsBytes() }

    @Test(arguments: SMGPSamples.all)
    func `every prefix of a PDU waits for more and consumes nothing`(_ sample: SMGPGolden) throws {
        try sample.waitsAtEveryPrefix()
    }

    @Test(arguments: SMGPSamples.all)
    func `a body that ends too early never stops the stream`(_ sample: SMGPGolden) throws {
        try sample.survivesEveryCut()
    }

    @Test(arguments: SMGPSamples.all)
    func `a frame and its PDU are read alike`(_ sample: SMGPGolden) throws {
        var bytes = sample.bytes
        let frame = try #require(try bytes.readSMGPFrame())
        #expect(try SMGP.PDU(frame) == sample.pdu)
    }

    /// 126 + 21 n + length, as added up from §5.2.2.2.1.
    @Test(arguments: [(1, 197), (100, 2_276)])
    func `a submit has the size that its fields add up to`(_ count: Int, _ size: Int) throws {
        var submit = SMGP.Submit()
        submit.destination = "13300001111"
        submit.content = ByteBuffer(repeating: 0x61, count: 50)
        submit.furtherDestinations = (1..<count).map { "1330000\(1_000 + $0)" }
        let pdu = SMGP.PDU(sequence: 1, .submit(submit))
        #expect(try SMGPSamples.codec.bytes(pdu).readableBytes == size)
        #expect(try SMGPSamples.codec.travelled(pdu) == pdu)
    }

    @Test func `what the specification limits is refused and leaves the buffer as it was`() {
        var long = SMGP.Submit()
        long.content = ByteBuffer(repeating: 0x61, count: 141)
        refused(long, .tooLong(field: "MsgContent", limit: 140))
        var many = SMGP.Submit()
        many.furtherDestinations = Array(repeating: "1", count: 100)
        refused(many, .tooLong(field: "DestTermIDCount", limit: 100))
        var wide = SMGP.Submit()
        wide.destination = "1380013800013800138000"
        refused(wide, .tooLong(field: "DestTermID", limit: 21))
    }

    private func refused(_ submit: SMGP.Submit, _ code: WireFault) {
        var bytes = ByteBuffer(string: "before")
        let fault = #expect(throws: SMGP.Fault.self) { try bytes.writeSMGPSubmit(submit, sequence: 7) }
        #expect(fault == SMGP.Fault(code, command: 2, sequence: 7))
        #expect(bytes == ByteBuffer(string: "before"))
    }

    @Test(arguments: [0, 11, SMGP.Limit.packetLength_bytes + 1, .max] as [UInt32])
    func `a length that no PDU has is refused before its body has come`(_ length: UInt32) {
        var bytes = ByteBuffer(integer: length)
        let fault = #expect(throws: SMGP.Fault.self) { try bytes.readSMGPPDU() }
        #expect(fault?.isFatal == true)
    }

    @Test func `a deliver that lies about its content is a fault that names the delivery`() throws {
        var bytes = SMGPSamples.all[5].bytes
        bytes.setInteger(UInt8(200), at: 12 + 68)
        let fault = #expect(throws: SMGP.Fault.self) { try bytes.readSMGPPDU() }
        #expect(
            fault
                == SMGP.Fault(
                    .truncated(field: "MsgContent"), command: 3, sequence: 9, messageID: SMGPSamples.id.rawValue))
    }

    @Test func `a parameter that claims more than there is is a fault, and a Reserve that is left out is none`() throws
    {
        var bytes = SMGPSamples.all[5].bytes
        bytes.setInteger(UInt16(9), at: bytes.writerIndex - 3)
        let fault = #expect(throws: SMGP.Fault.self) { try bytes.readSMGPPDU() }
        #expect(fault?.code == .malformedTLV)
        var short = SMGPSamples.all[5].bytes.getSlice(at: 0, length: 12 + 77) ?? ByteBuffer()
        short.setInteger(UInt32(short.readableBytes), at: 0)
        var deliver = SMGPSamples.deliver
        deliver.tlvs = .init()
        #expect(try short.readSMGPPDU() == SMGP.PDU(sequence: 9, .deliver(deliver)))
    }

    @Test func `a refused login may have its status alone`() throws {
        var bytes = hex("00000010 80000001 00000001 00000015")
        let response = SMGP.LoginResponse(status: .notAuthentic, authenticator: .zero)
        #expect(try bytes.readSMGPPDU() == SMGP.PDU(sequence: 1, .loginResponse(response)))
    }

    @Test func `a long text's part carries its header and its parameters`() throws {
        var submit = SMGP.Submit()
        submit.setPart(TextPart(reference: 0x142, number: 2, total: 3), octets: Array("share".utf8))
        #expect(submit.content == hex("05 00 03 42 03 02 7368617265"))
        #expect(submit.tlvs.integer(SMGP.Tag.udhi, as: UInt8.self) == 1)
        #expect(submit.tlvs.integer(SMGP.Tag.partTotal, as: UInt8.self) == 3)
        #expect(submit.tlvs.integer(SMGP.Tag.partNumber, as: UInt8.self) == 2)
        let text = try SMGPSamples.deliver.text()
        #expect(text.octets == hex("56DE"))
        #expect(text.part == TextPart(reference: 7, number: 1, total: 2))
    }

    /// The example of §6.2.26.
    @Test func `a message id has its digits`() {
        #expect("\(SMGPSamples.id)" == "01006101161700012345")
        #expect("\(SMGP.MessageID.none)" == "00000000000000000000")
        #expect(SMGP.MessageID(rawValue: .max).rawValue == 0xFFFF_FFFF_FFFF_FFFF_FFFF)
        #expect("\(SMGP.Status.forbiddenHour)" == "status 74 (an hour in which the SP may not send)")
        #expect("\(SMGP.Status(rawValue: 130))" == "status 130 (the gateway maker's own)")
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any submit and deliver travels`(_ seed: UInt64) throws {
        var junk = Junk(seed: seed)
        let (sequence, front): (UInt32, Int) = (junk.number(), junk.below(9))
        let submit = SMGP.PDU(sequence: sequence, .submit(try junk.submit()))
        #expect(try SMGPSamples.codec.travelled(submit, behind: front) == submit)
        let deliver = SMGP.PDU(sequence: sequence, .deliver(try junk.deliver()))
        #expect(try SMGPSamples.codec.travelled(deliver, behind: front) == deliver)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `flipped bytes never trap and never stand still`(_ seed: UInt64) {
        var junk = Junk(seed: seed)
        var stream = junk.flipped(SMGPSamples.all.map(\.bytes), header_bytes: 12)
        let (whole, faults) = SMGPSamples.codec.readAll(&stream) { pdu in
            guard case .deliver(let deliver) = pdu.content else { return }
            _ = SMGP.Report(deliver.content)
            _ = Result { () throws(WireFault) in try deliver.text() }
        }
        #expect(whole + faults == 50)
        #expect(stream.readableBytes == 0)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `junk never traps`(_ seed: UInt64) {
        var junk = Junk(seed: seed)
        var stream = junk.stream()
        let (whole, faults) = SMGPSamples.codec.readAll(&stream)
        #expect(whole + faults > 0)
    }
}

extension Junk {
    fileprivate mutating func tlvs() throws -> SMGP.TLVs {
        var tlvs = SMGP.TLVs()
        for _ in 0..<below(4) {
            tlvs.append(.init(rawValue: number()), integer: number(UInt32.self))
            try tlvs.append(.init(rawValue: number()), bytes: bytes(below(30)).readableBytesView)
        }
        return tlvs
    }

    fileprivate mutating func submit() throws -> SMGP.Submit {
        var submit = SMGP.Submit()
        (submit.type, submit.needsReport, submit.priority) = (octet(), octet(), octet())
        (submit.serviceID, submit.feeType, submit.feeCode, submit.fixedFee) = (text(10), text(2), text(6), text(6))
        submit.format = .init(rawValue: octet())
        if below(2) == 0 { submit.setValidUntil(posixSeconds: Int64(below(1 << 30))) }
        if below(2) == 0 { submit.sendAt = .relative(seconds: Int64(below(1 << 20))) }
        (submit.sourceNumber, submit.chargeNumber, submit.destination) = (text(21), text(21), text(21))
        submit.furtherDestinations = (0..<[0, 0, 1, 99][below(4)]).map { _ in text(21) }
        submit.content = bytes(below(141))
        submit.tlvs = try tlvs()
        return submit
    }

    fileprivate mutating func deliver() throws -> SMGP.Deliver {
        var deliver = SMGP.Deliver()
        deliver.id = .init(rawValue: number())
        (deliver.reportFlag, deliver.format) = (octet(), .init(rawValue: octet()))
        (deliver.receivedAt, deliver.sourceNumber, deliver.destinationNumber) = (text(14), text(21), text(21))
        deliver.content = bytes(below(256))
        deliver.tlvs = try tlvs()
        return deliver
    }
}
