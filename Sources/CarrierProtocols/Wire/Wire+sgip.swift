extension Wire.Cursor {
    /// The body of an SGIP PDU behind its header.
    mutating func sgip(_ command: UInt32) throws(Cut) {
        switch SGIP.Command(rawValue: command) {
        case .bind:
            try number("Login Type", 1) { $0 == 1 ? "an SP to an SMG" : $0 == 2 ? "an SMG to an SP" : "" }
            try fixed("Login Name", SGIP.Size.login)
            try secret("Login Password", SGIP.Size.login)
            try sgipReserve()
        case .bindResponse, .submitResponse, .deliverResponse, .reportResponse:
            try number("Result", 1, Self.sgipResult)
            try sgipReserve()
        case .submit: try sgipSubmit()
        case .deliver:
            try fixed("UserNumber", SGIP.Size.number, { .subscriber($0) })
            try fixed("SPNumber", SGIP.Size.number)
            try number("TP_pid", 1)
            let udhi = try number("TP_udhi", 1)
            let format = UInt8(try number("MessageCoding", 1, Self.format))
            try content("MessageLength", "MessageContent", format, hasHeader: udhi & 1 == 1, length_bytes: 4)
            try sgipReserve()
        case .report:
            try sgipSequence("SubmitSequenceNumber")
            try number("ReportType", 1) { $0 == 0 ? "of a Submit" : "of a Deliver" }
            try fixed("UserNumber", SGIP.Size.number, { .subscriber($0) })
            try number("State", 1) { ["delivered", "waiting", "failed"][Int(min($0, 2))] }
            try number("ErrorCode", 1, Self.sgipResult)
            try sgipReserve()
        case .unbind, .unbindResponse: break
        case nil: rest("body")
        }
    }

    /// Some leave it out.
    private mutating func sgipReserve() throws(Cut) {
        if !isAtEnd { try reserved("Reserve", SGIP.Size.reserve) }
    }

    private static func sgipResult(_ number: UInt64) -> String {
        SGIP.Result(rawValue: UInt8(truncatingIfNeeded: number)).description
    }

    mutating func sgipSequence(_ name: String) throws(Cut) {
        let start = place
        let octets = try take(12, name)[...]
        let sequence = SGIP.Sequence(
            node: Wire.integer(octets, 0), moment: Wire.integer(octets, 4), counter: Wire.integer(octets, 8))
        note(name, at: start, 12, .word(sequence.description), "node, MMDDHHMMSS, counter")
    }

    private mutating func sgipSubmit() throws(Cut) {
        try fixed("SPNumber", SGIP.Size.number)
        try fixed("ChargeNumber", SGIP.Size.number, { .subscriber($0) })
        let count = try number("UserCount", 1) { $0 > 100 ? "more than the 100 that are allowed" : "" }
        for _ in 0..<count { try fixed("UserNumber", SGIP.Size.number, { .subscriber($0) }) }
        try fixed("CorpId", SGIP.Size.corpID)
        try fixed("ServiceType", SGIP.Size.serviceType)
        try number("FeeType", 1) { [1: "free", 2: "by message", 3: "by month", 4: "by the SP"][$0] ?? "" }
        try fixed("FeeValue", SGIP.Size.fee)
        try fixed("GivenValue", SGIP.Size.fee)
        try number("AgentFlag", 1) { $0 == 0 ? "to be charged" : "charged" }
        try number("MorelatetoMTFlag", 1)
        try number("Priority", 1)
        try fixed("ExpireTime", SGIP.Size.time, { .word($0) }, SMPPWords.time)
        try fixed("ScheduleTime", SGIP.Size.time, { .word($0) }, SMPPWords.time)
        try number("ReportFlag", 1) { ["report of a failure", "report", "no report", ""][Int(min($0, 3))] }
        try number("TP_pid", 1)
        let udhi = try number("TP_udhi", 1)
        let format = UInt8(try number("MessageCoding", 1, Self.format))
        try number("MessageType", 1)
        try content("MessageLength", "MessageContent", format, hasHeader: udhi & 1 == 1, length_bytes: 4)
        try sgipReserve()
    }
}
