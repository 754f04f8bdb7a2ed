extension CMPP {
    /// `Msg_Fmt` (§8.4.3.1).
    package struct MessageFormat: RawRepresentable, Sendable, Hashable {
        package var rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let ascii = MessageFormat(rawValue: 0)
        package static let writeCard = MessageFormat(rawValue: 3)
        package static let binary = MessageFormat(rawValue: 4)
        package static let ucs2 = MessageFormat(rawValue: 8)
        /// With characters of GB: see `GB18030`.
        package static let gb = MessageFormat(rawValue: 15)
    }
}
