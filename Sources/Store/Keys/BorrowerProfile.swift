package import CivilTime

/// What `borrower.profile` seals, under the context `profile`.
///
/// Bytes: version (1), birth date as days since 1970 (4, big endian; `Int32.min` for none), name in UTF-8.
package struct BorrowerProfile: Sendable, Hashable {
    /// The context of its seal.
    package static let context = "profile"

    package var name: String
    package var birthDate: CivilDate?

    private static let version: UInt8 = 1
    private static let headerLength = 5

    package init(name: String, birthDate: CivilDate?) {
        self.name = name
        self.birthDate = birthDate
    }

    package func encode() -> [UInt8] {
        let days = UInt32(bitPattern: birthDate?.daysSinceEpoch ?? .min)
        var bytes: [UInt8] = [
            Self.version, UInt8(truncatingIfNeeded: days >> 24), UInt8(truncatingIfNeeded: days >> 16),
            UInt8(truncatingIfNeeded: days >> 8), UInt8(truncatingIfNeeded: days),
        ]
        bytes.append(contentsOf: name.utf8)
        return bytes
    }

    package init(decoding bytes: [UInt8]) throws {
        guard bytes.count >= Self.headerLength, bytes[0] == Self.version,
            let name = String(validating: bytes[Self.headerLength...], as: UTF8.self)
        else { throw StoreError(.unreadableRow, "a profile of an unknown form", at: "borrower.profile") }
        let days = bytes[1..<Self.headerLength].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        self.name = name
        birthDate = days == UInt32(bitPattern: .min) ? nil : CivilDate(daysSinceEpoch: Int32(bitPattern: days))
    }
}
