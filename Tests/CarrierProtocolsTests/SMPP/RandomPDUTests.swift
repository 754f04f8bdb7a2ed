import CarrierProtocols
import NIOCore
import Testing

/// PDUs of every kind with fields of any lawful content: written, read, and cut at any place.
struct RandomPDUTests {
    @Test(arguments: 0..<150 as Range<UInt64>)
    func `what is written is read, whatever it holds`(_ seed: UInt64) throws {
        var chance = RandomPDU(seed: seed)
        var stream = ByteBuffer()
        var written: [SMPP.PDU] = []
        for kind in 0..<RandomPDU.kinds {
            let pdu = chance.pdu(kind)
            try stream.writeSMPPPDU(pdu)
            written.append(pdu)
        }
        var read: [SMPP.PDU] = []
        while let pdu = try stream.readSMPPPDU() { read.append(pdu) }
        #expect(read == written)
        #expect(stream.readableBytes == 0)
    }

    @Test func `every kind of PDU has its turn`() {
        var chance = RandomPDU(seed: 1)
        var commands: Set<UInt32> = []
        for seed in 0..<40 as Range<UInt64> {
            chance = RandomPDU(seed: seed)
            for kind in 0..<RandomPDU.kinds {
                var bytes = ByteBuffer()
                #expect(throws: Never.self) { try bytes.writeSMPPPDU(chance.pdu(kind)) }
                commands.insert(bytes.getInteger(at: 4) ?? 0)
            }
        }
        #expect(commands == Set(SMPP.Command.allCases.map(\.rawValue)))
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `a body cut anywhere is a fault or a shorter body`(_ seed: UInt64) throws {
        var chance = RandomPDU(seed: seed)
        for kind in 0..<RandomPDU.kinds {
            var whole = ByteBuffer()
            try whole.writeSMPPPDU(chance.pdu(kind))
            for length in SMPP.Limit.header_bytes..<whole.readableBytes {
                var bytes = try #require(whole.getSlice(at: 0, length: length))
                bytes.setInteger(UInt32(length), at: bytes.readerIndex)
                do { _ = try bytes.readSMPPPDU() } catch { #expect(!error.isFatal) }
                #expect(bytes.readableBytes == 0)
            }
        }
    }

    /// The length lies: it takes in the PDUs behind it, or leaves some of its own body to be read as a PDU.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a lying length never traps, never stands still and never takes more than it says`(_ seed: UInt64) throws {
        var chance = RandomPDU(seed: seed)
        var stream = ByteBuffer()
        for kind in 0..<RandomPDU.kinds {
            let start = stream.writerIndex
            try stream.writeSMPPPDU(chance.pdu(kind))
            let length = Int(stream.getInteger(at: start, as: UInt32.self) ?? 0)
            stream.setInteger(UInt32(max(16, length + Int.random(in: -8...40, using: &chance))), at: start)
        }
        while stream.readableBytes > 0 {
            let before = stream.readableBytes
            let announced = stream.getInteger(at: stream.readerIndex, as: UInt32.self).map(Int.init) ?? 0
            do {
                guard try stream.readSMPPPDU() != nil else { break }
                #expect(before - stream.readableBytes == announced)
            } catch {
                if error.isFatal { break }
                #expect(before - stream.readableBytes == announced)
            }
        }
    }

    @Test func `a stream cut at every octet brings the same PDUs`() throws {
        var stream = ByteBuffer()
        for sample in Sample.all { stream.writeImmutableBuffer(sample.bytes) }
        let expected = Sample.all.map(\.pdu)
        for cut in 0...stream.readableBytes {
            var arriving = ByteBuffer()
            var read: [SMPP.PDU] = []
            for (start, end) in [(0, cut), (cut, stream.readableBytes)] {
                arriving.takeIn(try #require(stream.getSlice(at: start, length: end - start)))
                while let pdu = try arriving.readSMPPPDU() { read.append(pdu) }
            }
            #expect(read == expected, "cut at \(cut)")
        }
    }

    @Test func `a stream that comes octet by octet brings the same PDUs`() throws {
        var arriving = ByteBuffer()
        var read: [SMPP.PDU] = []
        for sample in Sample.all {
            for octet in sample.bytes.readableBytesView {
                arriving.takeIn(ByteBuffer(bytes: [octet]))
                while let pdu = try arriving.readSMPPPDU() { read.append(pdu) }
            }
        }
        #expect(read == Sample.all.map(\.pdu))
    }
}
