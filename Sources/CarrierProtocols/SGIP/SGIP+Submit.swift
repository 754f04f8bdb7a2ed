package import NIOCore

extension SGIP {
    /// Submit (§4.2.3.3.1).
    package struct Submit: Sendable, Hashable {
        /// The SP's number: what the borrower sees as the sender.
        package var spNumber: String
        /// Empty where the receiver pays; 21 zeros where the SP does.
        package var chargeNumber = ""
        /// With `86` in front.
        package var user = ""
        /// Nearly always none: they stand apart, so that one number costs no array.
        package var furtherUsers: [String] = []
        package var corpID = ""
        package var serviceType = ""
        /// 1 free, 2 by message, 3 by month, 4 by the SP (§5.3).
        package var feeType: UInt8 = 0
        /// In fen, both.
        package var feeValue = ""
        package var givenValue = ""
        /// 0 to be charged, 1 charged.
        package var agentFlag: UInt8 = 0
        /// Why it is sent: 2 for what nobody asked for by text.
        package var cause: UInt8 = 2
        /// 0 low to 9 high.
        package var priority: UInt8 = 0
        package var expires = Time.none
        package var sendAt = Time.none
        /// 0 a report of a failure, 1 always, 2 never.
        package var reportFlag: UInt8 = 0
        package var protocolID: UInt8 = 0
        /// 1 where the content starts with a user data header.
        package var udhi: UInt8 = 0
        package var format = MessageFormat.ascii
        /// 0 a short message.
        package var type: UInt8 = 0
        package var content = ByteBuffer()

        package var users: [String] { [user] + furtherUsers }
    }
}

extension SGIP.Submit {
    package init() { self.init(spNumber: "") }

    /// Makes this message `part` of a long text: a user data header in front of its own share.
    package mutating func setPart(_ part: TextPart, octets: some Collection<UInt8>) {
        udhi = 1
        content.clear(minimumCapacity: octets.count + 6)
        content.writeUserDataHeader(part)
        content.writeBytes(octets)
    }

    package mutating func setExpiry(posixSeconds: Int64) { expires = .inChina(posixSeconds: posixSeconds) }

    /// Reads a body in one pass: `octets` stand in `buffer` from `index`. Every field is set once, none by its default before.
    @inline(__always)
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(WireFault) {
        var place = 0
        let spNumber = try octets.readFixed(SGIP.Size.number, "SPNumber", &place)
        let chargeNumber = try octets.readFixed(SGIP.Size.number, "ChargeNumber", &place)
        let count = Int(try octets.read(UInt8.self, "UserCount", &place))
        guard count <= SGIP.Limit.users else { throw .tooLong("UserCount", limit: SGIP.Limit.users) }
        let user = count == 0 ? "" : try octets.readFixed(SGIP.Size.number, "UserNumber", &place)
        let further = count < 2 ? [] : try octets.readNumbers(count - 1, SGIP.Size.number, "UserNumber", &place)
        let corpID = try octets.readFixed(SGIP.Size.corpID, "CorpId", &place)
        let serviceType = try octets.readFixed(SGIP.Size.serviceType, "ServiceType", &place)
        let feeType = try octets.read(UInt8.self, "FeeType", &place)
        let feeValue = try octets.readFixed(SGIP.Size.fee, "FeeValue", &place)
        let givenValue = try octets.readFixed(SGIP.Size.fee, "GivenValue", &place)
        let agentFlag = try octets.read(UInt8.self, "AgentFlag", &place)
        let cause = try octets.read(UInt8.self, "MorelatetoMTFlag", &place)
        let priority = try octets.read(UInt8.self, "Priority", &place)
        let expires = try octets.readSGIPTime("ExpireTime", &place)
        let sendAt = try octets.readSGIPTime("ScheduleTime", &place)
        let reportFlag = try octets.read(UInt8.self, "ReportFlag", &place)
        let protocolID = try octets.read(UInt8.self, "TP_pid", &place)
        let udhi = try octets.read(UInt8.self, "TP_udhi", &place)
        let format = SGIP.MessageFormat(rawValue: try octets.read(UInt8.self, "MessageCoding", &place))
        let type = try octets.read(UInt8.self, "MessageType", &place)
        let length = Int(try octets.read(UInt32.self, "MessageLength", &place))
        let content = try octets.readSlice(length, "MessageContent", &place, of: buffer, at: index)
        self.init(
            spNumber: spNumber, chargeNumber: chargeNumber, user: user, furtherUsers: further, corpID: corpID,
            serviceType: serviceType, feeType: feeType, feeValue: feeValue, givenValue: givenValue,
            agentFlag: agentFlag, cause: cause, priority: priority, expires: expires, sendAt: sendAt,
            reportFlag: reportFlag, protocolID: protocolID, udhi: udhi, format: format, type: type, content: content)
    }

