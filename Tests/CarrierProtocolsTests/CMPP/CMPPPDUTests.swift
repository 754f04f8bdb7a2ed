import CarrierProtocols
import NIOCore
import Testing

struct CMPPPDUTests {
    @Test(arguments: CMPPSamples.all)
    func `golden bytes read as what they mean`(_ sample: CMPPGolden) throws { try sample.readsAsItsMeaning() }

    @Test(arguments: CMPPSamples.all)
    func `a PDU is written as its golden bytes`(_ sample: CMPPGolden) throws { try sample.isWrittenAsItsBytes() }

    @Test(arguments: CMPPSamples.all)
    func `every prefix of a PDU waits for more and consumes nothing`(_ sample: CMPPGolden) throws {
        try sample.waitsAtEveryPrefix()
    }

    @Test(arguments: CMPPSamples.all)
    func `a body that ends too early never stops the stream`(_ sample: CMPPGolden) throws {
        try sample.survivesEveryCut()
    }

    @Test(arguments: CMPPSamples.all)
    func `a frame and its PDU are read alike`(_ sample: CMPPGolden) throws {
        var bytes = sample.bytes
        let frame = try #require(try bytes.readCMPPFrame())
        #expect(bytes.readableBytes == 0)
        let version = sample.name.contains("3.0") ? CMPP.Version.v30 : .v20
        #expect(try CMPP.PDU(frame, version: version) == sample.pdu)
    }

    /// 138 + 21 n + length and 163 + 32 n + length, as added up from §8.4.3.1.
    @Test(arguments: [(CMPP.Version.v20, 1, 209), (.v30, 1, 245), (.v20, 99, 2_267), (.v30, 99, 3_381)])
    func `a submit has the size that its fields add up to`(_ version: CMPP.Version, _ count: Int, _ size: Int) throws {
        var submit = CMPPSamples.submit
        submit.content = ByteBuffer(repeating: 0x61, count: 50)
        submit.furtherDestinations = (1..<count).map { "1380013\(8000 + $0)" }
        let pdu = CMPP.PDU(sequence: 1, .submit(submit))
        #expect(try CMPP.codec(version).bytes(pdu).readableBytes == size)
        #expect(try CMPP.codec(version).travelled(pdu) == pdu)
    }

    @Test(arguments: [
        (CMPP.MessageFormat.ucs2, 140, true), (.ucs2, 141, false), (.ascii, 159, true), (.ascii, 160, false),
    ])
    func `the content's limit hangs on its format`(_ format: CMPP.MessageFormat, _ length: Int, _ fits: Bool) throws {
        var submit = CMPPSamples.submit
        submit.format = format
        submit.content = ByteBuffer(repeating: 0x61, count: length)
        try expect(submit, fits ? nil : .tooLong(field: "Msg_Content", limit: length - 1))
    }

    @Test func `a hundred numbers are one too many, written or read`() throws {
        var submit = CMPPSamples.submit
        submit.furtherDestinations = Array(repeating: "1", count: 99)
        try expect(submit, .tooLong(field: "DestUsr_tl", limit: 99))
        var bytes = try CMPP.codec(.v20).bytes(.init(sequence: 1, .submit(CMPPSamples.submit)))
        bytes.setInteger(UInt8(100), at: 12 + 116)
        let fault = #expect(throws: CMPP.Fault.self) { try bytes.readCMPPPDU(version: .v20) }
        #expect(fault?.code == .tooLong(field: "DestUsr_tl", limit: 99))
    }

    @Test func `a number longer than its field is refused and named, not shown`() throws {
        var submit = CMPPSamples.submit
        submit.destination = "1380013800013800138000"
        try expect(submit, .tooLong(field: "Dest_terminal_Id", limit: 21))
        #expect(throws: Never.self) { try CMPP.codec(.v30).bytes(.init(sequence: 1, .submit(submit))) }
    }

    private func expect(_ submit: CMPP.Submit, _ code: WireFault?) throws {
        var bytes = ByteBuffer(string: "before")
        do throws(CMPP.Fault) {
            try bytes.writeCMPPSubmit(submit, sequence: 7, version: .v20)
            #expect(code == nil)
        } catch {
            #expect(error == CMPP.Fault(code ?? .malformedTLV, command: 4, sequence: 7))
            #expect(!error.description.contains("13800"))
            #expect(bytes == ByteBuffer(string: "before"))
        }
    }

    @Test func `a NUL inside a string cannot shift the fields behind it`() throws {
        var submit = CMPPSamples.submit
        submit.destination = "86\u{0}999"
        let read = try CMPP.codec(.v20).travelled(.init(sequence: 1, .submit(submit)))
        submit.destination = "86"
        #expect(read == .init(sequence: 1, .submit(submit)))
    }

    @Test(arguments: [0, 1, 11, CMPP.Limit.totalLength_bytes + 1, 0x4854_5450, .max] as [UInt32])
    func `a length that no PDU has is refused before its body has come`(_ length: UInt32) {
        var bytes = ByteBuffer(integer: length)
        let fault = #expect(throws: CMPP.Fault.self) { try bytes.readCMPPPDU(version: .v30) }
        #expect(fault?.isFatal == true)
        #expect(bytes.readableBytes == 4)
    }

