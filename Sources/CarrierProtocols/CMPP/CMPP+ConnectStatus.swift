extension CMPP {
    /// `Status` of CONNECT_RESP (§8.4.1.2).
    package struct ConnectStatus: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package var rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let ok = ConnectStatus(rawValue: 0)
        package static let malformed = ConnectStatus(rawValue: 1)
        package static let unknownSource = ConnectStatus(rawValue: 2)
        package static let notAuthentic = ConnectStatus(rawValue: 3)
        package static let versionTooHigh = ConnectStatus(rawValue: 4)
        package static let otherFault = ConnectStatus(rawValue: 5)

        package var description: String {
            switch self {
            case .ok: "status 0 (connected)"
            case .malformed: "status 1 (malformed message)"
            case .unknownSource: "status 2 (unknown source address)"
            case .notAuthentic: "status 3 (authentication failed)"
            case .versionTooHigh: "status 4 (version too high)"
            default: "status \(rawValue) (another fault)"
            }
        }
    }
}
