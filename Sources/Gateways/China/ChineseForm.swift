import CarrierProtocols
import Messaging

/// How a text is written for a gateway of China, whichever protocol it speaks. Pure.
struct ChineseForm: Sendable {
    var signature: ChineseSignature
    /// `86` stays in front of numbers.
    var keepsCountryCode: Bool
    /// Octets of a message's content, its header with them.
    var content_bytes: Int
    /// The same where it is ASCII.
    var asciiContent_bytes: Int

    /// Octets of the header that joins parts, with a reference of eight bits: the one that all gateways know.
    static let header_bytes = 6

    /// ASCII counts in septets of the GSM alphabet, as a handset gets it: its signs of the extension table are two.
    var textForm: TextForm {
        let septets = Segmenter.octets * 8 / 7
        let part_septets = (Segmenter.octets - Self.header_bytes) * 8 / 7
        return TextForm(
            concatenationHeader_bytes: Self.header_bytes, plain: .ascii,
            single_septets: min(septets, asciiContent_bytes),
            part_septets: min(part_septets, asciiContent_bytes - Self.header_bytes))
    }

    /// Why no PDU can be made of it, said before the first part has gone.
    func refusal(_ submission: Submission) -> SendError? {
        let text = submission.text
        if text.segments.isEmpty || text.segments.count > 255 {
            return Self.permanent("a text of \(text.segments.count) segments cannot be sent")
        }
        if submission.to.utf8.count > 21 { return Self.permanent("the number is longer than 20 digits") }
        guard let shares = shares(text) else {
            return Self.permanent(
                signature(text) == nil
                    ? "the carrier of this route adds the signature, and the text does not begin with one in 【】"
                    : "with its signature at the end the text takes one part more")
        }
        let header = text.segments.count > 1 ? Self.header_bytes : 0
        guard text.alphabet != .ucs2 else {
            return shares.contains { $0.count + header > content_bytes }
                ? Self.permanent("a segment is longer than \(content_bytes) octets") : nil
        }
        for share in shares {
            guard let octets = Self.ascii(share, text) else {
                return Self.permanent("the text has characters that are neither ASCII nor sent as UCS-2")
            }
            if octets.count + header > asciiContent_bytes {
                return Self.permanent("a segment is longer than \(asciiContent_bytes) characters")
            }
        }
        return nil
    }

    func format(_ text: SegmentedText) -> CMPP.MessageFormat { text.alphabet == .ucs2 ? .ucs2 : .ascii }

    /// The content of PDU `index` (from 0), without its header, of a submission that has no `refusal`.
    func octets(_ text: SegmentedText, _ index: Int) -> [UInt8] {
        let share = signature == .inText ? text.segments[index] : shares(text)?[index] ?? []
        return text.alphabet == .ucs2 ? share : Self.ascii(share, text) ?? share
    }

    /// Which part PDU `index` is; nil where it is the whole text.
    func part(_ text: SegmentedText, _ index: Int, reference: UInt16) -> TextPart? {
        let total = text.segments.count
        guard total > 1 else { return nil }
        return TextPart(
            reference: reference, number: UInt8(truncatingIfNeeded: index + 1), total: UInt8(truncatingIfNeeded: total))
    }

    func number(_ address: String) -> String {
        let digits = address.hasPrefix("+") ? address.dropFirst() : address[...]
        return String(digits.hasPrefix("86") && !keepsCountryCode ? digits.dropFirst(2) : digits)
    }

    private static func permanent(_ words: String) -> SendError {
        SendError(policy: .permanent, code: 0, words: words)
    }

    /// nil where a character is not of ASCII.
    private static func ascii(_ octets: [UInt8], _ text: SegmentedText) -> [UInt8]? {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(octets.count)
        for scalar in text.alphabet.decode(octets, shifts: text.shifts).unicodeScalars {
            guard scalar.isASCII else { return nil }
            ascii.append(UInt8(truncatingIfNeeded: scalar.value))
        }
        return ascii
    }
}

// The signature, as far as the carrier adds it.
extension ChineseForm {
    /// The user data of each part as the carrier is to get it; nil where the signature cannot be left to the carrier.
    private func shares(_ text: SegmentedText) -> [[UInt8]]? {
        guard signature != .inText else { return text.segments }
        guard let length = signature(text) else { return nil }
        if signature == .addedInFront {
            return [Array(text.segments[0].dropFirst(length))] + text.segments.dropFirst()
        }
        return cut(Array(text.segments.joined().dropFirst(length)), parts: text.segments.count, reserved: length)
    }

    /// Octets of the 【signature】 that a text begins with; nil where there is none, or nothing but it in its first segment.
    private func signature(_ text: SegmentedText) -> Int? {
        guard text.alphabet == .ucs2, let first = text.segments.first, first.starts(with: [0x30, 0x10]) else {
            return nil
        }
        let end = stride(from: 2, to: first.count - 1, by: 2).first { first[$0] == 0x30 && first[$0 + 1] == 0x11 }
        return end.flatMap { $0 + 2 < first.count ? $0 + 2 : nil }
    }

    /// Cuts UCS-2 anew into as many parts, the last of which has room for `reserved` octets more. Splits no surrogate pair.
    private func cut(_ octets: [UInt8], parts: Int, reserved: Int) -> [[UInt8]]? {
        let capacity = content_bytes - (parts > 1 ? Self.header_bytes : 0)
        var shares: [[UInt8]] = []
        var start = 0
        for part in 1...parts {
            // Each part that follows has at least one character.
            var end = part == parts ? octets.count : min(start + capacity, octets.count - 2 * (parts - part))
            if end < octets.count, end - 2 >= start, (0xDC...0xDF).contains(octets[end]) { end -= 2 }
            guard end > start else { return nil }
            shares.append(Array(octets[start..<end]))
            start = end
        }
        return shares[parts - 1].count + reserved <= capacity ? shares : nil
    }
}
