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
        guard let length = getInteger(at: readerIndex, as: UInt32.self) else { return nil }
        guard length >= UInt32(SMPP.Limit.header_bytes) else { throw SMPP.Fault(.lengthTooSmall(length)) }
        guard length <= limit_bytes else {
            throw SMPP.Fault(.lengthTooLarge(length, limit_bytes: limit_bytes))
        }
        guard readableBytes >= Int(length),
            let (_, command, status, sequence) = readMultipleIntegers(as: (UInt32, UInt32, UInt32, UInt32).self),
            let body = readSlice(length: Int(length) - SMPP.Limit.header_bytes)
        else { return nil }
        return SMPP.Frame(
            command: command, status: SMPP.Status(rawValue: status), sequence: sequence, body: body)
    }

    /// Writes a header, then what `body` writes in at most `size` octets, then `tail` and `tlvs` as they are.
    mutating func writeSMPPFrame(
        _ command: SMPP.Command, status: SMPP.Status, sequence: UInt32, size: Int, tail: ByteBuffer = ByteBuffer(),
        tlvs: SMPP.TLVs = SMPP.TLVs(), body: (inout OutputRawSpan) -> Void
    ) {
        let start = writerIndex
        let behind = tail.readableBytes + tlvs.bytes.readableBytes
        reserveCapacity(minimumWritableBytes: SMPP.Limit.header_bytes + size + behind)
        writeWithOutputRawSpan(minimumWritableBytes: SMPP.Limit.header_bytes + size) { span in
            span.append32(0)
            span.append32(command.rawValue)
            span.append32(status.rawValue)
            span.append32(sequence)
            body(&span)
        }
        if tail.readableBytes > 0 { writeImmutableBuffer(tail) }
        if !tlvs.isEmpty { writeImmutableBuffer(tlvs.bytes) }
        setInteger(UInt32(truncatingIfNeeded: writerIndex - start), at: start)
    }
}
