package import NIOCore

extension CMPP {
    /// CMPP_DELIVER (§8.4.5.1): a borrower's words, or a report.
    package struct Deliver: Sendable, Hashable {
        package var id = MessageID.none
        /// The SP's number that was written to.
        package var destinationID: String
        package var serviceID = ""
        package var protocolID: UInt8 = 0
        /// 1 where the content starts with a user data header.
        package var udhi: UInt8 = 0
        package var format = MessageFormat.ascii
        /// Of a report, the number that the text went to.
        package var sourceNumber = ""
        /// 3.0 only: 0 a real number, 1 a pseudonym.
        package var sourceNumberType: UInt8 = 0
        /// 1 where this is a report.
        package var registeredDelivery: UInt8 = 0
        package var content = ByteBuffer()
        /// 3.0 only.
        package var linkID = ""

        package var isReport: Bool { registeredDelivery == 1 }

        /// The text without its header, and which part of a long one it is. Throws where the header claims more than there is.
        package func text() throws(WireFault) -> (octets: ByteBuffer, part: TextPart?) {
            var text = content
            let part = udhi & 1 == 1 ? try text.readUserDataHeader() : nil
            return (text, part)
        }
    }
}

extension CMPP.Deliver {
    package init() { self.init(destinationID: "") }

    /// Reads a body in one pass: `octets` stand in `buffer` from `index`.
    @inline(__always)
    init(
        _ octets: RawSpan, of buffer: ByteBuffer, at index: Int, version: CMPP.Version
    ) throws(WireFault) {
        let isWide = version.isWide
        var place = 0
        let id = CMPP.MessageID(rawValue: try octets.read(UInt64.self, "Msg_Id", &place))
        let destinationID = try octets.readFixed(CMPP.Size.serviceNumber, "Dest_Id", &place)
        let serviceID = try octets.readFixed(CMPP.Size.serviceID, "Service_Id", &place)
        let protocolID = try octets.read(UInt8.self, "TP_pid", &place)
        let udhi = try octets.read(UInt8.self, "TP_udhi", &place)
        let format = CMPP.MessageFormat(rawValue: try octets.read(UInt8.self, "Msg_Fmt", &place))
        let sourceNumber = try octets.readFixed(version.number_bytes, "Src_terminal_Id", &place)
        let sourceNumberType = isWide ? try octets.read(UInt8.self, "Src_terminal_type", &place) : 0
        let registeredDelivery = try octets.read(UInt8.self, "Registered_Delivery", &place)
        let length = Int(try octets.read(UInt8.self, "Msg_Length", &place))
        let content = try octets.readSlice(length, "Msg_Content", &place, of: buffer, at: index)
        let linkID = isWide ? try octets.readFixed(CMPP.Size.linkID, "LinkID", &place) : ""
        self.init(
            id: id, destinationID: destinationID, serviceID: serviceID, protocolID: protocolID, udhi: udhi,
            format: format, sourceNumber: sourceNumber, sourceNumberType: sourceNumberType,
            registeredDelivery: registeredDelivery, content: content, linkID: linkID)
    }

    @inline(__always)
    fileprivate func check(number_bytes: Int) throws(WireFault) {
        guard content.readableBytes <= CMPP.Limit.deliverContent_bytes else {
            throw .tooLong("Msg_Content", limit: CMPP.Limit.deliverContent_bytes)
        }
        try WireFault.check(destinationID, fits: CMPP.Size.serviceNumber, "Dest_Id")
        try WireFault.check(serviceID, fits: CMPP.Size.serviceID, "Service_Id")
        try WireFault.check(sourceNumber, fits: number_bytes, "Src_terminal_Id")
        try WireFault.check(linkID, fits: CMPP.Size.linkID, "LinkID")
    }
}

extension ByteBuffer {
    /// Writes a CMPP_DELIVER without a `PDU` around it. A fault leaves the buffer as it was.
    package mutating func writeCMPPDeliver(
        _ deliver: CMPP.Deliver, sequence: UInt32, version: CMPP.Version
    ) throws(CMPP.Fault) {
        let number_bytes = version.number_bytes
        do throws(WireFault) { try deliver.check(number_bytes: number_bytes) } catch {
            throw CMPP.Fault(error, command: CMPP.Command.deliver.rawValue, sequence: sequence)
        }
        let isWide = version.isWide
        let length = deliver.content.readableBytes
        writePlainFrame(CMPP.Command.deliver.rawValue, sequence: sequence, size: (isWide ? 97 : 73) + length) { span in
            span.append(integer: deliver.id.rawValue)
            span.appendFixed(deliver.destinationID, CMPP.Size.serviceNumber)
            span.appendFixed(deliver.serviceID, CMPP.Size.serviceID)
            span.append(deliver.protocolID)
            span.append(deliver.udhi)
            span.append(deliver.format.rawValue)
            span.appendFixed(deliver.sourceNumber, number_bytes)
            if isWide { span.append(deliver.sourceNumberType) }
            span.append(deliver.registeredDelivery)
            span.append(UInt8(truncatingIfNeeded: length))
            span.append(deliver.content)
            if isWide {
                span.appendFixed(deliver.linkID, CMPP.Size.linkID)
            } else {
                span.appendZeros(CMPP.Size.reserve)
            }
        }
    }
}
