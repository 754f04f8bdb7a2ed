import CarrierProtocols
import NIOCore
import Testing

/// How PDUs of one protocol (and version) become bytes and back.
struct Codec<PDU: Hashable & Sendable, Sequence: Hashable & Sendable>: Sendable {
    var header_bytes: Int
    var read: @Sendable (inout ByteBuffer) throws(PDUFault<Sequence>) -> PDU?
    var write: @Sendable (PDU, inout ByteBuffer) throws(PDUFault<Sequence>) -> Void
    /// Stands behind a broken one to show that the stream goes on.
    var next: PDU

    func bytes(_ pdu: PDU) throws -> ByteBuffer {
        var bytes = ByteBuffer()
        try write(pdu, &bytes)
        return bytes
    }

    /// Written and read again, wherever it stands in the buffer.
    func travelled(_ pdu: PDU, behind front: Int = 0) throws -> PDU? {
        var bytes = ByteBuffer(repeating: 0xFF, count: front)
        try write(pdu, &bytes)
        bytes.moveReaderIndex(forwardBy: front)
        let read = try read(&bytes)
        #expect(bytes.readableBytes == 0)
        return read
    }

    /// Reads a stream to its end as a gateway does; the number of PDUs and of faults found.
    func readAll(_ stream: inout ByteBuffer, _ look: (PDU) -> Void = { _ in }) -> (whole: Int, faults: Int) {
        var (whole, faults) = (0, 0)
        while true {
            let before = stream.readableBytes
            do throws(PDUFault<Sequence>) {
                guard let pdu = try read(&stream) else { return (whole, faults) }
                whole += 1
                look(pdu)
            } catch {
                faults += 1
                if error.isFatal { return (whole, faults) }
            }
            #expect(stream.readableBytes < before)
        }
    }
}

/// One PDU, its bytes as somebody else wrote them, and what they mean.
struct Golden<PDU: Hashable & Sendable, Sequence: Hashable & Sendable>: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: ByteBuffer
    var pdu: PDU
    var codec: Codec<PDU, Sequence>
    var testDescription: String { name }

    func readsAsItsMeaning() throws {
        var bytes = bytes
        #expect(try codec.read(&bytes) == pdu)
        #expect(bytes.readableBytes == 0)
    }

    func isWrittenAsItsBytes() throws {
        #expect(try codec.bytes(pdu) == bytes)
    }

    func waitsAtEveryPrefix() throws {
        for length in 0..<bytes.readableBytes {
            var prefix = prefix(length)
            #expect(try codec.read(&prefix) == nil)
            #expect(prefix.readableBytes == length)
        }
    }

    /// Every field cut at every place, with a length in front that agrees: a lie that only the body gives away.
    func survivesEveryCut() throws {
        for length in codec.header_bytes..<bytes.readableBytes {
            var cut = prefix(length)
            cut.setInteger(UInt32(length), at: cut.readerIndex)
            try codec.write(codec.next, &cut)
            do throws(PDUFault<Sequence>) { _ = try codec.read(&cut) } catch { #expect(!error.isFatal) }
            #expect(try codec.read(&cut) == codec.next)
        }
    }

    private func prefix(_ length: Int) -> ByteBuffer {
        bytes.getSlice(at: bytes.readerIndex, length: length) ?? ByteBuffer()
    }
}

/// Bytes that nobody would write, from a seed.
struct Junk {
    var numbers: HostileBytesTests.Numbers

    init(seed: UInt64) { numbers = .init(state: seed) }

    mutating func octet() -> UInt8 { UInt8.random(in: 0...255, using: &numbers) }

    mutating func number<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T {
        T.random(in: T.min...T.max, using: &numbers)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &numbers) }

    mutating func bytes(_ count: Int) -> ByteBuffer { ByteBuffer(bytes: (0..<count).map { _ in octet() }) }

    /// Up to `limit` octets without a NUL, all of UTF-8's lengths among the letters.
    mutating func text(_ limit: Int) -> String {
        let wanted = below(limit + 1)
        var text = ""
        while true {
            let letter: Character = ["7", "a", "+", "é", "催", "🐦"][below(6)]
            if text.utf8.count + letter.utf8.count > wanted { return text }
            text.append(letter)
        }
    }

    /// A stream of 50 samples of which some octets are others; the length in front stays whole in most.
    mutating func flipped(_ samples: [ByteBuffer], header_bytes: Int) -> ByteBuffer {
        var stream = ByteBuffer()
        for _ in 0..<50 {
            var bytes = Array(samples[below(samples.count)].readableBytesView)
            for _ in 0..<below(4) {
                let first = Bool.random(using: &numbers) ? 4 : header_bytes
                let place = Int.random(in: first..<max(first + 1, bytes.count + 1), using: &numbers)
                if place < bytes.count { bytes[place] = octet() }
            }
            stream.writeBytes(bytes)
        }
        return stream
    }

    /// 2,000 octets. The first integer of junk is nearly always an absurd length; of half the seeds it is a lawful one.
    mutating func stream() -> ByteBuffer {
        var bytes = bytes(2_000)
        if Bool.random(using: &numbers) { bytes.setInteger(UInt32(64), at: 0) }
        return bytes
    }
}
