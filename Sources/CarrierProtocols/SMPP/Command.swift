extension SMPP {
    /// `command_id` (§5.1.2.1): every PDU of version 3.4.
    package enum Command: UInt32, Sendable, CaseIterable {
        case genericNack = 0x8000_0000
        case bindReceiver = 0x0000_0001
        case bindReceiverResponse = 0x8000_0001
        case bindTransmitter = 0x0000_0002
        case bindTransmitterResponse = 0x8000_0002
        case querySM = 0x0000_0003
        case querySMResponse = 0x8000_0003
        case submitSM = 0x0000_0004
        case submitSMResponse = 0x8000_0004
        case deliverSM = 0x0000_0005
        case deliverSMResponse = 0x8000_0005
        case unbind = 0x0000_0006
        case unbindResponse = 0x8000_0006
        case replaceSM = 0x0000_0007
        case replaceSMResponse = 0x8000_0007
        case cancelSM = 0x0000_0008
        case cancelSMResponse = 0x8000_0008
        case bindTransceiver = 0x0000_0009
        case bindTransceiverResponse = 0x8000_0009
        case outbind = 0x0000_000B
        case enquireLink = 0x0000_0015
        case enquireLinkResponse = 0x8000_0015
        case submitMulti = 0x0000_0021
        case submitMultiResponse = 0x8000_0021
        case alertNotification = 0x0000_0102
        case dataSM = 0x0000_0103
        case dataSMResponse = 0x8000_0103

        /// The bit that tells a response from a request.
        package static let responseBit: UInt32 = 0x8000_0000

        /// The specification's name for a `command_id`, those of version 5.0 too (its §4.1), which are not read; nil for a number
        /// that neither knows.
        package static func name(of id: UInt32) -> String? {
            if id == genericNack.rawValue { return "generic_nack" }
            guard let request = requests[id & ~responseBit] else { return nil }
            guard id & responseBit != 0 else { return request }
            // The two that are never answered (§4.1.7, §4.12).
            return request == "outbind" || request == "alert_notification" ? nil : request + "_resp"
        }

        private static let requests: [UInt32: String] = [
            0x001: "bind_receiver", 0x002: "bind_transmitter", 0x003: "query_sm", 0x004: "submit_sm",
            0x005: "deliver_sm", 0x006: "unbind", 0x007: "replace_sm", 0x008: "cancel_sm", 0x009: "bind_transceiver",
            0x00B: "outbind", 0x015: "enquire_link", 0x021: "submit_multi", 0x102: "alert_notification",
            0x103: "data_sm", 0x111: "broadcast_sm", 0x112: "query_broadcast_sm", 0x113: "cancel_broadcast_sm",
        ]
    }
}
