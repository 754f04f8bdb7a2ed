extension SMPP {
    /// `command_id` (§5.1.2.1), as far as Dunlin speaks them.
    package enum Command: UInt32, Sendable, CaseIterable {
        case genericNack = 0x8000_0000
        case bindReceiver = 0x0000_0001
        case bindReceiverResponse = 0x8000_0001
        case bindTransmitter = 0x0000_0002
        case bindTransmitterResponse = 0x8000_0002
        case submitSM = 0x0000_0004
        case submitSMResponse = 0x8000_0004
        case deliverSM = 0x0000_0005
        case deliverSMResponse = 0x8000_0005
        case unbind = 0x0000_0006
        case unbindResponse = 0x8000_0006
        case bindTransceiver = 0x0000_0009
        case bindTransceiverResponse = 0x8000_0009
        case enquireLink = 0x0000_0015
        case enquireLinkResponse = 0x8000_0015

        /// The bit that tells a response from a request.
        package static let responseBit: UInt32 = 0x8000_0000
    }
}
