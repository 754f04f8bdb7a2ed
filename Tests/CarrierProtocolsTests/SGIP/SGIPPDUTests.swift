import CarrierProtocols
import NIOCore
import Testing

struct SGIPPDUTests {
    @Test(arguments: SGIPSamples.all)
    func `golden bytes read as what they mean`(_ sample: SGIPGolden) throws { try sample.readsAsItsMeaning() }

    @Test(arguments: SGIPSamples.all)
    func `a PDU is written as its golden bytes`(_ sample: SGIPGolden) throws { try sample.isWrittenAsItsBytes() }

    @Test(arguments: SGIPSamples.all)
    func `every prefix of a PDU waits for more and consumes nothing`(_ sample: SGIPGolden) throws {
        try sample.waitsAtEveryPrefix()
    }

    @Test(arguments: SGIPSamples.all)
    func `a body that ends too early never stops the stream`(_ sample: SGIPGolden) throws {
        try sample.survivesEveryCut()
    }

    @Test(arguments: SGIPSamples.all)
    func `a frame and its PDU are read alike`(_ sample: SGIPGolden) throws {
        var bytes = sample.bytes
        let frame = try #require(try bytes.readSGIPFrame())
        #expect(try SGIP.PDU(frame) == sample.pdu)
    }

    /// 143 + 21 n + length, as added up from §4.2.3.3.1.
    @Test(arguments: [(1, 214), (88, 2_041)])
    func `a submit has the size that its fields add up to`(_ count: Int, _ size: Int) throws {
        var submit = SGIPSamples.submit
        submit.content = ByteBuffer(repeating: 0x61, count: 50)
        submit.furtherUsers = (1..<count).map { "861300112\(1_000 + $0)" }
        let pdu = SGIP.PDU(sequence: SGIPSamples.sequence, .submit(submit))
        #expect(try SGIPSamples.codec.bytes(pdu).readableBytes == size)
        #expect(try SGIPSamples.codec.travelled(pdu) == pdu)
    }

    @Test func `what the specification limits is refused and leaves the buffer as it was`() {
        var long = SGIPSamples.submit
        long.content = ByteBuffer(repeating: 0x61, count: 161)
        refused(long, .tooLong(field: "MessageContent", limit: 160))
        long.format = .ucs2
        long.content = ByteBuffer(repeating: 0x61, count: 141)
        refused(long, .tooLong(field: "MessageContent", limit: 140))
        var many = SGIPSamples.submit
        many.furtherUsers = Array(repeating: "1", count: 100)
        refused(many, .tooLong(field: "UserCount", limit: 100))
        many.furtherUsers = Array(repeating: "1", count: 99)
        refused(many, .tooLong(field: "Submit", limit: 2_048))
        var wide = SGIPSamples.submit
        wide.user = "8613001125453861300112"
        refused(wide, .tooLong(field: "UserNumber", limit: 21))
    }

