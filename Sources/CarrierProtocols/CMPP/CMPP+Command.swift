extension CMPP {
    /// `Command_Id` (§8.7.1), as far as SP and ISMG speak them.
    package enum Command: UInt32, Sendable, CaseIterable {
        case connect = 0x0000_0001
        case connectResponse = 0x8000_0001
        case terminate = 0x0000_0002
        case terminateResponse = 0x8000_0002
        case submit = 0x0000_0004
        case submitResponse = 0x8000_0004
        case deliver = 0x0000_0005
        case deliverResponse = 0x8000_0005
        case query = 0x0000_0006
        case queryResponse = 0x8000_0006
        case cancel = 0x0000_0007
        case cancelResponse = 0x8000_0007
        case activeTest = 0x0000_0008
        case activeTestResponse = 0x8000_0008
    }
}
