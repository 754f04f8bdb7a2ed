internal import CivilTime

/// When a line of a bill says that it was: in a zone that the bill does not tell, or as RFC 3339 has it.
///
/// Taken are `2026-11-05T10:00:00+08:00`, and in the bill's zone what holds the digits of year, month, day, hour, minute and
/// perhaps second in this order, with whatever marks between them: `2026-11-05 10:00`, `2026/11/05 10:00:00.123`,
/// `20261105100000`; also the ten and twelve digits of SMPP's receipts, `2611051000` and `261105100000`.
enum BillTime {
    static func read(_ text: String, zone: Zone) -> Instant? {
        if let instant = Instant(iso: text) { return instant }
        var digits: [Int] = []
        var hasFraction = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: if !hasFraction { digits.append(Int(byte) - 0x30) }
            // What follows the seconds' point is left out.
            case UInt8(ascii: ".") where digits.count == 14: hasFraction = true
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "T"),
                UInt8(ascii: "."):
                break
            default: return nil
            }
        }
        // A year of two digits, unless twelve begin with a century: then they hold no seconds.
        let isShort = digits.count == 10 || digits.count == 12 && !(digits[0] == 2 && digits[1] == 0)
        if isShort { digits = [2, 0] + digits }
        guard digits.count == 12 || digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let date = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)),
            let time = TimeOfDay(
                hour: number(8..<10), minute: number(10..<12), second: digits.count == 14 ? number(12..<14) : 0),
            time.seconds < 86_400
        else { return nil }
        return zone.instant(date, time)
    }
}
