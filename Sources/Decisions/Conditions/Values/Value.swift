package import CivilTime

/// What an expression, or a part of it, is worth.
package enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case timestamp(Moment)
    case duration(Length)
    /// A civil date: a type of Dunlin's, not of cel-spec.
    case date(CivilDate)
    case list([Value])
    case map(ValueMap)
    case type(ValueType)
}

/// A point in time to the nanosecond, in the years 1 to 9999 (cel-spec: `google.protobuf.Timestamp`).
package struct Moment: Sendable, Hashable, Comparable {
    package let seconds: Int64
    /// 0 ..< 1,000,000,000, also before 1970.
    package let nanoseconds: Int32

    static let leastSeconds: Int64 = -62_135_596_800
    static let greatestSeconds: Int64 = 253_402_300_799

    package init?(seconds: Int64, nanoseconds: Int32 = 0) {
        guard (Self.leastSeconds...Self.greatestSeconds).contains(seconds), (0..<1_000_000_000).contains(nanoseconds)
        else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package init(_ instant: Instant) {
        seconds = min(max(instant.seconds, Self.leastSeconds), Self.greatestSeconds)
        nanoseconds = Int32(clamping: (instant.milliseconds - instant.seconds * 1000) * 1_000_000)
    }

    package static func < (a: Moment, b: Moment) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }
}

/// A length of time in nanoseconds, of 292 years at most (cel-spec: `google.protobuf.Duration`).
package struct Length: Sendable, Hashable, Comparable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    package static func < (a: Length, b: Length) -> Bool { a.nanoseconds < b.nanoseconds }
}
