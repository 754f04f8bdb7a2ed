extension Wire {
    /// Walks over one PDU, notes its fields, and stops where it ends too early.
    struct Cursor {
        /// The PDU ends inside a field; the fault is noted.
        struct Cut: Error {}

        let octets: [UInt8]
        private(set) var place = 0
        private(set) var end: Int
        var fields: [Field] = []
        var faults: [Fault] = []
        var level = 0

        init(_ octets: [UInt8]) {
            self.octets = octets
            end = octets.count
        }

        var left: Int { end - place }
        var isAtEnd: Bool { place >= end }

        mutating func fault(_ words: String, at place: Int? = nil) {
            faults.append(Fault(place: place ?? self.place, words: words))
        }

        mutating func note(_ name: String, at place: Int, _ size: Int, _ value: Value, _ meaning: String = "") {
            fields.append(
                Field(name: name, place: place, size: size, value: value, meaning: meaning, level: level))
        }

        @discardableResult
        mutating func take(_ count: Int, _ name: String) throws(Cut) -> [UInt8] {
            guard count <= left else {
                fault("ends inside \(name): \(count) octets wanted, \(left) there")
                throw Cut()
            }
            defer { place += count }
            return Array(octets[place..<place + count])
        }

        /// What comes next, without taking it.
        func peek(_ count: Int) -> ArraySlice<UInt8> { octets[place..<min(end, place + count)] }

        /// An integer of up to eight octets, the most significant first.
        @discardableResult
        mutating func number(
            _ name: String, _ size: Int, _ meaning: (UInt64) -> String = { _ in "" }
        ) throws(Cut) -> UInt64 {
            let start = place
            let number = try take(size, name).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            note(name, at: start, size, .number(number), meaning(number))
            return number
        }

        /// Octets up to and with a NUL.
        @discardableResult
        mutating func cString(
            _ name: String, most: Int, _ value: (String) -> Value = { .word($0) },
            _ meaning: (String) -> String = { _ in "" }
        ) throws(Cut) -> String {
            let start = place
            guard let length = octets[place..<end].firstIndex(of: 0).map({ $0 - start }) else {
                fault("ends inside \(name), which has no NUL behind it")
                throw Cut()
            }
            let text = String(decoding: try take(length, name), as: UTF8.self)
            place += 1
            if length + 1 > most {
                fault("\(name) has \(length + 1) octets with its NUL, \(most) are allowed", at: start)
            }
            note(name, at: start, length + 1, value(text), meaning(text))
            return text
        }

        /// A string of a fixed size, padded behind with NUL.
        @discardableResult
        mutating func fixed(
            _ name: String, _ size: Int, _ value: (String) -> Value = { .word($0) },
            _ meaning: (String) -> String = { _ in "" }
        ) throws(Cut) -> String {
            let start = place
            let octets = try take(size, name)
            let text = String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
            if octets.drop(while: { $0 != 0 }).contains(where: { $0 != 0 }) {
                fault("\(name) has octets behind its first NUL", at: start)
            }
            note(name, at: start, size, value(text), meaning(text))
            return text
        }

        /// A password, or a digest of one.
        mutating func secret(_ name: String, _ size: Int) throws(Cut) {
            let start = place
            try take(size, name)
            note(name, at: start, size, .secret(octets: size), "")
        }

        /// What is kept for later and says nothing.
        mutating func reserved(_ name: String, _ size: Int) throws(Cut) {
            let start = place
            let octets = try take(size, name)
            let isEmpty = octets.allSatisfy { $0 == 0 }
            note(name, at: start, size, isEmpty ? .word("") : .unknown(octets), isEmpty ? "all zero" : "not zero")
        }

        /// Walks inside the next `count` octets as far as `body` gets, and stands behind them afterwards.
        mutating func inside(_ count: Int, _ body: (inout Cursor) throws(Cut) -> Void) {
            let (outerEnd, next) = (end, place + count)
            end = next
            level += 1
            // What a cut says is noted where it was found.
            do { try body(&self) } catch {}
            level -= 1
            end = outerEnd
            place = next
        }

        /// What is left, of which nobody knows what it says.
        mutating func rest(_ name: String) {
            guard !isAtEnd else { return }
            note(name, at: place, left, .unknown(Array(octets[place..<end])))
            place = end
        }

        /// A PDU of a password shows nothing of itself unless it is whole: where its fields are shifted, the password stands in another.
        mutating func hideUnlessWhole(behind header_bytes: Int) {
            guard !faults.isEmpty else { return }
            for index in fields.indices where fields[index].place >= header_bytes {
                fields[index].value = .secret(octets: fields[index].size)
                fields[index].meaning = "not shown of a PDU that may hold a password and is not whole"
            }
        }
    }
}
