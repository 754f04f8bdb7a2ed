extension SMPP {
    /// `schedule_delivery_time` and `validity_period` (§7.1.1): nothing, or 16 characters. Kept inline, because every message has two.
    package struct Time: Sendable, Hashable {
        private(set) var high: UInt64
        private(set) var low: UInt64

        /// Octets on the wire at most.
        static let size = 17

        package static let none = Time(high: 0, low: 0)

        package var isNone: Bool { high == 0 && low == 0 }

        init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        /// nil unless `text` has 16 ASCII characters.
        package init?(_ text: String) {
            let octets = text.utf8
            guard octets.count == 16 else { return nil }
            var high: UInt64 = 0
            var low: UInt64 = 0
            for (place, octet) in octets.enumerated() {
                guard octet > 0, octet < 0x80 else { return nil }
                if place < 8 { high = high << 8 | UInt64(octet) } else { low = low << 8 | UInt64(octet) }
            }
            self.init(high: high, low: low)
        }

        /// `seconds` from when the carrier receives it (§7.1.1.2): `YYMMDDhhmmss000R`. A year is never used, so that its length does not matter.
        package static func relative(seconds: Int64) -> Time {
            // Months and years have no fixed length; 99 days is also longer than any carrier keeps a text.
            let bounded = max(1, min(seconds, 99 * 86_400 + 86_399))
            let digits =
                "0000" + padded(bounded / 86_400, 2) + padded(bounded / 3600 % 24, 2) + padded(bounded / 60 % 60, 2)
                + padded(bounded % 60, 2)
            return Time(digits + "000R") ?? .none
        }

        /// A moment in UTC (§7.1.1.1): `YYMMDDhhmmsstnn+`, rounded down to the second.
        package static func absolute(posixSeconds: Int64) -> Time {
            Time(CivilText(posixSeconds: posixSeconds).twelveDigits + "000+") ?? .none
        }
    }
}

extension SMPP.Time: CustomStringConvertible {
    package var description: String {
        guard !isNone else { return "" }
        var octets: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) { octets.append(UInt8(truncatingIfNeeded: high >> shift)) }
        for shift in stride(from: 56, through: 0, by: -8) { octets.append(UInt8(truncatingIfNeeded: low >> shift)) }
        return String(decoding: octets, as: UTF8.self)
    }
}

extension RawSpan {
    /// Reads a time. One of an unlawful length is read as none: carriers put dates of their own into `deliver_sm`.
    @inline(__always)
    func readTime(_ field: StaticString, _ place: inout Int) throws(SMPP.Fault) -> SMPP.Time {
        let start = place
        guard let length = lengthBeforeNUL(from: start, limit: SMPP.Limit.cString_bytes) else {
            throw .truncated(field)
        }
        place = start + length + 1
        guard length == 16 else { return SMPP.Time(high: 0, low: 0) }
        return SMPP.Time(high: integer(at: start, as: UInt64.self), low: integer(at: start + 8, as: UInt64.self))
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append(_ time: SMPP.Time) {
        if !time.isNone {
            append(integer: time.high)
            append(integer: time.low)
        }
        append(UInt8(0))
    }
}
