/// Septets packed into octets (3GPP TS 23.038 §6.1.2.1), for carriers whose `data_coding` 0 is that.
extension GSM7 {
    private static let carriageReturn: UInt8 = 0x0D

    /// `septets` in octets, the first in the lowest bits. Behind a user data header of `header_bytes` octets they begin at the next
    /// septet (3GPP TS 23.040 §9.2.3.24), which the bits before it fill.
    ///
    /// A message's octets do not say how many septets they are: seven spare bits would read as one more, an `@`. They are filled
    /// with a carriage return that a receiver leaves out, and a text that ends in one there gets a second (§6.1.2.3.1), where a
    /// segment has room for it.
    package static func pack(_ septets: [UInt8], header_bytes: Int = 0) -> [UInt8] {
        let fill = fill(header_bytes)
        var septets = septets
        let bits = fill + septets.count * 7
        if bits % 8 == 1, !septets.isEmpty {
            septets.append(carriageReturn)
        } else if bits % 8 == 0, septets.last == carriageReturn, header_bytes + bits / 8 < Segmenter.octets {
            septets.append(carriageReturn)
        }
        var octets = [UInt8](repeating: 0, count: (fill + septets.count * 7 + 7) / 8)
        var place = fill
        for septet in septets {
            let value = UInt16(septet & 0x7F) << (place % 8)
            octets[place / 8] |= UInt8(truncatingIfNeeded: value)
            if value > 0xFF { octets[place / 8 + 1] |= UInt8(truncatingIfNeeded: value >> 8) }
            place += 7
        }
        return octets
    }

    /// The septets of packed octets behind a user data header of `header_bytes` octets.
    ///
    /// At the end of the last octet a carriage return is filling, and so is an `@`, because many senders fill with zeros: STOP in
    /// seven letters must not read as another word.
    package static func unpack(_ octets: some Collection<UInt8>, header_bytes: Int = 0) -> [UInt8] {
        var septets: [UInt8] = []
        septets.reserveCapacity(octets.count * 8 / 7)
        var bits = UInt16(0)
        var count = 0
        var skip = fill(header_bytes)
        for octet in octets {
            bits |= UInt16(octet) << count
            count += 8
            if skip > 0 {
                bits >>= skip
                count -= skip
                skip = 0
            }
            while count >= 7 {
                septets.append(UInt8(bits & 0x7F))
                bits >>= 7
                count -= 7
            }
        }
        if count == 0, let last = septets.last, last == carriageReturn || last == 0 { septets.removeLast() }
        return septets
    }

    /// Bits between a header and the first whole septet.
    private static func fill(_ header_bytes: Int) -> Int { (7 - header_bytes * 8 % 7) % 7 }
}
