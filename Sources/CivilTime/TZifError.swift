/// Why bytes are not a time zone Dunlin can count with (RFC 9636).
package struct TZifError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable {
        case tooLong, truncated, notTZif, unknownVersion, badCounts, badType, badTransition, badOffset, leapSeconds
        case badFooter, trailingBytes
    }

    package var code: Code
    /// The zone's id, as it was asked for.
    package var zone: String
    /// Where in the file, in bytes from its start.
    package var byte: Int
    /// What was found, in a few words.
    package var detail: String

    package var description: String { "zone \(zone): \(code.rawValue) at byte \(byte): \(detail)" }
}
