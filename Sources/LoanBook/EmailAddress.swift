/// E-mail addresses as far as they can be read (RFC 5321, 4.5.3.1).
package enum EmailAddress {
    /// Whether it reads `local@domain` without white space; whether it exists only sending can tell.
    package static func readable<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bool {
        guard bytes.count <= RowLimits.emailBytes, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            let at = bytes.lastIndex(of: UInt8(ascii: "@")), at != bytes.startIndex,
            bytes.distance(from: bytes.startIndex, to: at) <= 64
        else { return false }
        let domain = bytes[bytes.index(after: at)...]
        return domain.contains(UInt8(ascii: ".")) && domain.first != UInt8(ascii: ".")
            && domain.last != UInt8(ascii: ".")
    }
}
