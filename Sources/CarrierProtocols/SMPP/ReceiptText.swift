import NIOCore

extension SMPP {
    /// The keys of a receipt's text that matter, found wherever they stand (Appendix B is "SMSC vendor specific"):
    /// any order and case, keys missing, dates of any length, raw octets in the text. Reading ends at `text:`.
    struct ReceiptText {
        private(set) var id: String?
        private(set) var state: Receipt.State?
        private(set) var error: String?
        private(set) var submitted: ReceiptDate?
        private(set) var done: ReceiptDate?

        init(_ octets: ByteBufferView) {
            // A receipt's text is at most 254 octets; a payload may be longer and says nothing more after this.
            var rest = octets.prefix(1_024)
            while let (key, value) = Self.next(&rest) {
                switch key {
                case "id": if id == nil, !value.isEmpty { id = value + Self.moreOfID(&rest) }
                case "submit date", "submitdate", "submit_date":
                    if submitted == nil { submitted = ReceiptDate(value.utf8) }
                case "done date", "donedate", "done_date": if done == nil { done = ReceiptDate(value.utf8) }
                case "stat", "status": if state == nil, !value.isEmpty { state = Receipt.State(word: value) }
                case "err", "error": if error == nil { error = value }
                case "text": return
                default: break
                }
            }
        }

        /// An id with blanks inside goes on in words of digits without a key. IDs are compared without blanks.
        private static func moreOfID(_ rest: inout ByteBufferView) -> String {
            var more = ""
            while true {
                let after = rest.drop(while: isSpace)
                let word = after.prefix { !isSpace($0) }
                guard !word.isEmpty, word.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                    word.contains(where: { $0 >= 0x30 && $0 <= 0x39 })
                else { return more }
                more += String(decoding: word, as: UTF8.self)
                rest = after.dropFirst(word.count)
            }
        }

        /// The next word with a colon, and what stands between the colon and the next space. `date` has the word before it with it.
        private static func next(_ rest: inout ByteBufferView) -> (key: String, value: String)? {
            var before = rest.prefix(0)
            while true {
                rest = rest.drop(while: isSpace)
                guard !rest.isEmpty else { return nil }
                let word = rest.prefix { !isSpace($0) }
                rest = rest.dropFirst(word.count)
                guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else {
                    before = word
                    continue
                }
                var key = String(decoding: word[..<colon], as: UTF8.self).lowercased()
                if key == "date" { key = String(decoding: before, as: UTF8.self).lowercased() + " date" }
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
