extension ZoneRule {
    /// Reads a footer such as `EST5EDT,M3.2.0,M11.1.0` or `<+1030>-10:30<+11>-11,M10.1.0,M4.1.0`.
    ///
    /// Source: POSIX.1-2017 §8.3 with the extension of RFC 9636 §3.3.2 (times from -167 to 167 hours). Nil when the
    /// text is anything else, also when it names daylight saving without saying when.
    static func parse(_ text: some Collection<UInt8>) -> ZoneRule? {
        var reader = DigitReader(text)
        guard skipName(&reader), let west = time_s(&reader, greatestHour: 24) else { return nil }
        var rule = ZoneRule(standard_s: Int32(-west), daylight: nil)
        if reader.isAtEnd { return rule }
        guard skipName(&reader) else { return nil }
        var daylight_s = rule.standard_s + 3600
        if reader.next != UInt8(ascii: ",") {
            guard let west = time_s(&reader, greatestHour: 24) else { return nil }
            daylight_s = Int32(-west)
        }
        guard let start = change(&reader), let end = change(&reader), reader.isAtEnd else { return nil }
        rule.daylight = Daylight(offset_s: daylight_s, start: start, end: end)
        return rule
    }

    private static func skipName<Bytes>(_ reader: inout DigitReader<Bytes>) -> Bool {
        let quoted = reader.take(UInt8(ascii: "<"))
        var length = 0
        while let byte = reader.next {
            let letter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            let digit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let sign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            guard letter || (quoted && (digit || sign)) else { break }
            _ = reader.take(byte)
            length += 1
        }
        return length >= 3 && (!quoted || reader.take(UInt8(ascii: ">")))
    }

    /// `[+-]h[h[h]][:mm[:ss]]`, in seconds.
    private static func time_s<Bytes>(_ reader: inout DigitReader<Bytes>, greatestHour: Int) -> Int64? {
        let negative = reader.take(UInt8(ascii: "-"))
        if !negative { _ = reader.take(UInt8(ascii: "+")) }
        guard let hours = number(&reader, atMost: greatestHour) else { return nil }
        var seconds = Int64(hours) * 3600
        if reader.take(UInt8(ascii: ":")) {
            guard let minutes = number(&reader, atMost: 59) else { return nil }
            seconds += Int64(minutes) * 60
            if reader.take(UInt8(ascii: ":")) {
                guard let rest = number(&reader, atMost: 59) else { return nil }
                seconds += Int64(rest)
            }
        }
        return negative ? -seconds : seconds
    }

    /// One to three digits.
    private static func number<Bytes>(_ reader: inout DigitReader<Bytes>, atMost greatest: Int) -> Int? {
        guard var value = reader.digit() else { return nil }
        for _ in 0..<2 {
            guard let digit = reader.digit() else { break }
            value = value * 10 + digit
        }
        return value <= greatest ? value : nil
    }

    /// `,date[/time]`; the time is 02:00 where none is given.
    private static func change<Bytes>(_ reader: inout DigitReader<Bytes>) -> Change? {
        guard reader.take(UInt8(ascii: ",")), let day = day(&reader) else { return nil }
        guard reader.take(UInt8(ascii: "/")) else { return Change(day: day, time_s: 7200) }
        guard let time = time_s(&reader, greatestHour: 167) else { return nil }
        return Change(day: day, time_s: time)
    }

    private static func day<Bytes>(_ reader: inout DigitReader<Bytes>) -> Day? {
        if reader.take(UInt8(ascii: "J")) {
            guard let day = number(&reader, atMost: 365), day >= 1 else { return nil }
            return .julian(day)
        }
        guard reader.take(UInt8(ascii: "M")) else {
            guard let day = number(&reader, atMost: 365) else { return nil }
            return .dayOfYear(day)
        }
        guard let month = number(&reader, atMost: 12), month >= 1, reader.take(UInt8(ascii: ".")),
            let week = number(&reader, atMost: 5), week >= 1, reader.take(UInt8(ascii: ".")),
            let day = number(&reader, atMost: 6)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }
}
