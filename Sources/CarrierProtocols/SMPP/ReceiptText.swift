import NIOCore

extension SMPP {
    /// The keys of a receipt's text that matter, found wherever they stand (Appendix B is "SMSC vendor specific"):
    /// any order and case, keys missing, dates of any length, raw octets in the text. Reading ends at `text:`.
    struct ReceiptText {
        private(set) var id: String?
        private(set) var state: Receipt.State?
        private(set) var error: String?

        init(_ octets: ByteBufferView) {
            // A receipt's text is at most 254 octets; a payload may be longer and says nothing more after this.
            var rest = octets.prefix(1_024)
            while let (key, value) = Self.next(&rest) {
                switch key {
                case "id": if id == nil, !value.isEmpty { id = value }
                case "stat", "status": if state == nil, !value.isEmpty { state = Receipt.State(word: value) }
                case "err", "error": if error == nil { error = value }
                case "text": return
                default: break
                }
            }
        }

        /// The next word with a colon, and what stands between the colon and the next space.
        private static func next(_ rest: inout ByteBufferView) -> (key: String, value: String)? {
            while true {
                rest = rest.drop(while: isSpace)
                guard !rest.isEmpty else { return nil }
                let word = rest.prefix { !isSpace($0) }
                rest = rest.dropFirst(word.count)
                guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else { continue }
                let key = String(decoding: word[..<colon], as: UTF8.self).lowercased()
                var value = word[word.index(after: colon)...]
                if value.isEmpty {
                    // `id: 77`: the value stands behind the space, unless that is the next key.
                    let after = rest.drop(while: isSpace)
                    let candidate = after.prefix { !isSpace($0) }
                    if !candidate.isEmpty, !candidate.contains(UInt8(ascii: ":")) {
                        value = candidate
                        rest = after.dropFirst(candidate.count)
                    }
                }
                return (key, String(decoding: value, as: UTF8.self))
            }
        }

        private static func isSpace(_ octet: UInt8) -> Bool {
            octet == 0x20 || (octet >= 0x09 && octet <= 0x0D) || octet == 0
        }
    }
}
