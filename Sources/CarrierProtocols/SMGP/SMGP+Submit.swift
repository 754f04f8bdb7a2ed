package import NIOCore

extension SMGP {
    /// `MsgFormat` (§6.2.16): CMPP's, of which 15 is GB18030.
    package typealias MessageFormat = CMPP.MessageFormat

    /// Submit (§5.2.2.2.1).
    package struct Submit: Sendable, Hashable {
        /// 6 for a text from an SP to a subscriber.
        package var type: UInt8 = 6
        package var needsReport: UInt8 = 0
        /// 0 low to 3 high.
        package var priority: UInt8 = 0
        package var serviceID: String
        /// 00 free, 01 by message, 02 by month, 03 up to a limit.
        package var feeType = ""
        /// In fen, both.
        package var feeCode = ""
        package var fixedFee = ""
        package var format = MessageFormat.ascii
        package var validUntil = Time.none
        package var sendAt = Time.none
        /// What the borrower sees as the sender: `118`, the SP's code and what it likes.
        package var sourceNumber = ""
        /// Empty where the receiver's counts.
        package var chargeNumber = ""
        package var destination = ""
        /// Nearly always none: they stand apart, so that one number costs no array.
        package var furtherDestinations: [String] = []
        package var content = ByteBuffer()
        package var tlvs = TLVs()

        package var destinations: [String] { [destination] + furtherDestinations }
    }
}

extension SMGP.Submit {
    package init() { self.init(serviceID: "") }

    /// Makes this message `part` of a long text: a user data header in front of its own share, and the parameters of the parts.
    package mutating func setPart(_ part: TextPart, octets: some Collection<UInt8>) {
        tlvs.append(SMGP.Tag.udhi, integer: UInt8(1))
        tlvs.append(SMGP.Tag.partTotal, integer: part.total)
        tlvs.append(SMGP.Tag.partNumber, integer: part.number)
        content.clear(minimumCapacity: octets.count + 6)
        content.writeUserDataHeader(part)
        content.writeBytes(octets)
    }

    /// Asks for an end that means the same whether a gateway reads its zone or takes it for China's.
    package mutating func setValidUntil(posixSeconds: Int64) {
        validUntil = .inChina(posixSeconds: posixSeconds)
    }

    /// Reads a body in one pass: `octets` stand in `buffer` from `index`. Every field is set once, none by its default before.
    @inline(__always)
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(WireFault) {
        var place = 0
        let type = try octets.read(UInt8.self, "MsgType", &place)
        let needsReport = try octets.read(UInt8.self, "NeedReport", &place)
        let priority = try octets.read(UInt8.self, "Priority", &place)
        let serviceID = try octets.readFixed(SMGP.Size.serviceID, "ServiceID", &place)
        let feeType = try octets.readFixed(SMGP.Size.feeType, "FeeType", &place)
        let feeCode = try octets.readFixed(SMGP.Size.fee, "FeeCode", &place)
        let fixedFee = try octets.readFixed(SMGP.Size.fee, "FixedFee", &place)
        let format = SMGP.MessageFormat(rawValue: try octets.read(UInt8.self, "MsgFormat", &place))
        let validUntil = try octets.readFixedTime("ValidTime", &place)
        let sendAt = try octets.readFixedTime("AtTime", &place)
        let sourceNumber = try octets.readFixed(SMGP.Size.number, "SrcTermID", &place)
        let chargeNumber = try octets.readFixed(SMGP.Size.number, "ChargeTermID", &place)
        let count = Int(try octets.read(UInt8.self, "DestTermIDCount", &place))
        guard count <= SMGP.Limit.destinations else {
            throw .tooLong("DestTermIDCount", limit: SMGP.Limit.destinations)
        }
        let destination = count == 0 ? "" : try octets.readFixed(SMGP.Size.number, "DestTermID", &place)
        let further = count < 2 ? [] : try octets.readNumbers(count - 1, SMGP.Size.number, "DestTermID", &place)
        let length = Int(try octets.read(UInt8.self, "MsgLength", &place))
        let content = try octets.readSlice(length, "MsgContent", &place, of: buffer, at: index)
        self.init(
            type: type, needsReport: needsReport, priority: priority, serviceID: serviceID, feeType: feeType,
            feeCode: feeCode, fixedFee: fixedFee, format: format, validUntil: validUntil, sendAt: sendAt,
            sourceNumber: sourceNumber, chargeNumber: chargeNumber, destination: destination,
            furtherDestinations: further, content: content,
            tlvs: try octets.readSMGPTail(&place, of: buffer, at: index))
    }

