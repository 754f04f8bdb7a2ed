/// Instants as RFC 3339 writes them.
extension Instant: CustomStringConvertible {
    /// `2026-11-21T09:30:00Z`, `2026-11-21T17:30:00.250+08:00`: seconds are needed, a fraction of up to nine digits is
    /// cut to milliseconds, and the offset is `Z` or `±hh:mm`. A leap second (`:60`) is refused.
    package init?(iso text: some StringProtocol) {
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(digits: 4), reader.take(UInt8(ascii: "-")),
            let month = reader.number(digits: 2), reader.take(UInt8(ascii: "-")),
            let day = reader.number(digits: 2), reader.take(UInt8(ascii: "T")),
            let date = CivilDate(year: year, month: month, day: day),
            let hour = reader.number(digits: 2), reader.take(UInt8(ascii: ":")),
            let minute = reader.number(digits: 2), reader.take(UInt8(ascii: ":")),
            let second = reader.number(digits: 2), hour < 24,
            let time = TimeOfDay(hour: hour, minute: minute, second: second),
            let fraction = Instant.fraction_ms(&reader), let offset = Instant.offset_s(&reader), reader.isAtEnd
        else { return nil }
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(time.seconds)
        self.init(milliseconds: (local - offset) * 1000 + fraction)
    }

    /// UTC, with milliseconds only where there are some: `2026-11-21T09:30:00Z`.
    package var description: String {
        let days = floorDivide(milliseconds, 86_400_000)
        // Outside the years of ISO 8601 (a corrupt value) the count itself is the clearest thing to show.
        guard let whole = Int32(exactly: days), (-719_162...2_932_896).contains(whole) else {
            return "\(milliseconds) ms"
        }
        let rest = Int(milliseconds - days * 86_400_000)
        let date = CivilDate(daysSinceEpoch: whole)
        let clock = "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))"
        let fraction = rest % 1000 == 0 ? "" : ".\(padded(rest % 1000, 3))"
        return "\(date)T\(clock)\(fraction)Z"
    }

    private static func fraction_ms<Bytes>(_ reader: inout DigitReader<Bytes>) -> Int64? {
        guard reader.take(UInt8(ascii: ".")) else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = reader.digit() {
            if count < 3 { value = value * 10 + Int64(digit) }
            count += 1
        }
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 3)..<3 { value *= 10 }
        return value
    }

    private static func offset_s<Bytes>(_ reader: inout DigitReader<Bytes>) -> Int64? {
        if reader.take(UInt8(ascii: "Z")) { return 0 }
        let east = reader.take(UInt8(ascii: "+"))
        guard east || reader.take(UInt8(ascii: "-")), let hours = reader.number(digits: 2),
            reader.take(UInt8(ascii: ":")), let minutes = reader.number(digits: 2), hours < 24, minutes < 60
        else { return nil }
        let seconds = Int64(hours * 3600 + minutes * 60)
        return east ? seconds : -seconds
    }
}
