extension SMGP {
    /// `RequestID` (§6.1.2), as far as Dunlin speaks them.
    package enum Command: UInt32, Sendable, CaseIterable {
        case login = 0x0000_0001
        case loginResponse = 0x8000_0001
        case submit = 0x0000_0002
        case submitResponse = 0x8000_0002
        case deliver = 0x0000_0003
        case deliverResponse = 0x8000_0003
        case activeTest = 0x0000_0004
        case activeTestResponse = 0x8000_0004
        case exit = 0x0000_0006
        case exitResponse = 0x8000_0006
    }
}
