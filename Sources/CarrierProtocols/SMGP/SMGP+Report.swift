package import NIOCore

extension SMGP {
    /// The content of a report (§6.2.63): the words of SMPP's, but the id behind `id:` is ten raw octets, so that it is no text and is
    /// read by its place.
    package struct Report: Sendable, Hashable {
        /// Of the text, from Submit_Resp.
        package var id: MessageID
        package var state: SMPP.Receipt.State
        /// As it was written, up to seven octets.
        package var word: String
        /// Three digits (§6.2.63.2); empty where there are none.
        package var errorCode: String

        package init(id: MessageID, state: SMPP.Receipt.State, errorCode: String) {
            self.init(id: id, word: state.word, errorCode: errorCode)
        }

        private init(id: MessageID, word: String, errorCode: String) {
            self.id = id
            self.word = word
            state = SMPP.Receipt.State(word: word)
            self.errorCode = errorCode
        }

        /// nil where not even id and state are there. Between the keys stand a space, nothing or other letters, and capitals vary.
        package init?(_ content: ByteBuffer) {
            let octets = Array(content.readableBytesView.prefix(Self.most_bytes))
            guard octets.count >= 13, octets.lowercased(at: 0, "id:") else { return nil }
            var rest = 13
            var id: UInt128 = 0
            for octet in octets[3..<13] { id = id << 8 | UInt128(octet) }
            // Some write the twenty digits as text after all. Ten raw octets have the next key behind them.
            if octets.count >= 23, let digits = Self.digits(octets[3..<23]) {
                id = digits
                rest = 23
            }
            guard let stat = Self.value("stat:", 7, in: octets, from: rest), !stat.isEmpty else { return nil }
            self.init(
                id: MessageID(rawValue: id), word: stat,
                errorCode: Self.value("err:", 3, in: octets, from: rest) ?? "")
        }

        /// As a gateway writes it: dates of ten digits in China's time, `text` the first 17 octets behind the length.
        package func content(submitted_s: Int64, done_s: Int64, text: some Collection<UInt8>) -> ByteBuffer {
            let delivered = state == .delivered ? "001" : "000"
            let dates = [submitted_s, done_s].map { CivilText(posixSeconds: $0 + chinaZone_s).tenDigits }
            var content = ByteBuffer(string: "id:")
            content.writeMultipleIntegers(
                UInt64(truncatingIfNeeded: id.rawValue >> 16), UInt16(truncatingIfNeeded: id.rawValue))
            content.writeString(" sub:001 dlvrd:\(delivered) submit date:\(dates[0]) done date:\(dates[1])")
            content.writeString(" stat:\(word) err:\(errorCode) text:\(padded(Int64(text.count), 3))")
            content.writeBytes(text.prefix(17))
            return content
        }

        /// The lawful form has 122; what stands behind this says nothing more.
        private static let most_bytes = 254

        private static func digits(_ octets: ArraySlice<UInt8>) -> UInt128? {
            var id: UInt128 = 0
            for octet in octets {
                guard octet >= 0x30, octet <= 0x39 else { return nil }
                id = id << 4 | UInt128(octet - 0x30)
            }
            return id
        }

        /// Up to `length` octets behind the first `key`, as far as they are letters, digits or `:`. The text itself is not looked at.
        private static func value(_ key: String, _ length: Int, in octets: [UInt8], from start: Int) -> String? {
            var place = start
            while place + key.utf8.count <= octets.count {
                if octets.lowercased(at: place, "text:") || octets.lowercased(at: place, "txt:") { return nil }
                if octets.lowercased(at: place, key) {
                    let value = octets[(place + key.utf8.count)...].prefix(length)
                    return String(decoding: value.prefix { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
                }
                place += 1
            }
            return nil
        }
    }
}

extension [UInt8] {
    /// Whether `key`, of small letters, stands at `place` in any case.
    fileprivate func lowercased(at place: Int, _ key: String) -> Bool {
        guard place + key.utf8.count <= count else { return false }
        return zip(self[place...], key.utf8).allSatisfy { octet, letter in
            octet == letter || (octet | 0x20 == letter && octet >= 0x41 && octet <= 0x5A)
        }
    }
}