    @Test func `a deliver that lies about its content is a fault that names the delivery`() throws {
        var bytes = CMPPSamples.published[6].bytes
        bytes.setInteger(UInt8(200), at: 12 + 64)
        let fault = #expect(throws: CMPP.Fault.self) { try bytes.readCMPPPDU(version: .v20) }
        #expect(
            fault
                == CMPP.Fault(
                    .truncated(field: "Msg_Content"), command: 5, sequence: 5, messageID: 0xB525_6280_0001_0000))
        #expect(fault?.isFatal == false)
        #expect(bytes.readableBytes == 0)
    }

    @Test func `answers are read in either width, whatever version was agreed on`() throws {
        for version in [CMPP.Version.v20, .v30] {
            var narrow = hex("00000015 80000004 00000017 B2B9DA8000010000 08")
            var wide = hex("00000018 80000004 00000017 B2B9DA8000010000 00000008")
            #expect(try narrow.readCMPPPDU(version: version) == wide.readCMPPPDU(version: version))
        }
    }

    @Test func `an unknown command is skipped and the next PDU read`() throws {
        var bytes = hex("0000000E 00000009 00000005 AAAA 0000000C 00000008 00000006")
        let fault = #expect(throws: CMPP.Fault.self) { try bytes.readCMPPPDU(version: .v30) }
        #expect(fault == CMPP.Fault(.unknownCommand(9), command: 9, sequence: 5))
        #expect(try bytes.readCMPPPDU(version: .v30) == CMPP.PDU(sequence: 6, .activeTest))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any submit and deliver travels`(_ seed: UInt64) throws {
        var junk = Junk(seed: seed)
        let version = junk.below(2) == 0 ? CMPP.Version.v20 : .v30
        let codec = CMPP.codec(version)
        let sequence: UInt32 = junk.number()
        let front = junk.below(9)
        let submit = CMPP.PDU(sequence: sequence, .submit(junk.submit(version)))
        #expect(try codec.travelled(submit, behind: front) == submit)
        let deliver = CMPP.PDU(sequence: sequence, .deliver(junk.deliver(version)))
        #expect(try codec.travelled(deliver, behind: front) == deliver)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `flipped bytes never trap and never stand still`(_ seed: UInt64) {
        var junk = Junk(seed: seed)
        let version = seed.isMultiple(of: 2) ? CMPP.Version.v20 : .v30
        var stream = junk.flipped(CMPPSamples.all.map(\.bytes), header_bytes: 12)
        let (whole, faults) = CMPP.codec(version).readAll(&stream) { pdu in
            guard case .deliver(let deliver) = pdu.content else { return }
            _ = CMPP.Report(deliver.content)
            _ = Result { () throws(WireFault) in try deliver.text() }
        }
        #expect(whole + faults == 50)
        #expect(stream.readableBytes == 0)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `junk never traps`(_ seed: UInt64) {
        var junk = Junk(seed: seed)
        var stream = junk.stream()
        let (whole, faults) = CMPP.codec(.v30).readAll(&stream)
        #expect(whole + faults > 0)
    }
}

extension Junk {
    fileprivate mutating func submit(_ version: CMPP.Version) -> CMPP.Submit {
        let number_bytes = version == .v30 ? 32 : 21
        var submit = CMPP.Submit()
        submit.id = .init(rawValue: number())
        (submit.partTotal, submit.partNumber, submit.registeredDelivery, submit.level) = (
            octet(), octet(), octet(), octet()
        )
        submit.serviceID = text(10)
        submit.feeUserType = octet()
        submit.feeNumber = text(number_bytes)
        (submit.protocolID, submit.udhi, submit.format) = (octet(), octet(), .init(rawValue: octet()))
        submit.source = text(6)
        submit.feeType = text(2)
        submit.feeCode = text(6)
        if below(2) == 0 { submit.validUntil = .absolute(posixSeconds: Int64(below(1 << 30))) }
        if below(2) == 0 { submit.setValidUntil(posixSeconds: Int64(below(1 << 30))) }
        submit.sourceID = text(21)
        submit.destination = text(number_bytes)
        submit.furtherDestinations = (0..<[0, 0, 1, 98][below(4)]).map { _ in text(number_bytes) }
        submit.content = bytes(below(141))
        if version == .v30 {
            (submit.feeNumberType, submit.destinationType, submit.linkID) = (octet(), octet(), text(20))
        }
        return submit
    }

    fileprivate mutating func deliver(_ version: CMPP.Version) -> CMPP.Deliver {
        var deliver = CMPP.Deliver()
        deliver.id = .init(rawValue: number())
        deliver.destinationID = text(21)
        deliver.serviceID = text(10)
        (deliver.protocolID, deliver.udhi, deliver.format) = (octet(), octet(), .init(rawValue: octet()))
        deliver.sourceNumber = text(version == .v30 ? 32 : 21)
        deliver.registeredDelivery = octet()
        deliver.content = bytes(below(256))
        if version == .v30 { (deliver.sourceNumberType, deliver.linkID) = (octet(), text(20)) }
        return deliver
    }
}
