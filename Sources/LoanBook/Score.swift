package import CivilTime

/// A number that a model of the lender's gives to a borrower, such as a behaviour score or a probability of default.
package struct Score: Sendable, Hashable {
    /// As conditions write it: `behaviour`.
    package var name: String
    /// `0.034` is 34,000.
    package var millionths: Int64
    package var asOf: CivilDate

    package static let longestName = 64

    package init(name: String, millionths: Int64, asOf: CivilDate) {
        self.name = name
        self.millionths = millionths
        self.asOf = asOf
    }

    /// Whether conditions can write it behind a dot: letters, digits and underscores of ASCII, no digit first.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= longestName else { return false }
        return !isDigit(first) && text.utf8.allSatisfy { isDigit($0) || isLetter($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
}
