package import NIOCore

extension SMPP {
    /// One PDU cut from the stream, its body not yet read (§3.2).
    package struct Frame: Sendable, Hashable {
        package var command: UInt32
        package var status: Status
        /// Pairs a response with its request.
        package var sequence: UInt32
        package var body: ByteBuffer
    }
}

extension ByteBuffer {
    /// Cuts the next PDU from the stream: nil when it has not arrived whole.
    ///
    /// Throws, without consuming, on a `command_length` that no PDU can have; nothing after it can be read.
    package mutating func readSMPPFrame(
        limit_bytes: UInt32 = SMPP.Limit.commandLength_bytes
    ) throws(SMPP.Fault) -> SMPP.Frame? {
        guard let header = try readableBytesSpan.smppHeader(limit_bytes: limit_bytes),
            let body = getSlice(
                at: readerIndex + SMPP.Limit.header_bytes, length: header.length - SMPP.Limit.header_bytes)
        else { return nil }
        moveReaderIndex(forwardBy: header.length)
        return SMPP.Frame(
            command: header.command, status: header.status, sequence: header.sequence, body: body)
    }

    /// Writes a header, then what `body` writes in at most `size` octets, then `tail` and `tlvs` as they are.
    @inline(__always)
    mutating func writeSMPPFrame(
        _ command: SMPP.Command, status: SMPP.Status, sequence: UInt32, size: Int, tail: ByteBuffer? = nil,
        tlvs: SMPP.TLVs = SMPP.TLVs(), body: (inout OutputRawSpan) -> Void
    ) {
        let behind = (tail?.readableBytes ?? 0) + (tlvs.bytes?.readableBytes ?? 0)
        writeWithOutputRawSpan(minimumWritableBytes: SMPP.Limit.header_bytes + size + behind) { span in
            span.append(integer: UInt32(0))
            span.append(integer: command.rawValue)
            span.append(integer: status.rawValue)
            span.append(integer: sequence)
            body(&span)
            if let tail { span.append(tail) }
            if let parameters = tlvs.bytes { span.append(parameters) }
            span.setLengthInFront()
        }
    }
}
