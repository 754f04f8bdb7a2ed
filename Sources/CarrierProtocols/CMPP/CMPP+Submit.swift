package import NIOCore

extension CMPP {
    /// CMPP_SUBMIT (§8.4.3.1).
    package struct Submit: Sendable, Hashable {
        /// Left to the gateway.
        package var id = MessageID.none
        /// Parts of the text, and which this is, from 1.
        package var partTotal: UInt8 = 1
        package var partNumber: UInt8 = 1
        /// 1 asks for a report.
        package var registeredDelivery: UInt8 = 0
        package var level: UInt8 = 0
        package var serviceID: String
        /// 0 the receiver pays, 1 the sender's number, 2 the SP, 3 the number in `feeNumber`.
        package var feeUserType: UInt8 = 0
        package var feeNumber = ""
        /// 3.0 only, as every type of a number: 0 a real one, 1 a pseudonym.
        package var feeNumberType: UInt8 = 0
        package var protocolID: UInt8 = 0
        /// 1 where the content starts with a user data header.
        package var udhi: UInt8 = 0
        package var format = MessageFormat.ascii
        /// `Msg_src`: the SP's id.
        package var source = ""
        /// 01 free, 02 by message, 03 by month.
        package var feeType = ""
        /// In fen.
        package var feeCode = ""
        package var validUntil = Time.none
        package var sendAt = Time.none
        /// `Src_Id`: what the borrower sees as the sender.
        package var sourceID = ""
        package var destination = ""
        /// Nearly always none: they stand apart, so that one number costs no array.
        package var furtherDestinations: [String] = []
        package var destinationType: UInt8 = 0
        package var content = ByteBuffer()
        /// 3.0 only: of a service that was asked for by text.
        package var linkID = ""

        package var destinations: [String] { [destination] + furtherDestinations }
    }
}

extension CMPP.Submit {
    package init() { self.init(serviceID: "") }

    /// Makes this message `part` of a long text: a user data header in front of its own share, and the numbers of the parts.
    package mutating func setPart(_ part: TextPart, octets: some Collection<UInt8>) {
        (partTotal, partNumber, udhi) = (part.total, part.number, 1)
        content.clear(minimumCapacity: octets.count + 6)
        content.writeUserDataHeader(part)
        content.writeBytes(octets)
    }

    /// Asks for an end of `ValId_Time` that means the same whether a gateway reads its zone or takes it for China's.
    package mutating func setValidUntil(posixSeconds: Int64) {
        validUntil = .inChina(posixSeconds: posixSeconds)
    }

    /// Reads a body in one pass: `octets` stand in `buffer` from `index`. Every field is set once, none by its default before.
    @inline(__always)
    init(
        _ octets: RawSpan, of buffer: ByteBuffer, at index: Int, version: CMPP.Version
    ) throws(WireFault) {
        let number_bytes = version.number_bytes
        let isWide = version.isWide
        var place = 0
        let id = CMPP.MessageID(rawValue: try octets.read(UInt64.self, "Msg_Id", &place))
        let partTotal = try octets.read(UInt8.self, "Pk_total", &place)
        let partNumber = try octets.read(UInt8.self, "Pk_number", &place)
        let registeredDelivery = try octets.read(UInt8.self, "Registered_Delivery", &place)
        let level = try octets.read(UInt8.self, "Msg_level", &place)
        let serviceID = try octets.readFixed(CMPP.Size.serviceID, "Service_Id", &place)
        let feeUserType = try octets.read(UInt8.self, "Fee_UserType", &place)
        let feeNumber = try octets.readFixed(number_bytes, "Fee_terminal_Id", &place)
        let feeNumberType = isWide ? try octets.read(UInt8.self, "Fee_terminal_type", &place) : 0
        let protocolID = try octets.read(UInt8.self, "TP_pId", &place)
        let udhi = try octets.read(UInt8.self, "TP_udhi", &place)
        let format = CMPP.MessageFormat(rawValue: try octets.read(UInt8.self, "Msg_Fmt", &place))
        let source = try octets.readFixed(CMPP.Size.sourceAddress, "Msg_src", &place)
        let feeType = try octets.readFixed(CMPP.Size.feeType, "FeeType", &place)
        let feeCode = try octets.readFixed(CMPP.Size.feeCode, "FeeCode", &place)
        let validUntil = try octets.readFixedTime("ValId_Time", &place)
        let sendAt = try octets.readFixedTime("At_Time", &place)
        let sourceID = try octets.readFixed(CMPP.Size.serviceNumber, "Src_Id", &place)
        let count = Int(try octets.read(UInt8.self, "DestUsr_tl", &place))
        guard count <= CMPP.Limit.destinations else { throw .tooLong("DestUsr_tl", limit: CMPP.Limit.destinations) }
        let destination = count == 0 ? "" : try octets.readFixed(number_bytes, "Dest_terminal_Id", &place)
        let further =
            count < 2
            ? [] : try octets.readNumbers(count - 1, number_bytes, "Dest_terminal_Id", &place)
        let destinationType = isWide ? try octets.read(UInt8.self, "Dest_terminal_type", &place) : 0
        let length = Int(try octets.read(UInt8.self, "Msg_Length", &place))
        let content = try octets.readSlice(length, "Msg_Content", &place, of: buffer, at: index)
        let linkID = isWide ? try octets.readFixed(CMPP.Size.linkID, "LinkID", &place) : ""
        self.init(
            id: id, partTotal: partTotal, partNumber: partNumber, registeredDelivery: registeredDelivery,
            level: level, serviceID: serviceID, feeUserType: feeUserType, feeNumber: feeNumber,
            feeNumberType: feeNumberType, protocolID: protocolID, udhi: udhi, format: format, source: source,
            feeType: feeType, feeCode: feeCode, validUntil: validUntil, sendAt: sendAt, sourceID: sourceID,
            destination: destination, furtherDestinations: further, destinationType: destinationType,
            content: content, linkID: linkID)
    }
}

