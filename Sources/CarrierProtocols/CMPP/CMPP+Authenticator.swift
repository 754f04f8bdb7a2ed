extension CMPP {
    /// What each side shows of the secret they share.
    package enum Authenticator {
        /// `AuthenticatorSource` (§8.4.1.1). An SP's id of fewer than six characters goes in as it is, without the padding that it has
        /// in the field, and the moment with its ten digits.
        package static func source(_ address: String, secret: String, timestamp: Timestamp) -> Octets16 {
            Octets16(
                md5Of: Array(address.utf8) + [UInt8](repeating: 0, count: 9) + Array(secret.utf8)
                    + Array(timestamp.digits.utf8))
        }

        /// `AuthenticatorISMG` (§8.4.1.2): of the status in the width it has on the wire. Empty where the client was not authentic.
        package static func server(
            _ status: ConnectStatus, source: Octets16, secret: String, version: Version
        ) -> Octets16 {
            status == .notAuthentic ? .zero : server(status, source, secret, isWide: version.isWide)
        }

        /// Gateways disagree on the status' width: either will do.
        static func isServer(
            _ shown: Octets16, _ status: ConnectStatus, source: Octets16, secret: String
        ) -> Bool {
            [true, false].contains { shown == server(status, source, secret, isWide: $0) }
        }

        private static func server(
            _ status: ConnectStatus, _ source: Octets16, _ secret: String, isWide: Bool
        ) -> Octets16 {
            let number = status.rawValue.bigEndianOctets
            return Octets16(md5Of: (isWide ? number : [number[3]]) + source.bytes + Array(secret.utf8))
        }
    }

    /// `Timestamp` (§8.4.1.1): MMDDHHMMSS, as a number of up to ten digits.
    package struct Timestamp: RawRepresentable, Sendable, Hashable {
        package var rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// In China's one zone, which has no summer time: some gateways compare it with their own clock.
        package init(posixSeconds: Int64) {
            let digits = CivilText(posixSeconds: posixSeconds + chinaZone_s).twelveDigits.dropFirst(2)
            rawValue = digits.utf8.reduce(0) { $0 &* 10 &+ UInt32($1 &- UInt8(ascii: "0")) }
        }

        /// All ten, as they are hashed.
        package var digits: String { padded(Int64(rawValue), 10) }
    }
}

extension UInt32 {
    fileprivate var bigEndianOctets: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