    private func refused(_ submit: SGIP.Submit, _ code: WireFault) {
        var bytes = ByteBuffer(string: "before")
        let fault = #expect(throws: SGIP.Fault.self) {
            try bytes.writeSGIPSubmit(submit, sequence: SGIPSamples.sequence)
        }
        #expect(fault == SGIP.Fault(code, command: 3, sequence: SGIPSamples.sequence))
        #expect(bytes == ByteBuffer(string: "before"))
    }

    @Test(arguments: [0, 19, SGIP.Limit.messageLength_bytes + 1, .max] as [UInt32])
    func `a length that no PDU has is refused before its body has come`(_ length: UInt32) {
        var bytes = ByteBuffer(integer: length)
        let fault = #expect(throws: SGIP.Fault.self) { try bytes.readSGIPPDU() }
        #expect(fault?.isFatal == true)
    }

    @Test(arguments: [9, 200, .max] as [UInt32])
    func `a deliver that lies about its content is a fault that names the delivery`(_ length: UInt32) throws {
        var bytes = SGIPSamples.all[7].bytes
        bytes.setInteger(length &+ 9, at: 20 + 45)
        if length == .max { bytes.setInteger(length, at: 20 + 45) }
        let fault = #expect(throws: SGIP.Fault.self) { try bytes.readSGIPPDU() }
        #expect(
            fault == SGIP.Fault(.truncated(field: "MessageContent"), command: 4, sequence: SGIPSamples.sequence))
        #expect(bytes.readableBytes == 0)
    }

    @Test func `a Reserve that is left out is no fault`() throws {
        var bytes = hex("00000015 80000003 B36A1223 42C52079 00000007 00")
        #expect(try bytes.readSGIPPDU()?.content == .submitResponse(.ok))
    }

    @Test(
        arguments: [(0, SMPP.Receipt.State.delivered), (1, .enroute), (2, .undeliverable), (3, .unknown)]
            as [(UInt8, SMPP.Receipt.State)])
    func `a report's state has its meaning`(_ number: UInt8, _ state: SMPP.Receipt.State) {
        #expect(SGIP.Report(submit: .zero, user: "", stateNumber: number).state == state)
    }

    @Test func `results and sequences say what they mean`() {
        #expect("\(SGIP.Result(rawValue: 29))" == "result 29 (unknown subscriber)")
        #expect("\(SGIP.Result(rawValue: 77))" == "result 77")
        #expect(
            "\(SGIP.Sequence(node: 3_010_073_123, moment: 327_125_025, counter: 327))" == "3010073123-0327125025-327")
    }

    @Test func `a long text's part carries its header, and an expiry is of China`() throws {
        var submit = SGIP.Submit()
        submit.setPart(TextPart(reference: 0x142, number: 2, total: 3), octets: Array("share".utf8))
        #expect(submit.udhi == 1)
        #expect(submit.content == hex("05 00 03 42 03 02 7368617265"))
        submit.setExpiry(posixSeconds: 1_795_296_600)
        #expect("\(submit.expires)" == "261122053000032+")
        let text = try SGIPSamples.deliver.text()
        #expect(text.octets == hex("56DE"))
        #expect(text.part == TextPart(reference: 7, number: 1, total: 2))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any submit, deliver and report travels`(_ seed: UInt64) throws {
        var junk = Junk(seed: seed)
        let sequence = junk.sequence()
        let front = junk.below(9)
        for content in [
            SGIP.PDU.Content.submit(junk.submit()), .deliver(junk.deliver()),
            .report(
                .init(
                    submit: junk.sequence(), type: junk.octet(), user: junk.text(21), stateNumber: junk.octet(),
                    error: .init(rawValue: junk.octet()))),
        ] {
            let pdu = SGIP.PDU(sequence: sequence, content)
            #expect(try SGIPSamples.codec.travelled(pdu, behind: front) == pdu)
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `flipped bytes never trap and never stand still`(_ seed: UInt64) {
        var junk = Junk(seed: seed)
        var stream = junk.flipped(SGIPSamples.all.map(\.bytes), header_bytes: 20)
        let (whole, faults) = SGIPSamples.codec.readAll(&stream) { pdu in
            guard case .deliver(let deliver) = pdu.content else { return }
            _ = Result { () throws(WireFault) in try deliver.text() }
        }
        #expect(whole + faults == 50)
        #expect(stream.readableBytes == 0)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `junk never traps`(_ seed: UInt64) {
        var junk = Junk(seed: seed)
        var stream = junk.stream()
        let (whole, faults) = SGIPSamples.codec.readAll(&stream)
        #expect(whole + faults > 0)
    }
}

extension Junk {
    fileprivate mutating func sequence() -> SGIP.Sequence {
        SGIP.Sequence(node: number(), moment: number(), counter: number())
    }

    fileprivate mutating func submit() -> SGIP.Submit {
        var submit = SGIP.Submit()
        (submit.spNumber, submit.chargeNumber, submit.user) = (text(21), text(21), text(21))
        submit.furtherUsers = (0..<[0, 0, 1, 70][below(4)]).map { _ in text(21) }
        (submit.corpID, submit.serviceType, submit.feeType) = (text(5), text(10), octet())
        (submit.feeValue, submit.givenValue) = (text(6), text(6))
        (submit.agentFlag, submit.cause, submit.priority) = (octet(), octet(), octet())
        if below(2) == 0 { submit.setExpiry(posixSeconds: Int64(below(1 << 30))) }
        if below(2) == 0 { submit.sendAt = .inChina(posixSeconds: Int64(below(1 << 30))) }
        (submit.reportFlag, submit.protocolID, submit.udhi, submit.type) = (octet(), octet(), octet(), octet())
        submit.format = .init(rawValue: octet())
        submit.content = bytes(below(141))
        return submit
    }

    fileprivate mutating func deliver() -> SGIP.Deliver {
        var deliver = SGIP.Deliver()
        (deliver.user, deliver.spNumber) = (text(21), text(21))
        (deliver.protocolID, deliver.udhi, deliver.format) = (octet(), octet(), .init(rawValue: octet()))
        deliver.content = bytes(below(400))
        return deliver
    }
}
