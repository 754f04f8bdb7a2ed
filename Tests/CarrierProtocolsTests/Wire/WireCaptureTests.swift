import CarrierProtocols
import NIOCore
import Testing

struct WireCaptureTests {
    /// Ten tests of the link and their answers.
    private static func stream(_ command: String) -> [UInt8] {
        (1...10).flatMap {
            Array(hex("00000010 \(command) 00000000 000000" + ($0 < 10 ? "0\($0)" : "0A")).readableBytesView)
        }
    }

    private static let asked = stream("00000015")
    private static let answered = stream("80000015")

    private static let opening = [
        CaptureSample.Packet(isFromClient: true, sequence: 99, octets: [], isOpening: true, isAnswer: false),
        CaptureSample.Packet(isFromClient: false, sequence: 499, octets: [], isOpening: true),
    ]

    private func connection(_ sample: CaptureSample) throws -> Wire.Connection {
        let found = Wire.Connections(try Wire.Capture(sample.pcap))
        #expect(found.all.count == 1)
        return try #require(found.all.first)
    }

    private func entries(_ packets: [CaptureSample.Packet]) throws -> [Wire.Entry] {
        try connection(CaptureSample(packets: packets)).entries(as: .smpp, connection: 1)
    }

    private func sequences(_ entries: [Wire.Entry], from side: Wire.Reader.Side = .client) -> [String] {
        entries.compactMap { entry in
            if case .pdu(let pdu) = entry.item, entry.side == side { pdu.sequence } else { nil }
        }
    }

    private func remarks(_ entries: [Wire.Entry]) -> [Wire.Remark] {
        entries.compactMap { if case .remark(let remark) = $0.item { remark } else { nil } }
    }

    private let all = (1...10).map(String.init)

    @Test(arguments: CaptureSample.Link.allCases, [false, true])
    func `every kind of link, of either IP, in either form of file`(link: CaptureSample.Link, isIPv6: Bool) throws {
        let packets =
            Self.opening + CaptureSample.segments(Self.asked, from: 100, isFromClient: true, sizes: [1, 30, 7])
        let sample = CaptureSample(link: link, isIPv6: isIPv6, packets: packets)
        for file in [sample.pcap, sample.pcapng] {
            let found = Wire.Connections(try Wire.Capture(file))
            let connection = try #require(found.all.first)
            #expect(connection.likelySpeech == .smpp)
            #expect(connection.fromClient.isFromTheStart)
            #expect(connection.client.port == 40_001)
            let entries = connection.entries(as: .smpp, connection: 1)
            #expect(sequences(entries) == all)
            #expect(entries.first?.time_ns == 1_795_000_000_000_000_000)
        }
    }