    @inline(__always)
    fileprivate func check() throws(WireFault) {
        guard content.readableBytes <= SMGP.Limit.content_bytes else {
            throw .tooLong("MsgContent", limit: SMGP.Limit.content_bytes)
        }
        try WireFault.check(serviceID, fits: SMGP.Size.serviceID, "ServiceID")
        try WireFault.check(feeType, fits: SMGP.Size.feeType, "FeeType")
        try WireFault.check(feeCode, fits: SMGP.Size.fee, "FeeCode")
        try WireFault.check(fixedFee, fits: SMGP.Size.fee, "FixedFee")
        try WireFault.check(sourceNumber, fits: SMGP.Size.number, "SrcTermID")
        try WireFault.check(chargeNumber, fits: SMGP.Size.number, "ChargeTermID")
        try WireFault.check(destination, fits: SMGP.Size.number, "DestTermID")
        guard !furtherDestinations.isEmpty else { return }
        guard furtherDestinations.count < SMGP.Limit.destinations else {
            throw .tooLong("DestTermIDCount", limit: SMGP.Limit.destinations)
        }
        for number in furtherDestinations { try WireFault.check(number, fits: SMGP.Size.number, "DestTermID") }
    }
}

extension RawSpan {
    /// `Reserve`, which some leave out where nothing follows, and the optional parameters.
    @inline(__always)
    func readSMGPTail(_ place: inout Int, of buffer: ByteBuffer, at index: Int) throws(WireFault) -> SMGP.TLVs {
        guard place < byteCount else { return SMGP.TLVs() }
        guard byteCount - place >= SMGP.Size.reserve else { throw .truncated("Reserve") }
        place += SMGP.Size.reserve
        guard place < byteCount else { return SMGP.TLVs() }
        do { return try SMGP.TLVs(self, from: place, of: buffer, at: index) } catch { throw .malformedTLV }
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func appendSMGPTail(_ tlvs: SMGP.TLVs) {
        appendZeros(SMGP.Size.reserve)
        if let parameters = tlvs.bytes { append(parameters) }
    }
}

extension ByteBuffer {
    /// Writes a Submit without a `PDU` around it. A fault leaves the buffer as it was.
    package mutating func writeSMGPSubmit(_ submit: SMGP.Submit, sequence: UInt32) throws(SMGP.Fault) {
        do throws(WireFault) { try submit.check() } catch {
            throw SMGP.Fault(error, command: SMGP.Command.submit.rawValue, sequence: sequence)
        }
        let length = submit.content.readableBytes
        let count = 1 + submit.furtherDestinations.count
        let size = 114 + SMGP.Size.number * count + length + (submit.tlvs.bytes?.readableBytes ?? 0)
        writePlainFrame(SMGP.Command.submit.rawValue, sequence: sequence, size: size) { span in
            span.append(submit.type)
            span.append(submit.needsReport)
            span.append(submit.priority)
            span.appendFixed(submit.serviceID, SMGP.Size.serviceID)
            span.appendFixed(submit.feeType, SMGP.Size.feeType)
            span.appendFixed(submit.feeCode, SMGP.Size.fee)
            span.appendFixed(submit.fixedFee, SMGP.Size.fee)
            span.append(submit.format.rawValue)
            span.appendFixed(submit.validUntil)
            span.appendFixed(submit.sendAt)
            span.appendFixed(submit.sourceNumber, SMGP.Size.number)
            span.appendFixed(submit.chargeNumber, SMGP.Size.number)
            span.append(UInt8(truncatingIfNeeded: count))
            span.appendFixed(submit.destination, SMGP.Size.number)
            for number in submit.furtherDestinations { span.appendFixed(number, SMGP.Size.number) }
            span.append(UInt8(truncatingIfNeeded: length))
            span.append(submit.content)
            span.appendSMGPTail(submit.tlvs)
        }
    }
}
