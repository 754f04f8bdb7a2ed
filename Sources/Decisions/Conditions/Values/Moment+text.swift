internal import CivilTime

/// Timestamps as RFC 3339 writes them, durations as `1h30m` or `5400s`.
extension Moment {
    /// `2026-11-21T09:30:00.5+08:00`; nil when there is no such moment, or it is beyond the years 1 to 9999.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let date = CivilDate(iso: text.prefix(10)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let hour = Digits.number(bytes[11...12]),
            let minute = Digits.number(bytes[14...15]), let second = Digits.number(bytes[17...18]), hour < 24,
            minute < 60, second < 60
        else { return nil }
        var rest = bytes[19...]
        var nanoseconds: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { Digits.isDigit($0) }
            guard (1...9).contains(digits.count), let fraction = Digits.number(digits) else { return nil }
            nanoseconds = fraction
            for _ in digits.count..<9 { nanoseconds *= 10 }
            rest = rest.dropFirst(digits.count + 1)
        }
        guard let offset_s = Self.offset_s(Array(rest)) else { return nil }
        let local = Int64(date.daysSinceEpoch) * 86_400 + hour * 3600 + minute * 60 + second
        self.init(seconds: local - offset_s, nanoseconds: Int32(nanoseconds))
    }

    private static func offset_s(_ bytes: [UInt8]) -> Int64? {
        if bytes == Array("Z".utf8) || bytes == Array("z".utf8) { return 0 }
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            bytes[3] == UInt8(ascii: ":"), let hours = Digits.number(bytes[1...2]),
            let minutes = Digits.number(bytes[4...5]), hours < 24, minutes < 60
        else { return nil }
        return (bytes[0] == UInt8(ascii: "+") ? 1 : -1) * (hours * 3600 + minutes * 60)
    }

    /// In UTC, with as many digits of the second as are needed.
    package var text: String {
        let (date, second) = civil(offset_s: 0)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Digits.padded($0, 2) }.joined(separator: ":")
        return "\(date)T\(clock)\(Digits.fraction(Int64(nanoseconds)))Z"
    }

    /// The date, and the second of the day, that a clock shows which is so far east of UTC.
    func civil(offset_s: Int64) -> (date: CivilDate, second: Int64) {
        let local = seconds + offset_s
        let days = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
        return (CivilDate(daysSinceEpoch: Int32(clamping: days)), local - days * 86_400)
    }
}

extension Length {
    /// `1h30m`, `-1.5h`, `10s`, `250ms`: numbers with units h, m, s, ms, us, ns; nil for others and beyond 292 years.
    package init?(text: String) {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        if bytes.elementsEqual("0".utf8) {
            self.init(nanoseconds: 0)
            return
        }
        guard !bytes.isEmpty, bytes.count <= 64 else { return nil }
        var total: Int128 = 0
        while !bytes.isEmpty {
            let whole = bytes.prefix { Digits.isDigit($0) }
            bytes = bytes.dropFirst(whole.count)
            var fraction: ArraySlice<UInt8> = []
            if bytes.first == UInt8(ascii: ".") {
                fraction = bytes.dropFirst().prefix { Digits.isDigit($0) }
                bytes = bytes.dropFirst(fraction.count + 1)
            }
            let unit = bytes.prefix { !Digits.isDigit($0) && $0 != UInt8(ascii: ".") }
            bytes = bytes.dropFirst(unit.count)
            guard let unit_ns = Self.units[String(decoding: unit, as: UTF8.self)], whole.count <= 18,
                !(whole.isEmpty && fraction.isEmpty)
            else { return nil }
            total += Int128(Digits.number(whole) ?? 0) * Int128(unit_ns)
            var place = Int128(unit_ns)
            for digit in fraction {
                place /= 10
                total += place * Int128(digit - 0x30)
            }
        }
        guard let nanoseconds = Int64(exactly: isNegative ? -total : total) else { return nil }
        self.init(nanoseconds: nanoseconds)
    }

    private static let units: [String: Int64] = [
        "h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1000, "µs": 1000,
        "ns": 1,
    ]

    /// In seconds: `5400s`, `1.5s`.
    package var text: String {
        let whole = nanoseconds / 1_000_000_000
        let rest = (nanoseconds % 1_000_000_000).magnitude
        return "\(nanoseconds < 0 && whole == 0 ? "-" : "")\(whole)\(Digits.fraction(Int64(rest)))s"
    }
}

private enum Digits {
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard !bytes.isEmpty, bytes.allSatisfy(isDigit) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(width - text.utf8.count, 0)) + text
    }

    /// `.5`, or nothing.
    static func fraction(_ nanoseconds: Int64) -> String {
        guard nanoseconds > 0 else { return "" }
        var text = padded(nanoseconds, 9)
        while text.hasSuffix("0") { text.removeLast() }
        return "." + text
    }
}
