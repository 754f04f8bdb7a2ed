extension SMGP {
    /// `MsgID` (§6.2.26): ten octets, of which the specification wants digits, two to an octet. Some gateways fill them otherwise, so
    /// they are kept as they are.
    package struct MessageID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The ten octets as a number: below 2 to the power of 80.
        package var rawValue: UInt128

        package init(rawValue: UInt128) { self.rawValue = rawValue & (1 << 80 - 1) }

        package static let none = MessageID(rawValue: 0)

        /// `gateway` has six digits, `MMDDHHMM` eight, `sequence` six.
        package init(gateway: UInt32, month: UInt8, day: UInt8, hour: UInt8, minute: UInt8, sequence: UInt32) {
            let moment = [month, day, hour, minute].reduce(UInt64(0)) { $0 * 100 + UInt64($1 % 100) }
            let digits =
                UInt64(gateway % 1_000_000) * 100_000_000_000_000 + moment * 1_000_000 + UInt64(sequence % 1_000_000)
            var rest = digits
            var packed: UInt128 = 0
            for place in 0..<20 {
                packed |= UInt128(rest % 10) << UInt128(4 * place)
                rest /= 10
            }
            rawValue = packed
        }

        /// Twenty digits: `01006101161700012345`.
        package var description: String {
            let digits = String(rawValue, radix: 16)
            return String(repeating: "0", count: 20 - digits.utf8.count) + digits
        }
    }
}

extension RawSpan {
    @inline(__always)
    func readSMGPMessageID(_ place: inout Int) throws(WireFault) -> SMGP.MessageID {
        guard byteCount - place >= 10 else { throw .truncated("MsgID") }
        defer { place += 10 }
        return SMGP.MessageID(
            rawValue: UInt128(integer(at: place, as: UInt64.self)) << 16
                | UInt128(integer(at: place + 8, as: UInt16.self)))
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append(_ id: SMGP.MessageID) {
        append(integer: UInt64(truncatingIfNeeded: id.rawValue >> 16))
        append(integer: UInt16(truncatingIfNeeded: id.rawValue))
    }
}
