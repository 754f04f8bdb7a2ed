import NIOCore

extension Wire.Cursor {
    /// The body of an SMGP PDU behind its header.
    mutating func smgp(_ command: UInt32) throws(Cut) {
        switch SMGP.Command(rawValue: command) {
        case .login:
            try fixed("ClientID", SMGP.Size.clientID)
            try secret("AuthenticatorClient", 16)
            try number("LoginMode", 1) { ["sends", "receives", "sends and receives"][Int(min($0, 2))] }
            try number("TimeStamp", 4) { Self.timestamp(UInt32(truncatingIfNeeded: $0)) }
            try number("ClientVersion", 1, Self.version)
        case .loginResponse:
            try smgpStatus()
            // A refusal may have the status alone.
            if isAtEnd { return }
            try secret("AuthenticatorServer", 16)
            try number("ServerVersion", 1, Self.version)
        case .submit: try smgpSubmit()
        case .deliver: try smgpDeliver()
        case .submitResponse, .deliverResponse:
            try smgpMessageID("MsgID")
            try smgpStatus()
        case .activeTest, .activeTestResponse, .exit, .exitResponse: break
        case nil: rest("body")
        }
    }

    private mutating func smgpStatus() throws(Cut) {
        try number("Status", 4) { SMGP.Status(rawValue: UInt32(truncatingIfNeeded: $0)).description }
    }

    private mutating func smgpMessageID(_ name: String) throws(Cut) {
        let start = place
        let octets = try take(10, name)
        note(name, at: start, 10, .word(Wire.digits(octets).filter { $0 != " " }), "gateway, MMDDHHMM, number")
    }

    private mutating func smgpSubmit() throws(Cut) {
        try number("MsgType", 1) { $0 == 6 ? "from an SP to a subscriber" : "" }
        try number("NeedReport", 1) { $0 == 1 ? "report" : "no report" }
        try number("Priority", 1)
        try fixed("ServiceID", SMGP.Size.serviceID)
        try fixed("FeeType", SMGP.Size.feeType) {
            .word($0)
        } _: {
            ["00": "free", "01": "by message", "02": "by month", "03": "up to a limit"][$0] ?? ""
        }
        try fixed("FeeCode", SMGP.Size.fee)
        try fixed("FixedFee", SMGP.Size.fee)
        let format = UInt8(try number("MsgFormat", 1, Self.format))
        try fixed("ValidTime", SMPP.Time.size, { .word($0) }, SMPPWords.time)
        try fixed("AtTime", SMPP.Time.size, { .word($0) }, SMPPWords.time)
        try fixed("SrcTermID", SMGP.Size.number)
        try fixed("ChargeTermID", SMGP.Size.number, { .subscriber($0) })
        let count = try number("DestTermIDCount", 1) { $0 > 100 ? "more than the 100 that are allowed" : "" }
        for _ in 0..<count { try fixed("DestTermID", SMGP.Size.number, { .subscriber($0) }) }
        try smgpContent(format)
    }

    private mutating func smgpDeliver() throws(Cut) {
        try smgpMessageID("MsgID")
        let isReport = try number("IsReport", 1) { $0 == 1 ? "a report" : "words of a subscriber" } == 1
        let format = UInt8(try number("MsgFormat", 1, Self.format))
        try fixed("RecvTime", SMGP.Size.second, { .word($0) }, Self.minute)
        try fixed("SrcTermID", SMGP.Size.number, { .subscriber($0) })
        try fixed("DestTermID", SMGP.Size.number)
        if isReport { try smgpReport() } else { try smgpContent(format) }
    }

    /// The header of a text is announced behind it, in an optional parameter.
    private mutating func smgpContent(_ format: UInt8) throws(Cut) {
        let length = Int(try number("MsgLength", 1))
        let start = place
        let octets = try take(length, "MsgContent")
        let (fieldsBefore, at) = (fields.count, start)
        try smgpTail()
        let tail = fields.suffix(from: fieldsBefore)
        let hasHeader = tail.contains { $0.name == "TP_udhi" && $0.value == .number(1) }
        let rest = Array(tail)
        fields.removeLast(rest.count)
        text("MsgContent", octets, at: at, .init(messageFormat: format), hasHeader: hasHeader)
        fields += rest
    }

    /// §6.2.63: the words of SMPP's receipt, but ten raw octets behind `id:`.
    private mutating func smgpReport() throws(Cut) {
        let length = Int(try number("MsgLength", 1))
        let start = place
        let octets = try take(length, "MsgContent")
        note("MsgContent", at: start, length, .text(.init(octets: octets, alphabet: .ascii)), "a report")
        if let report = SMGP.Report(.init(bytes: octets)) {
            level += 1
            note("id", at: start, 13, .word(report.id.description))
            note("stat", at: start, 0, .word(report.word), "\(report.state)")
            note("err", at: start, 0, .word(report.errorCode))
            level -= 1
        } else {
            fault("the report names no id and state", at: start)
        }
        try smgpTail()
    }

    /// `Reserve`, which some leave out where nothing follows, and the optional parameters (§5.1.2).
    private mutating func smgpTail() throws(Cut) {
        if isAtEnd { return }
        try reserved("Reserve", SMGP.Size.reserve)
        while !isAtEnd {
            let start = place
            let front = try take(4, "tag and length")
            let (tag, size) = (UInt16(front[0]) << 8 | UInt16(front[1]), Int(front[2]) << 8 | Int(front[3]))
            let name = Self.smgpParameters[tag] ?? Wire.hex(tag, 4)
            guard size <= left else {
                fault("\(name) says \(size) octets, \(left) are there", at: start)
                return rest(name)
            }
            let value = try take(size, name)
            let number = value.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let words = String(decoding: value.prefix { $0 != 0 }, as: UTF8.self)
            let held: Wire.Value =
                switch tag {
                case 0x0006, 0x0008, 0x000E: .subscriber(words)
                case 0x0003, 0x0010, 0x0012: .word(words)
                case _ where Self.smgpParameters[tag] != nil && size <= 8: .number(number)
                default: .unknown(value)
                }
            note(name, at: start, size + 4, held, Wire.hex(tag, 4))
        }
    }

    /// §6.3.1.
    private static let smgpParameters: [UInt16: String] = [
        0x0001: "TP_pid", 0x0002: "TP_udhi", 0x0003: "LinkID", 0x0004: "ChargeUserType", 0x0005: "ChargeTermType",
        0x0006: "ChargeTermPseudo", 0x0007: "DestTermType", 0x0008: "DestTermPseudo", 0x0009: "PkTotal",
        0x000A: "PkNumber", 0x000B: "SubmitMsgType", 0x000C: "SPDealResult", 0x000D: "SrcTermType",
        0x000E: "SrcTermPseudo", 0x000F: "NodesCount", 0x0010: "MsgSrc", 0x0011: "SrcType", 0x0012: "MServiceID",
    ]
}
