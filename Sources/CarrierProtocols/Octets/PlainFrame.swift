package import NIOCore

/// One PDU cut from the stream, its body not yet read: the header of length, command and sequence that CMPP (§8.3) and SMGP (§5.2)
/// have in common.
package struct PlainFrame: Sendable, Hashable {
    /// Octets of the header.
    package static let header_bytes = 12

    package var command: UInt32
    /// Pairs a response with its request.
    package var sequence: UInt32
    package var body: ByteBuffer
}

/// The three integers, and that the whole PDU has arrived.
struct PlainHeader {
    var length: Int
    var command: UInt32
    var sequence: UInt32
}

extension RawSpan {
    /// The header of the PDU in front: nil when that has not arrived whole, body and all.
    @inline(__always)
    func plainHeader(limit_bytes: UInt32) throws(PDUFault<UInt32>) -> PlainHeader? {
        guard byteCount >= 4 else { return nil }
        let length = integer(at: 0, as: UInt32.self)
        guard length >= UInt32(PlainFrame.header_bytes) else {
            throw PDUFault(.lengthTooSmall(length, least_bytes: PlainFrame.header_bytes))
        }
        guard length <= limit_bytes else { throw PDUFault(.lengthTooLarge(length, limit_bytes: limit_bytes)) }
        guard byteCount >= Int(length) else { return nil }
        return PlainHeader(
            length: Int(length), command: integer(at: 4, as: UInt32.self), sequence: integer(at: 8, as: UInt32.self))
    }
}

extension ByteBuffer {
    /// Cuts the next PDU from the stream: nil when it has not arrived whole. Throws, without consuming, on a length that no PDU
    /// can have; nothing after it can be read.
    mutating func readPlainFrame(limit_bytes: UInt32) throws(PDUFault<UInt32>) -> PlainFrame? {
        guard let header = try readableBytesSpan.plainHeader(limit_bytes: limit_bytes),
            let body = getSlice(
                at: readerIndex + PlainFrame.header_bytes, length: header.length - PlainFrame.header_bytes)
        else { return nil }
        moveReaderIndex(forwardBy: header.length)
        return PlainFrame(command: header.command, sequence: header.sequence, body: body)
    }

    /// Writes a header, then what `body` writes in at most `size` octets.
    @inline(__always)
    mutating func writePlainFrame(
        _ command: UInt32, sequence: UInt32, size: Int, body: (inout OutputRawSpan) -> Void
    ) {
        writeWithOutputRawSpan(minimumWritableBytes: PlainFrame.header_bytes + size) { span in
            span.append(integer: UInt32(0))
            span.append(integer: command)
            span.append(integer: sequence)
            body(&span)
            span.setLengthInFront()
        }
    }
}
