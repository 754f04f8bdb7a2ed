extension Wire.Cursor {
    /// The body of a CMPP PDU behind its header.
    mutating func cmpp(_ command: UInt32, isWide: Bool) throws(Cut) {
        switch CMPP.Command(rawValue: command) {
        case .connect:
            try fixed("Source_Addr", CMPP.Size.sourceAddress)
            try secret("AuthenticatorSource", 16)
            try number("Version", 1, Self.version)
            try number("Timestamp", 4) { Self.timestamp(UInt32(truncatingIfNeeded: $0)) }
        case .connectResponse:
            // The status has one octet or four, and only the length says which.
            try number("Status", left >= 21 ? 4 : 1) {
                CMPP.ConnectStatus(rawValue: UInt32(truncatingIfNeeded: $0)).description
            }
            try secret("AuthenticatorISMG", 16)
            try number("Version", 1, Self.version)
        case .submit: try cmppSubmit(isWide: isWide)
        case .deliver: try cmppDeliver(isWide: isWide)
        case .submitResponse, .deliverResponse:
            try cmppMessageID("Msg_Id")
            try cmppResult("Result") { CMPP.Result(rawValue: $0).description }
        case .query: try cmppQuery()
        case .queryResponse:
            try cmppQuery(isAnswer: true)
            for name in ["MT_TLMsg", "MT_Tlusr", "MT_Scs", "MT_WT", "MT_FL", "MO_Scs", "MO_WT", "MO_FL"] {
                try number(name, 4)
            }
        case .cancel: try cmppMessageID("Msg_Id")
        case .cancelResponse: try cmppResult("Success_Id") { $0 == 0 ? "taken back" : "not taken back" }
        // Some leave out its one octet (§8.4.7.2).
        case .activeTestResponse: if !isAtEnd { try reserved("Reserved", 1) }
        case .activeTest, .terminate, .terminateResponse: break
        case nil: rest("body")
        }
    }

    static func version(_ number: UInt64) -> String { CMPP.Version(rawValue: UInt8(number)).description }

    static func timestamp(_ number: UInt32) -> String {
        let digits = Array(CMPP.Timestamp(rawValue: number).digits)
        func pair(_ place: Int) -> String { String(digits[place..<place + 2]) }
        return "\(pair(0))-\(pair(2)) \(pair(4)):\(pair(6)):\(pair(8)) in China"
    }

    private mutating func cmppResult(_ name: String, _ meaning: (UInt32) -> String) throws(Cut) {
        try number(name, left >= 4 ? 4 : 1) { meaning(UInt32(truncatingIfNeeded: $0)) }
    }

    mutating func cmppMessageID(_ name: String) throws(Cut) {
        try number(name, 8) { raw in
            guard raw != 0 else { return "none" }
            let id = CMPP.MessageID(rawValue: raw)
            let two = { (number: UInt8) in padded(Int64(number), 2) }
            let moment = "\(two(id.month))-\(two(id.day)) \(two(id.hour)):\(two(id.minute)):\(two(id.second))"
            return "\(Wire.hex(raw, 16)), of \(moment), gateway \(id.gateway), number \(id.sequence)"
        }
    }

    private mutating func cmppQuery(isAnswer: Bool = false) throws(Cut) {
        try fixed("Time", CMPP.Size.day)
        try number("Query_Type", 1) { $0 == 0 ? "all" : "one service" }
        try fixed("Query_Code", CMPP.Size.queryCode)
        // Answers have none; some leave it out of questions too.
        if !isAnswer, !isAtEnd { try reserved("Reserve", CMPP.Size.reserve) }
    }

    private mutating func cmppSubmit(isWide: Bool) throws(Cut) {
        let number_bytes = isWide ? 32 : 21
        try cmppMessageID("Msg_Id")
        try number("Pk_total", 1)
        try number("Pk_number", 1)
        try number("Registered_Delivery", 1) { $0 == 1 ? "report" : $0 == 0 ? "no report" : "" }
        try number("Msg_level", 1)
        try fixed("Service_Id", CMPP.Size.serviceID)
        try number("Fee_UserType", 1) {
            ["the receiver pays", "the sender's number pays", "the SP pays", "Fee_terminal_Id pays"][Int(min($0, 3))]
        }
        try fixed("Fee_terminal_Id", number_bytes, { .subscriber($0) })
        if isWide { try number("Fee_terminal_type", 1, Self.numberType) }
        try number("TP_pId", 1)
        let udhi = try number("TP_udhi", 1)
        let format = UInt8(try number("Msg_Fmt", 1, Self.format))
        try fixed("Msg_src", CMPP.Size.sourceAddress)
        try fixed("FeeType", CMPP.Size.feeType, { .word($0) }, Self.feeType)
        try fixed("FeeCode", CMPP.Size.feeCode)
        try fixed("ValId_Time", SMPP.Time.size, { .word($0) }, SMPPWords.time)
        try fixed("At_Time", SMPP.Time.size, { .word($0) }, SMPPWords.time)
        try fixed("Src_Id", CMPP.Size.serviceNumber)
        let count = try number("DestUsr_tl", 1) { $0 > 99 ? "more than the 99 that are allowed" : "" }
        for _ in 0..<count { try fixed("Dest_terminal_Id", number_bytes, { .subscriber($0) }) }
        if isWide { try number("Dest_terminal_type", 1, Self.numberType) }
        try content("Msg_Length", "Msg_Content", format, hasHeader: udhi & 1 == 1)
        try cmppTail(isWide: isWide)
    }

    private mutating func cmppDeliver(isWide: Bool) throws(Cut) {
        try cmppMessageID("Msg_Id")
        try fixed("Dest_Id", CMPP.Size.serviceNumber)
        try fixed("Service_Id", CMPP.Size.serviceID)
        try number("TP_pid", 1)
        let udhi = try number("TP_udhi", 1)
        let format = UInt8(try number("Msg_Fmt", 1, Self.format))
        try fixed("Src_terminal_Id", isWide ? 32 : 21, { .subscriber($0) })
        if isWide { try number("Src_terminal_type", 1, Self.numberType) }
        let isReport = try number("Registered_Delivery", 1) { $0 == 1 ? "a report" : "words of a subscriber" } == 1
        if isReport {
            try cmppReport()
        } else {
            try content("Msg_Length", "Msg_Content", format, hasHeader: udhi & 1 == 1)
        }
        try cmppTail(isWide: isWide)
    }

    private mutating func cmppTail(isWide: Bool) throws(Cut) {
        if isWide { try fixed("LinkID", CMPP.Size.linkID) } else { try reserved("Reserve", CMPP.Size.reserve) }
    }

    /// §8.4.5.1: 60 octets in 2.0, 71 in 3.0; the length says which, because gateways send either.
    private mutating func cmppReport() throws(Cut) {
        let length = Int(try number("Msg_Length", 1) { "a report: 60 octets in 2.0, 71 in 3.0; here \($0)" })
        guard length <= left else {
            fault("ends inside Msg_Content: \(length) octets wanted, \(left) there")
            throw Cut()
        }
        note("Msg_Content", at: place, length, .word(""), "a report")
        inside(length) { (cursor: inout Wire.Cursor) throws(Cut) in
            try cursor.cmppMessageID("Msg_Id")
            try cursor.fixed("Stat", CMPP.Size.stat, { .word($0) }) { CMPP.Stat($0).meaning }
            try cursor.fixed("Submit_time", CMPP.Size.minute, { .word($0) }, Self.minute)
            try cursor.fixed("Done_time", CMPP.Size.minute, { .word($0) }, Self.minute)
            try cursor.fixed("Dest_terminal_Id", length >= 71 ? 32 : 21, { .subscriber($0) })
            try cursor.number("SMSC_sequence", 4)
            cursor.rest("behind the report")
        }
    }

    /// The length of a text in one octet, and the text.
    mutating func content(
        _ lengthName: String, _ name: String, _ format: UInt8, hasHeader: Bool, length_bytes: Int = 1
    ) throws(Cut) {
        let length = Int(try number(lengthName, length_bytes))
        let start = place
        let octets = try take(length, name)
        text(name, octets, at: start, .init(messageFormat: format), hasHeader: hasHeader)
    }

    static func numberType(_ number: UInt64) -> String {
        number == 0 ? "a real number" : number == 1 ? "a pseudonym" : ""
    }

    static func format(_ number: UInt64) -> String { Wire.Text.Alphabet(messageFormat: UInt8(number)).name }

    static func feeType(_ word: String) -> String {
        ["01": "free", "02": "by message", "03": "by month", "04": "up to a limit", "05": "paid by the SP"][word] ?? ""
    }

    /// `YYMMDDHHMM`
    static func minute(_ digits: String) -> String {
        SMPP.ReceiptDate(digits.utf8).map(SMPPWords.moment) ?? (digits.isEmpty ? "" : "no date")
    }
}

extension CMPP.Stat {
    fileprivate var meaning: String { code?.words ?? "\(state)" }
}