    /// Octets without the header.
    fileprivate var size_bytes: Int {
        123 + SGIP.Size.number * (1 + furtherUsers.count) + content.readableBytes
    }

    @inline(__always)
    fileprivate func check() throws(WireFault) {
        let most = format == .ascii ? SGIP.Limit.asciiContent_bytes : SGIP.Limit.content_bytes
        guard content.readableBytes <= most else { throw .tooLong("MessageContent", limit: most) }
        try WireFault.check(spNumber, fits: SGIP.Size.number, "SPNumber")
        try WireFault.check(chargeNumber, fits: SGIP.Size.number, "ChargeNumber")
        try WireFault.check(user, fits: SGIP.Size.number, "UserNumber")
        try WireFault.check(corpID, fits: SGIP.Size.corpID, "CorpId")
        try WireFault.check(serviceType, fits: SGIP.Size.serviceType, "ServiceType")
        try WireFault.check(feeValue, fits: SGIP.Size.fee, "FeeValue")
        try WireFault.check(givenValue, fits: SGIP.Size.fee, "GivenValue")
        guard !furtherUsers.isEmpty else { return }
        guard furtherUsers.count < SGIP.Limit.users else { throw .tooLong("UserCount", limit: SGIP.Limit.users) }
        for number in furtherUsers { try WireFault.check(number, fits: SGIP.Size.number, "UserNumber") }
        guard SGIP.Limit.header_bytes + size_bytes <= SGIP.Limit.written_bytes else {
            throw .tooLong("Submit", limit: SGIP.Limit.written_bytes)
        }
    }
}

extension RawSpan {
    /// A time in a field of 16 octets, all of which it takes. One that is shorter is read as none.
    @inline(__always)
    fileprivate func readSGIPTime(_ field: StaticString, _ place: inout Int) throws(WireFault) -> SGIP.Time {
        let start = place
        guard byteCount - start >= SGIP.Size.time else { throw .truncated(field) }
        place = start + SGIP.Size.time
        guard integer(at: start, as: UInt8.self) != 0,
            extracting(start..<place).lengthBeforeNUL(from: 0, limit: SGIP.Size.time) == nil
        else { return .none }
        return SGIP.Time(high: integer(at: start, as: UInt64.self), low: integer(at: start + 8, as: UInt64.self))
    }
}

extension OutputRawSpan {
    @inline(__always)
    fileprivate mutating func appendSGIPTime(_ time: SGIP.Time) {
        append(integer: time.high)
        append(integer: time.low)
    }
}

extension ByteBuffer {
    /// Writes a Submit without a `PDU` around it. A fault leaves the buffer as it was.
    package mutating func writeSGIPSubmit(_ submit: SGIP.Submit, sequence: SGIP.Sequence) throws(SGIP.Fault) {
        do throws(WireFault) { try submit.check() } catch {
            throw SGIP.Fault(error, command: SGIP.Command.submit.rawValue, sequence: sequence)
        }
        writeSGIPFrame(.submit, sequence: sequence, size: submit.size_bytes) { span in
            span.appendFixed(submit.spNumber, SGIP.Size.number)
            span.appendFixed(submit.chargeNumber, SGIP.Size.number)
            span.append(UInt8(truncatingIfNeeded: 1 + submit.furtherUsers.count))
            span.appendFixed(submit.user, SGIP.Size.number)
            for number in submit.furtherUsers { span.appendFixed(number, SGIP.Size.number) }
            span.appendFixed(submit.corpID, SGIP.Size.corpID)
            span.appendFixed(submit.serviceType, SGIP.Size.serviceType)
            span.append(submit.feeType)
            span.appendFixed(submit.feeValue, SGIP.Size.fee)
            span.appendFixed(submit.givenValue, SGIP.Size.fee)
            span.append(submit.agentFlag)
            span.append(submit.cause)
            span.append(submit.priority)
            span.appendSGIPTime(submit.expires)
            span.appendSGIPTime(submit.sendAt)
            span.append(submit.reportFlag)
            span.append(submit.protocolID)
            span.append(submit.udhi)
            span.append(submit.format.rawValue)
            span.append(submit.type)
            span.append(integer: UInt32(truncatingIfNeeded: submit.content.readableBytes))
            span.append(submit.content)
            span.appendZeros(SGIP.Size.reserve)
        }
    }
}
