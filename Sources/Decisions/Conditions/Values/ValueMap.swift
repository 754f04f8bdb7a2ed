/// A map in the order in which it was written. Keys are bools, whole numbers and texts; `1`, `1u` and `1.0` are one key.
package struct ValueMap: Sendable {
    /// A key as look-ups compare it.
    enum Key: Hashable {
        case bool(Bool)
        case int(Int64)
        /// Above the range of `int`.
        case large(UInt64)
        case text(ExactText)

        /// Nil for what cannot be a key; such a one is in no map.
        init?(_ value: Value) {
            switch value {
            case .bool(let value): self = .bool(value)
            case .int(let value): self = .int(value)
            case .uint(let value): self = Int64(exactly: value).map(Key.int) ?? .large(value)
            case .double(let value):
                if let whole = Int64(exactly: value) {
                    self = .int(whole)
                } else if let whole = UInt64(exactly: value) {
                    self = .large(whole)
                } else {
                    return nil
                }
            case .string(let value): self = .text(ExactText(value))
            case .null, .bytes, .timestamp, .duration, .date, .list, .map, .type: return nil
            }
        }
    }

    private(set) var keys: [Value] = []
    private(set) var values: [Value] = []
    private var places: [Key: Int] = [:]

    var count: Int { keys.count }

    init() {}

    /// Throws for a key of a wrong type, and for one that stands twice.
    mutating func insert(_ key: Value, _ value: Value) throws(Doubt.Reason) {
        if case .double = key { throw .badKey }
        guard let place = Key(key) else { throw .badKey }
        guard places.updateValue(keys.count, forKey: place) == nil else { throw .repeatedKey }
        keys.append(key)
        values.append(value)
    }

    subscript(key: Value) -> Value? { Key(key).flatMap { places[$0] }.map { values[$0] } }
    subscript(field name: String) -> Value? { places[.text(ExactText(name))].map { values[$0] } }
}

/// A text that equals another only when every code point does: Swift's own comparison takes `é` and `e` + accent for one,
/// cel-spec does not.
package struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    package static func == (a: ExactText, b: ExactText) -> Bool { equalTexts(a.text, b.text) }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// Of the same code points.
@inline(__always)
func equalTexts(_ a: String, _ b: String) -> Bool {
    // What Swift calls unequal differs; what it calls equal may still differ in the order of accents.
    guard a.utf8.count == b.utf8.count, a == b else { return false }
    return a.utf8.elementsEqual(b.utf8)
}

/// By code point, which is the order of the UTF-8 bytes too.
func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