extension RawSpan {
    @inline(never)
    func readNumbers(
        _ count: Int, _ size: Int, _ field: StaticString, _ place: inout Int
    ) throws(WireFault) -> [String] {
        var numbers: [String] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try readFixed(size, field, &place)) }
        return numbers
    }
}

extension ByteBuffer {
    /// Writes a CMPP_SUBMIT without a `PDU` around it. A fault leaves the buffer as it was.
    package mutating func writeCMPPSubmit(
        _ submit: CMPP.Submit, sequence: UInt32, version: CMPP.Version
    ) throws(CMPP.Fault) {
        let number_bytes = version.number_bytes
        do throws(WireFault) { try submit.check(number_bytes: number_bytes) } catch {
            throw CMPP.Fault(error, command: CMPP.Command.submit.rawValue, sequence: sequence)
        }
        let isWide = version.isWide
        let length = submit.content.readableBytes
        let size = (isWide ? 151 : 126) + number_bytes * (1 + submit.furtherDestinations.count) + length
        writePlainFrame(CMPP.Command.submit.rawValue, sequence: sequence, size: size) { span in
            span.append(integer: submit.id.rawValue)
            span.append(submit.partTotal)
            span.append(submit.partNumber)
            span.append(submit.registeredDelivery)
            span.append(submit.level)
            span.appendFixed(submit.serviceID, CMPP.Size.serviceID)
            span.append(submit.feeUserType)
            span.appendFixed(submit.feeNumber, number_bytes)
            if isWide { span.append(submit.feeNumberType) }
            span.append(submit.protocolID)
            span.append(submit.udhi)
            span.append(submit.format.rawValue)
            span.appendFixed(submit.source, CMPP.Size.sourceAddress)
            span.appendFixed(submit.feeType, CMPP.Size.feeType)
            span.appendFixed(submit.feeCode, CMPP.Size.feeCode)
            span.appendFixed(submit.validUntil)
            span.appendFixed(submit.sendAt)
            span.appendFixed(submit.sourceID, CMPP.Size.serviceNumber)
            span.append(UInt8(truncatingIfNeeded: 1 + submit.furtherDestinations.count))
            span.appendFixed(submit.destination, number_bytes)
            for number in submit.furtherDestinations { span.appendFixed(number, number_bytes) }
            if isWide { span.append(submit.destinationType) }
            span.append(UInt8(truncatingIfNeeded: length))
            span.append(submit.content)
            if isWide {
                span.appendFixed(submit.linkID, CMPP.Size.linkID)
            } else {
                span.appendZeros(CMPP.Size.reserve)
            }
        }
    }
}

extension CMPP.Submit {
    @inline(__always)
    fileprivate func check(number_bytes: Int) throws(WireFault) {
        let most = format == .ascii ? CMPP.Limit.asciiContent_bytes : CMPP.Limit.content_bytes
        guard content.readableBytes <= most else { throw .tooLong("Msg_Content", limit: most) }
        try WireFault.check(serviceID, fits: CMPP.Size.serviceID, "Service_Id")
        try WireFault.check(feeNumber, fits: number_bytes, "Fee_terminal_Id")
        try WireFault.check(source, fits: CMPP.Size.sourceAddress, "Msg_src")
        try WireFault.check(feeType, fits: CMPP.Size.feeType, "FeeType")
        try WireFault.check(feeCode, fits: CMPP.Size.feeCode, "FeeCode")
        try WireFault.check(sourceID, fits: CMPP.Size.serviceNumber, "Src_Id")
        try WireFault.check(destination, fits: number_bytes, "Dest_terminal_Id")
        try WireFault.check(linkID, fits: CMPP.Size.linkID, "LinkID")
        guard !furtherDestinations.isEmpty else { return }
        guard furtherDestinations.count < CMPP.Limit.destinations else {
            throw .tooLong("DestUsr_tl", limit: CMPP.Limit.destinations)
        }
        for number in furtherDestinations { try WireFault.check(number, fits: number_bytes, "Dest_terminal_Id") }
    }
}
