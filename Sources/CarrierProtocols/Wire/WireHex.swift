extension Wire {
    /// Octets written as hexadecimal digits: bare, in groups, with `0x`, commas or dashes; or dumps of `xxd`, `hexdump -C`,
    /// `tcpdump -X` and Wireshark, whose offsets and characters at the sides are left out. A line that begins with `#` is passed over.
    package enum Hex {
        package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
            /// From 1.
            package var line: Int
            package var words: String

            package init(line: Int, words: String) {
                self.line = line
                self.words = words
            }

            package var description: String { "line \(line): \(words)" }
        }

        package static func octets(of text: [UInt8]) throws(Fault) -> [UInt8] {
            guard text.count <= Limit.file_bytes else {
                throw Fault(line: 1, words: "\(text.count) octets are more than the \(Limit.file_bytes) that are read")
            }
            var octets: [UInt8] = []
            var hadOffsets = false
            let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() {
                let line = trimmed(line)
                guard let first = line.first, first != UInt8(ascii: "#") else { continue }
                let form = Form(line)
                // The last line of `hexdump` is the offset of its end.
                if hadOffsets, form == nil, line.count >= 7, line.allSatisfy({ digit($0) != nil }) { continue }
                hadOffsets = form != nil
                guard let digits = digits(form?.hex(line) ?? line) else {
                    throw Fault(line: number + 1, words: "not hexadecimal digits")
                }
                guard digits.count % 2 == 0 else { throw Fault(line: number + 1, words: "an odd count of digits") }
                octets += stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
            }
            return octets
        }

        /// A line of a dump: an offset in front, characters behind.
        private struct Form {
            var offset_count: Int
            /// Spaces that end the digits.
            var gap: Int

            /// nil for a line of digits alone.
            init?(_ line: ArraySlice<UInt8>) {
                let hasMark = line.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")])
                let word = line.dropFirst(hasMark ? 2 : 0).prefix { digit($0) != nil }
                let front = word.endIndex - line.startIndex
                let behind = line.dropFirst(front)
                guard word.count >= 4 else { return nil }
                if behind.first == UInt8(ascii: ":") {
                    (offset_count, gap) = (front + 1, 2)
                } else if behind.prefix(2).count == 2, behind.prefix(2).allSatisfy(isSpace) {
                    // Wireshark's and `hexdump`'s: groups of one octet, perhaps with a gap of two in their middle.
                    guard behind.drop(while: isSpace).prefix(while: { !isSpace($0) }).count == 2 else { return nil }
                    (offset_count, gap) = (front, 3)
                } else {
                    return nil
                }
            }

            func hex(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
                var rest = line.dropFirst(offset_count)
                if let bar = rest.firstIndex(of: UInt8(ascii: "|")) { rest = rest[..<bar] }
                rest = rest.drop(while: isSpace)
                for place in rest.indices where rest[place...].prefix(gap).count == gap {
                    if rest[place...].prefix(gap).allSatisfy(isSpace) { return rest[..<place] }
                }
                return rest
            }
        }

        private static func digits(_ line: ArraySlice<UInt8>) -> [UInt8]? {
            var found: [UInt8] = []
            for word in line.split(whereSeparator: { isSpace($0) || [0x2C, 0x3A, 0x2D].contains($0) }) {
                let mark = word.prefix(2).map { $0 | 0x20 }
                let values = word.dropFirst(mark == [0x30, 0x78] ? 2 : 0).map(digit)
                let known = values.compactMap(\.self)
                guard known.count == values.count else { return nil }
                found += known
            }
            return found
        }

        private static func digit(_ octet: UInt8) -> UInt8? {
            switch octet {
            case 0x30...0x39: octet - 0x30
            case 0x41...0x46, 0x61...0x66: (octet | 0x20) - 0x61 + 10
            default: nil
            }
        }

        private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) }

        private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            var line = line.drop(while: isSpace)
            while let last = line.last, isSpace(last) { line = line.dropLast() }
            return line
        }
    }
}
