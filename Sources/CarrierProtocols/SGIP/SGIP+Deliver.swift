package import NIOCore

extension SGIP {
    /// Deliver (§4.2.3.4.1): a borrower's words.
    package struct Deliver: Sendable, Hashable {
        /// With `86` in front.
        package var user: String
        package var spNumber = ""
        package var protocolID: UInt8 = 0
        /// 1 where the content starts with a user data header.
        package var udhi: UInt8 = 0
        package var format = MessageFormat.ascii
        package var content = ByteBuffer()

        /// The text without its header, and which part of a long one it is. Throws where the header claims more than there is.
        package func text() throws(WireFault) -> (octets: ByteBuffer, part: TextPart?) {
            var text = content
            let part = udhi & 1 == 1 ? try text.readUserDataHeader() : nil
            return (text, part)
        }
    }
}

extension SGIP.Deliver {
    package init() { self.init(user: "") }

    /// Reads a body in one pass: `octets` stand in `buffer` from `index`. Reserve says nothing and may be left out.
    @inline(__always)
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(WireFault) {
        var place = 0
        let user = try octets.readFixed(SGIP.Size.number, "UserNumber", &place)
        let spNumber = try octets.readFixed(SGIP.Size.number, "SPNumber", &place)
        let protocolID = try octets.read(UInt8.self, "TP_pid", &place)
        let udhi = try octets.read(UInt8.self, "TP_udhi", &place)
        let format = SGIP.MessageFormat(rawValue: try octets.read(UInt8.self, "MessageCoding", &place))
        let length = Int(try octets.read(UInt32.self, "MessageLength", &place))
        let content = try octets.readSlice(length, "MessageContent", &place, of: buffer, at: index)
        self.init(
            user: user, spNumber: spNumber, protocolID: protocolID, udhi: udhi, format: format, content: content)
    }

    fileprivate func check() throws(WireFault) {
        let size = SGIP.Limit.header_bytes + 57 + content.readableBytes
        guard size <= SGIP.Limit.written_bytes else { throw .tooLong("Deliver", limit: SGIP.Limit.written_bytes) }
        try WireFault.check(user, fits: SGIP.Size.number, "UserNumber")
        try WireFault.check(spNumber, fits: SGIP.Size.number, "SPNumber")
    }
}

extension ByteBuffer {
    /// Writes a Deliver without a `PDU` around it. A fault leaves the buffer as it was.
    package mutating func writeSGIPDeliver(_ deliver: SGIP.Deliver, sequence: SGIP.Sequence) throws(SGIP.Fault) {
        do throws(WireFault) { try deliver.check() } catch {
            throw SGIP.Fault(error, command: SGIP.Command.deliver.rawValue, sequence: sequence)
        }
        let length = deliver.content.readableBytes
        writeSGIPFrame(.deliver, sequence: sequence, size: 57 + length) { span in
            span.appendFixed(deliver.user, SGIP.Size.number)
            span.appendFixed(deliver.spNumber, SGIP.Size.number)
            span.append(deliver.protocolID)
            span.append(deliver.udhi)
            span.append(deliver.format.rawValue)
            span.append(integer: UInt32(truncatingIfNeeded: length))
            span.append(deliver.content)
            span.appendZeros(SGIP.Size.reserve)
        }
    }
}
