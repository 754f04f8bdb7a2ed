package import NIOCore

extension SGIP {
    /// One PDU cut from the stream, its body not yet read (§4.2.2).
    package struct Frame: Sendable, Hashable {
        package var command: UInt32
        /// Pairs a response with its request.
        package var sequence: Sequence
        package var body: ByteBuffer
    }

    struct Header {
        var length: Int
        var command: UInt32
        var sequence: Sequence
    }
}

extension RawSpan {
    /// The header of the PDU in front: nil when that has not arrived whole, body and all.
    @inline(__always)
    func sgipHeader(limit_bytes: UInt32) throws(SGIP.Fault) -> SGIP.Header? {
        guard byteCount >= 4 else { return nil }
        let length = integer(at: 0, as: UInt32.self)
        guard length >= UInt32(SGIP.Limit.header_bytes) else {
            throw SGIP.Fault(.lengthTooSmall(length, least_bytes: SGIP.Limit.header_bytes), sequence: .zero)
        }
        guard length <= limit_bytes else {
            throw SGIP.Fault(.lengthTooLarge(length, limit_bytes: limit_bytes), sequence: .zero)
        }
        guard byteCount >= Int(length) else { return nil }
        let sequence = SGIP.Sequence(
            node: integer(at: 8, as: UInt32.self), moment: integer(at: 12, as: UInt32.self),
            counter: integer(at: 16, as: UInt32.self))
        return SGIP.Header(length: Int(length), command: integer(at: 4, as: UInt32.self), sequence: sequence)
    }
}

extension ByteBuffer {
    /// Cuts the next PDU from the stream: nil when it has not arrived whole. Throws, without consuming, on a Message Length that no
    /// PDU can have; nothing after it can be read.
    package mutating func readSGIPFrame(
        limit_bytes: UInt32 = SGIP.Limit.messageLength_bytes
    ) throws(SGIP.Fault) -> SGIP.Frame? {
        let start = SGIP.Limit.header_bytes
        guard let header = try readableBytesSpan.sgipHeader(limit_bytes: limit_bytes),
            let body = getSlice(at: readerIndex + start, length: header.length - start)
        else { return nil }
        moveReaderIndex(forwardBy: header.length)
        return SGIP.Frame(command: header.command, sequence: header.sequence, body: body)
    }

    /// Writes a header, then what `body` writes in at most `size` octets.
    @inline(__always)
    mutating func writeSGIPFrame(
        _ command: SGIP.Command, sequence: SGIP.Sequence, size: Int, body: (inout OutputRawSpan) -> Void
    ) {
        writeWithOutputRawSpan(minimumWritableBytes: SGIP.Limit.header_bytes + size) { span in
            span.append(integer: UInt32(0))
            span.append(integer: command.rawValue)
            span.append(sequence)
            body(&span)
            span.setLengthInFront()
        }
    }
}