    @Test func `both directions come in the order of time, and an answer says how long it took`() throws {
        var packets = Self.opening
        for index in 0..<10 {
            for (isFromClient, stream, first) in [(true, Self.asked, UInt32(100)), (false, Self.answered, 500)] {
                packets.append(
                    CaptureSample.Packet(
                        isFromClient: isFromClient, sequence: first + UInt32(index * 16),
                        octets: Array(stream[index * 16..<index * 16 + 16]),
                        time_ms: UInt32(index * 10 + (isFromClient ? 0 : 4))))
            }
        }
        let entries = try entries(packets)
        #expect(entries.map(\.side) == (0..<20).map { $0 % 2 == 0 ? .client : .server })
        #expect(
            entries.allSatisfy { entry in
                guard case .pdu(let pdu) = entry.item else { return false }
                return pdu.after_ns == (entry.side == .client ? nil : 4_000_000)
            })
    }

    @Test(arguments: 0..<50)
    func `segments out of order, again and overlapping give the same stream`(seed: Int) throws {
        var random = RandomPDU(seed: UInt64(seed))
        var packets = CaptureSample.segments(
            Self.asked, from: .max - 40, isFromClient: true,
            sizes: (0..<20).map { _ in Int.random(in: 1...20, using: &random) })
        // Some come twice, some with their neighbours once more.
        for _ in 0..<6 {
            let start = Int.random(in: 0..<150, using: &random)
            let end = Int.random(in: start + 1...160, using: &random)
            packets.append(
                CaptureSample.Packet(
                    isFromClient: true, sequence: UInt32.max - 40 &+ UInt32(start),
                    octets: Array(Self.asked[start..<end])))
        }
        packets.shuffle(using: &random)
        let opening = CaptureSample.Packet(
            isFromClient: true, sequence: .max - 41, octets: [], isOpening: true, isAnswer: false)
        let connection = try connection(CaptureSample(packets: [opening] + packets))
        let entries = connection.entries(as: .smpp, connection: 1)
        #expect(sequences(entries) == all)
        #expect(remarks(entries).isEmpty)
        #expect(connection.fromClient.repeated > 0)
        #expect(connection.fromClient.contradicted == 0)
    }

    @Test func `a segment that is missing is counted, and the reading goes on behind it`() throws {
        var packets =
            Self.opening + CaptureSample.segments(Self.asked, from: 100, isFromClient: true, sizes: [40, 20, 100])
        packets.remove(at: 3)
        let entries = try entries(packets)
        #expect(sequences(entries) == ["1", "2", "5", "6", "7", "8", "9", "10"])
        #expect(remarks(entries).map(\.kind) == [.cut, .missing, .skipped])
        #expect(remarks(entries).map(\.octets) == [8, 20, 4])
    }

    @Test func `a capture that begins inside a PDU finds the next`() throws {
        let packets = CaptureSample.segments(Array(Self.asked[5...]), from: 7_000, isFromClient: true, sizes: [50])
        let connection = try connection(CaptureSample(packets: packets))
        #expect(!connection.fromClient.isFromTheStart)
        let entries = connection.entries(as: .smpp, connection: 1)
        #expect(sequences(entries) == Array(all.dropFirst()))
        #expect(remarks(entries).map(\.octets) == [11])
        #expect(remarks(entries).first?.words.contains("joined inside a PDU") == true)
    }

    @Test func `the same ends that connect again are another connection`() throws {
        let again = [
            CaptureSample.Packet(isFromClient: true, sequence: 9_999, octets: [], isOpening: true, isAnswer: false)
        ]
        let packets =
            Self.opening + CaptureSample.segments(Self.asked, from: 100, isFromClient: true, sizes: []) + again
            + CaptureSample.segments(Self.asked, from: 10_000, isFromClient: true, sizes: [])
        let found = Wire.Connections(try Wire.Capture(CaptureSample(packets: packets).pcap))
        #expect(found.all.count == 2)
        #expect(found.all.allSatisfy { sequences($0.entries(as: .smpp, connection: 1)) == all })
    }

    @Test func `a file cut at any octet gives what stands before the cut`() throws {
        let whole = CaptureSample(
            packets: Self.opening + CaptureSample.segments(Self.asked, from: 100, isFromClient: true, sizes: [32, 32]))
        for file in [whole.pcap, whole.pcapng] {
            for length in 24..<file.count {
                let capture = try Wire.Capture(Array(file.prefix(length)))
                #expect(capture.packets.count <= 5)
                _ = Wire.Connections(capture).all.map { $0.entries(as: .smpp, connection: 1) }
            }
        }
        #expect(throws: Wire.Capture.Fault.noCapture) {
            try Wire.Capture(Array("no capture, but long enough to be one".utf8))
        }
    }

    // MARK: digits

    @Test(arguments: [
        "0000001000000015 0000000000000001",
        "00 00 00 10 00 00 00 15\n00 00 00 00 00 00 00 01\n",
        "0x00,0x00,0x00,0x10, 0x00,0x00,0x00,0x15, 0x00,0x00,0x00,0x00 0x00-00-00-01",
        "# of a log\n00000000: 0000 0010 0000 0015 0000 0000 0000 0001  ................\n",
        "00000000  00 00 00 10 00 00 00 15  00 00 00 00 00 00 00 01  |................|\n00000010\n",
        "0000   00 00 00 10 00 00 00 15 00 00 00 00 00 00 00 01   ....abcd..ef01\n",
        "\t0x0000:  0000 0010 0000 0015 0000 0000 0000 0001  ....E..@\n",
        "00000000: 0000 0010 0000 0015 0000 0000          ............\n0000000c: 0000 0001                                beef\n",
    ])
    func `digits are read as people and programs write them`(text: String) throws {
        #expect(
            try Wire.Hex.octets(of: Array(text.utf8))
                == Array(hex("00000010000000150000000000000001").readableBytesView))
    }

    @Test func `what is no digit is told with its line`() {
        #expect(throws: Wire.Hex.Fault(line: 2, words: "not hexadecimal digits")) {
            try Wire.Hex.octets(of: Array("0011\nhello\n".utf8))
        }
        #expect(throws: Wire.Hex.Fault(line: 1, words: "an odd count of digits")) {
            try Wire.Hex.octets(of: Array("001".utf8))
        }
    }
}
