extension Wire.Cursor {
    /// The body of an SMPP PDU behind its header.
    mutating func smpp(_ command: UInt32, status: UInt32) throws(Cut) {
        // A refusal may have no body at all (§4.1.2, §4.4.2).
        if command & SMPP.Command.responseBit != 0, isAtEnd { return }
        switch SMPP.Command(rawValue: command) {
        case .bindReceiver, .bindTransmitter, .bindTransceiver: try smppBind()
        case .bindReceiverResponse, .bindTransmitterResponse, .bindTransceiverResponse:
            try cString("system_id", most: 16)
            try smppParameters()
        case .outbind:
            try cString("system_id", most: 16)
            try password()
        case .submitSM: try smppShortMessage(isToSubscriber: true)
        case .deliverSM: try smppShortMessage(isToSubscriber: false)
        case .submitSMResponse, .deliverSMResponse, .dataSMResponse:
            try cString("message_id", most: 65)
            try smppParameters()
        case .dataSM: try smppData()
        case .submitMulti: try smppMulti()
        case .submitMultiResponse: try smppMultiResponse()
        case .querySM:
            try cString("message_id", most: 65)
            try smppAddress("source", isSubscriber: false)
        case .querySMResponse:
            try cString("message_id", most: 65)
            try smppTime("final_date")
            try number("message_state", 1, SMPPWords.state)
            try number("error_code", 1)
        case .cancelSM:
            try cString("service_type", most: 6)
            try cString("message_id", most: 65)
            try smppAddress("source", isSubscriber: false)
            try smppAddress("dest", isSubscriber: true)
        case .replaceSM: try smppReplacement()
        case .alertNotification:
            try smppAddress("source", isSubscriber: true)
            try smppAddress("esme", isSubscriber: false)
            try smppParameters()
        case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack, .cancelSMResponse,
            .replaceSMResponse:
            break
        case nil: rest("body")
        }
    }

    /// A secret of a length that its NUL says.
    private mutating func password() throws(Cut) {
        try cString("password", most: 9, { .secret(octets: $0.utf8.count) })
    }

    private mutating func smppBind() throws(Cut) {
        try cString("system_id", most: 16)
        try password()
        try cString("system_type", most: 13)
        try number("interface_version", 1) { $0 == 0x34 ? "3.4" : $0 == 0x33 ? "3.3" : $0 == 0x50 ? "5.0" : "" }
        try number("addr_ton", 1, SMPPWords.typeOfNumber)
        try number("addr_npi", 1, SMPPWords.numberingPlan)
        // Which numbers the session serves, as an expression: the account's own.
        try cString("address_range", most: 41)
    }

    private mutating func smppAddress(_ name: String, isSubscriber: Bool, most: Int = 21) throws(Cut) {
        try number("\(name)_addr_ton", 1, SMPPWords.typeOfNumber)
        try number("\(name)_addr_npi", 1, SMPPWords.numberingPlan)
        let field = name == "dest" ? "destination_addr" : "\(name)_addr"
        try cString(field, most: most, { isSubscriber ? .subscriber($0) : .word($0) })
    }

    mutating func smppTime(_ name: String) throws(Cut) {
        try cString(name, most: 17, { .word($0) }, SMPPWords.time)
    }

    private mutating func smppShortMessage(isToSubscriber: Bool) throws(Cut) {
        try cString("service_type", most: 6)
        try smppAddress("source", isSubscriber: !isToSubscriber)
        try smppAddress("dest", isSubscriber: isToSubscriber)
        let esmClass = UInt8(try number("esm_class", 1, SMPPWords.esmClass))
        let coding = try smppMiddle()
        let length = Int(try number("sm_length", 1) { $0 > 254 ? "more than the 254 that are allowed" : "" })
        try smppText("short_message", length, coding, esmClass)
        try smppParameters(coding: coding, esmClass: esmClass)
    }

    /// From `protocol_id` to `sm_default_msg_id`, as `submit_sm` and `submit_multi` have them; gives the data coding.
    private mutating func smppMiddle() throws(Cut) -> UInt8 {
        try number("protocol_id", 1)
        try number("priority_flag", 1)
        try smppTime("schedule_delivery_time")
        try smppTime("validity_period")
        try number("registered_delivery", 1, SMPPWords.registeredDelivery)
        try number("replace_if_present_flag", 1)
        let coding = UInt8(try number("data_coding", 1) { SMPPWords.dataCoding(UInt8($0)) })
        try number("sm_default_msg_id", 1)
        return coding
    }

    private mutating func smppData() throws(Cut) {
        try cString("service_type", most: 6)
        // It goes either way, so that either may be the subscriber.
        try smppAddress("source", isSubscriber: true, most: 65)
        try smppAddress("dest", isSubscriber: true, most: 65)
        let esmClass = UInt8(try number("esm_class", 1, SMPPWords.esmClass))
        try number("registered_delivery", 1, SMPPWords.registeredDelivery)
        let coding = UInt8(try number("data_coding", 1) { SMPPWords.dataCoding(UInt8($0)) })
        try smppParameters(coding: coding, esmClass: esmClass)
    }

    private mutating func smppMulti() throws(Cut) {
        try cString("service_type", most: 6)
        try smppAddress("source", isSubscriber: false)
        let count = try number("number_of_dests", 1)
        for _ in 0..<count {
            let flag = try number("dest_flag", 1) { $0 == 1 ? "address" : $0 == 2 ? "distribution list" : "" }
            guard flag == 1 || flag == 2 else {
                fault("dest_flag is \(flag), and may be 1 or 2", at: place - 1)
                throw Cut()
            }
            if flag == 1 { try smppAddress("dest", isSubscriber: true) } else { try cString("dl_name", most: 21) }
        }
        let esmClass = UInt8(try number("esm_class", 1, SMPPWords.esmClass))
        let coding = try smppMiddle()
        let length = Int(try number("sm_length", 1))
        try smppText("short_message", length, coding, esmClass)
        try smppParameters(coding: coding, esmClass: esmClass)
    }

    private mutating func smppMultiResponse() throws(Cut) {
        try cString("message_id", most: 65)
        let count = try number("no_unsuccess", 1)
        for _ in 0..<count {
            try smppAddress("dest", isSubscriber: true)
            try number("error_status_code", 4) { SMPP.Status(rawValue: UInt32(truncatingIfNeeded: $0)).description }
        }
        try smppParameters()
    }

    private mutating func smppReplacement() throws(Cut) {
        try cString("message_id", most: 65)
        try smppAddress("source", isSubscriber: false)
        try smppTime("schedule_delivery_time")
        try smppTime("validity_period")
        try number("registered_delivery", 1, SMPPWords.registeredDelivery)
        try number("sm_default_msg_id", 1)
        let length = Int(try number("sm_length", 1))
        // In the coding of the text that it replaces, which the PDU does not say.
        let start = place
        let octets = try take(length, "short_message")
        note(
            "short_message", at: start, length,
            .text(.init(octets: octets, alphabet: .other("the coding of the text before"))))
        try smppParameters()
    }
}
