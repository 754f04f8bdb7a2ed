package import NIOCore

extension SMGP {
    /// Deliver (§5.2.2.3.1): a borrower's words, or a report.
    package struct Deliver: Sendable, Hashable {
        package var id = MessageID.none
        /// 1 where this is a report.
        package var reportFlag: UInt8 = 0
        package var format = MessageFormat.ascii
        /// `YYYYMMDDHHMMSS`
        package var receivedAt: String
        package var sourceNumber = ""
        package var destinationNumber = ""
        package var content = ByteBuffer()
        package var tlvs = TLVs()

        package var isReport: Bool { reportFlag == 1 }

        /// The text without its header, and which part of a long one it is. Throws where the header claims more than there is.
        package func text() throws(WireFault) -> (octets: ByteBuffer, part: TextPart?) {
            var text = content
            let udhi = tlvs.isEmpty ? nil : tlvs.integer(Tag.udhi, as: UInt8.self)
            let part = (udhi ?? 0) & 1 == 1 ? try text.readUserDataHeader() : nil
            return (text, part)
        }
    }
}

extension SMGP.Deliver {
    package init() { self.init(receivedAt: "") }

    /// Reads a body in one pass: `octets` stand in `buffer` from `index`.
    @inline(__always)
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(WireFault) {
        var place = 0
        let id = try octets.readSMGPMessageID(&place)
        let reportFlag = try octets.read(UInt8.self, "IsReport", &place)
        let format = SMGP.MessageFormat(rawValue: try octets.read(UInt8.self, "MsgFormat", &place))
        let receivedAt = try octets.readFixed(SMGP.Size.second, "RecvTime", &place)
        let sourceNumber = try octets.readFixed(SMGP.Size.number, "SrcTermID", &place)
        let destinationNumber = try octets.readFixed(SMGP.Size.number, "DestTermID", &place)
        let length = Int(try octets.read(UInt8.self, "MsgLength", &place))
        let content = try octets.readSlice(length, "MsgContent", &place, of: buffer, at: index)
        self.init(
            id: id, reportFlag: reportFlag, format: format, receivedAt: receivedAt, sourceNumber: sourceNumber,
            destinationNumber: destinationNumber, content: content,
            tlvs: try octets.readSMGPTail(&place, of: buffer, at: index))
    }

    @inline(__always)
    fileprivate func check() throws(WireFault) {
        guard content.readableBytes <= SMGP.Limit.deliverContent_bytes else {
            throw .tooLong("MsgContent", limit: SMGP.Limit.deliverContent_bytes)
        }
        try WireFault.check(receivedAt, fits: SMGP.Size.second, "RecvTime")
        try WireFault.check(sourceNumber, fits: SMGP.Size.number, "SrcTermID")
        try WireFault.check(destinationNumber, fits: SMGP.Size.number, "DestTermID")
    }
}

extension ByteBuffer {
    /// Writes a Deliver without a `PDU` around it. A fault leaves the buffer as it was.
    package mutating func writeSMGPDeliver(_ deliver: SMGP.Deliver, sequence: UInt32) throws(SMGP.Fault) {
        do throws(WireFault) { try deliver.check() } catch {
            throw SMGP.Fault(error, command: SMGP.Command.deliver.rawValue, sequence: sequence)
        }
        let length = deliver.content.readableBytes
        let size = 77 + length + (deliver.tlvs.bytes?.readableBytes ?? 0)
        writePlainFrame(SMGP.Command.deliver.rawValue, sequence: sequence, size: size) { span in
            span.append(deliver.id)
            span.append(deliver.reportFlag)
            span.append(deliver.format.rawValue)
            span.appendFixed(deliver.receivedAt, SMGP.Size.second)
            span.appendFixed(deliver.sourceNumber, SMGP.Size.number)
            span.appendFixed(deliver.destinationNumber, SMGP.Size.number)
            span.append(UInt8(truncatingIfNeeded: length))
            span.append(deliver.content)
            span.appendSMGPTail(deliver.tlvs)
        }
    }
}
