extension SMPP {
    /// A moment of a receipt's text: 10 digits in Appendix B (`YYMMDDhhmm`), 12 (`YYMMDDhhmmss`, or `YYYYMMDDhhmm`) and 14
    /// (`YYYYMMDDhhmmss`) in the wild. It is of the carrier's own clock, in a zone that it does not tell: good for the time between
    /// two of them, never for law.
    package struct ReceiptDate: Sendable, Hashable {
        package var year: Int
        package var month: Int
        package var day: Int
        package var hour: Int
        package var minute: Int
        package var second: Int

        /// nil unless it is a moment of the calendar, written with one of those counts of digits.
        package init?(_ digits: some Collection<UInt8>) {
            guard [10, 12, 14].contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                return nil
            }
            let pairs = Self.pairs(digits)
            let short = Self(century: 20, pairs)
            switch pairs.count {
            case 5: self.init(century: 20, pairs + [0])
            // From 2013 on the end of a year of four digits is no month, so the two forms are told apart.
            case 6 where short != nil: self.init(century: 20, pairs)
            case 6: self.init(century: pairs[0], Array(pairs[1...]) + [0])
            default: self.init(century: pairs[0], Array(pairs[1...]))
            }
        }

        /// From year in the century to second.
        private init?(century: Int, _ pairs: [Int]) {
            guard pairs.count == 6 else { return nil }
            year = century * 100 + pairs[0]
            (month, day) = (pairs[1], pairs[2])
            (hour, minute, second) = (pairs[3], pairs[4], pairs[5])
            guard (1...12).contains(month), day >= 1, day <= Self.days(of: month, year), hour < 24, minute < 60,
                second < 60
            else { return nil }
        }

        private static func pairs(_ digits: some Collection<UInt8>) -> [Int] {
            var pairs: [Int] = []
            var tens: Int?
            for digit in digits {
                if let first = tens {
                    pairs.append(first * 10 + Int(digit - 0x30))
                    tens = nil
                } else {
                    tens = Int(digit - 0x30)
                }
            }
            return pairs
        }

        private static func days(of month: Int, _ year: Int) -> Int {
            switch month {
            case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        }
    }
}
