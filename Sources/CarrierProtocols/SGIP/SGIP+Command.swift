extension SGIP {
    /// Command ID (§5.1), as far as SP and SMG speak them; Trace and UserRpt are not spoken.
    package enum Command: UInt32, Sendable, CaseIterable {
        case bind = 0x0000_0001
        case bindResponse = 0x8000_0001
        case unbind = 0x0000_0002
        case unbindResponse = 0x8000_0002
        case submit = 0x0000_0003
        case submitResponse = 0x8000_0003
        case deliver = 0x0000_0004
        case deliverResponse = 0x8000_0004
        case report = 0x0000_0005
        case reportResponse = 0x8000_0005
    }
}
