import CarrierProtocols
import NIOCore
import Testing

/// The reader for people against the codecs, which read for machines: each has its own eyes.
struct WireReaderTests {
    private static func pdus(_ octets: ByteBuffer, _ speech: Wire.Speech) -> [Wire.PDU] {
        Wire.entries(of: Array(octets.readableBytesView), as: speech).compactMap {
            if case .pdu(let pdu) = $0.item { pdu } else { nil }
        }
    }

    private static func pdu(_ octets: ByteBuffer, _ speech: Wire.Speech) throws -> Wire.PDU {
        try #require(pdus(octets, speech).first)
    }

    /// Whether the fields at level 0 stand one behind the other without a hole, from the first octet to the last.
    private static func covers(_ pdu: Wire.PDU) -> Bool {
        var next = 0
        for field in pdu.fields where field.level == 0 {
            // A payload's field begins behind its tag and length.
            guard field.place == next || field.place == next + 4 else { return false }
            next = field.place + field.size
        }
        return next == pdu.size
    }

    @Test(arguments: 0..<RandomPDU.kinds)
    func `whatever SMPP's codec writes is read whole`(kind: Int) throws {
        var random = RandomPDU(seed: UInt64(kind) + 41)
        for _ in 0..<200 {
            let pdu = random.pdu(kind)
            var bytes = ByteBuffer()
            try bytes.writeSMPPPDU(pdu)
            let read = try Self.pdu(bytes, .smpp)
            #expect(read.size == bytes.readableBytes)
            let faults = read.faults.filter {
                !$0.words.contains("allowed") && !$0.words.contains("header") && !$0.words.contains("names no id")
            }
            #expect(faults.isEmpty, "\(pdu): \(faults)")
        }
    }

    @Test(arguments: CMPPSamples.published.map(\.bytes))
    func `published PDUs of CMPP are read whole, whatever their version`(bytes: ByteBuffer) throws {
        let pdu = try Self.pdu(bytes, .cmpp)
        #expect(pdu.faults.isEmpty)
        #expect(Self.covers(pdu))
    }

    @Test(arguments: SMGPSamples.all.map(\.bytes))
    func `PDUs of SMGP are read whole`(bytes: ByteBuffer) throws {
        let pdu = try Self.pdu(bytes, .smgp)
        #expect(pdu.faults.isEmpty)
        #expect(Self.covers(pdu) || pdu.name == "Submit" || pdu.name == "Deliver")
    }

    @Test(arguments: SGIPSamples.all.map(\.bytes))
    func `PDUs of SGIP are read whole`(bytes: ByteBuffer) throws {
        let pdu = try Self.pdu(bytes, .sgip)
        #expect(pdu.faults.isEmpty)
        #expect(Self.covers(pdu))
    }

    @Test func `each protocol is told from its headers`() {
        for (speech, bytes) in [
            (Wire.Speech.cmpp, CMPPSamples.published[0].bytes), (.smgp, SMGPSamples.all[0].bytes),
            (.sgip, SGIPSamples.all[0].bytes), (.smpp, hex("00000010 00000015 00000000 00000001")),
        ] {
            #expect(Wire.Speech.guess(port: nil, [Array(bytes.readableBytesView)[...]]) == speech)
        }
        #expect(Wire.Speech.guess(port: nil, [Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)[...]]) == nil)
    }

    @Test func `every cut of a PDU keeps the fields before the cut and says where it ends`() throws {
        var message = SMPP.ShortMessage()
        message.source.text = "10690"
        message.destination.text = "8613800138000"
        message.shortMessage = ByteBuffer(string: "Hello")
        var whole = ByteBuffer()
        try whole.writeSMPPPDU(.init(sequence: 7, .submitSM(message)))
        for length in 16..<whole.readableBytes {
            var cut = try #require(whole.getSlice(at: 0, length: length))
            cut.setInteger(UInt32(length), at: 0)
            let pdu = try Self.pdu(cut, .smpp)
            #expect(pdu.faults.count == 1)
            #expect(pdu.faults.first?.words.contains("ends inside") == true)
        }
    }

    @Test func `an unknown command and octets too many are told, and the reading goes on`() throws {
        let stream = hex(
            """
            00000010 00000099 00000000 00000001
            00000012 00000015 00000000 00000002 ABCD
            00000010 80000015 00000000 00000003
            """)
        let pdus = Self.pdus(stream, .smpp)
        #expect(pdus.map(\.faults.count) == [1, 1, 0])
        #expect(pdus.first?.faults.first?.words == "unknown command 0x00000099")
        #expect(pdus[1].faults.first?.words == "2 octets behind the last field")
    }

    @Test func `a lying length costs one PDU and not the next`() {
        let stream = hex(
            """
            00000010 00000015 00000000 00000001
            00000017 00000015 00000000 00000002
            00000010 00000015 00000000 00000003
            00000010 80000015 00000000 00000003
            """)
        let pdus = Self.pdus(stream, .smpp)
        #expect(pdus.map(\.sequence) == ["1", "2", "3", "3"])
        #expect(pdus.map(\.faults.count) == [0, 1, 0, 0])
    }

    @Test func `octets in which nothing begins are passed over and counted`() throws {
        var stream = hex("00000010 00000015 00000000 00000001")
        stream.writeBytes([UInt8](repeating: 0xEE, count: 37))
        var rest = hex("00000010 00000015 00000000 00000002 00000010 80000015 00000000 00000001")
        stream.writeBuffer(&rest)
        let entries = Wire.entries(of: Array(stream.readableBytesView), as: .smpp)
        let remarks = entries.compactMap { if case .remark(let remark) = $0.item { remark } else { nil } }
        #expect(remarks.map(\.kind) == [.skipped])
        #expect(remarks.map(\.octets) == [37])
        #expect(entries.count == 4)
    }

    @Test func `junk of any kind neither traps nor loses an octet`() {
        var random = RandomPDU(seed: 99)
        for speech in Wire.Speech.allCases {
            for length in 0..<300 {
                let octets = (0..<length).map { _ in
                    UInt8(truncatingIfNeeded: random.next()) & (length % 2 == 0 ? 0xFF : 0x07)
                }
                let seen = Wire.entries(of: octets, as: speech).reduce(0) { sum, entry in
                    switch entry.item {
                    case .pdu(let pdu): sum + pdu.size
                    case .remark(let remark): sum + remark.octets
                    }
                }
                #expect(seen == length)
            }
        }
    }
}
