extension CMPP {
    /// `Version` of CONNECT and its answer (§8.4.1): the high four bits the major number, the low four the minor.
    package struct Version: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
        package var rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let v20 = Version(rawValue: 0x20)
        package static let v30 = Version(rawValue: 0x30)

        /// From 3.0 on numbers have 32 octets with a type behind them, results four octets, and LinkID stands for Reserve (§12).
        package var isWide: Bool { self >= .v30 }

        package static func < (left: Version, right: Version) -> Bool { left.rawValue < right.rawValue }

        package var description: String { "\(rawValue >> 4).\(rawValue & 0x0F)" }

        /// What both sides speak, where the server names `answer`. Servers that name nothing sensible mean what they were asked for.
        func agreed(with answer: Version) -> Version { answer < .v20 ? self : min(self, answer) }

        /// Octets of a subscriber's number.
        var number_bytes: Int { isWide ? 32 : 21 }
    }
}
