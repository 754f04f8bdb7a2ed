import Foundation

/// A JSON document, read by path: `document["files"]["loans"]["rows"].int`.
struct JSONDocument: Sendable {
    private enum Value: Sendable, Decodable {
        case text(String)
        case number(Double)
        case bool(Bool)
        case list([Value])
        case object([String: Value])
        case null

        init(from decoder: any Decoder) throws {
            let box = try decoder.singleValueContainer()
            if box.decodeNil() {
                self = .null
            } else if let flag = try? box.decode(Bool.self) {
                self = .bool(flag)
            } else if let number = try? box.decode(Double.self) {
                self = .number(number)
            } else if let text = try? box.decode(String.self) {
                self = .text(text)
            } else if let list = try? box.decode([Value].self) {
                self = .list(list)
            } else {
                self = .object(try box.decode([String: Value].self))
            }
        }
    }

    private var value: Value

    private init(_ value: Value) { self.value = value }

    /// Throws when the text is not one whole document.
    init(text: String) throws { value = try JSONDecoder().decode(Value.self, from: Data(text.utf8)) }

    subscript(_ key: String) -> JSONDocument {
        if case .object(let members) = value { JSONDocument(members[key] ?? .null) } else { JSONDocument(.null) }
    }

    var int: Int? { if case .number(let number) = value { Int(number) } else { nil } }
    var text: String? { if case .text(let text) = value { text } else { nil } }
    var bool: Bool? { if case .bool(let flag) = value { flag } else { nil } }
    var list: [JSONDocument] { if case .list(let items) = value { items.map(JSONDocument.init) } else { [] } }
    var keys: Set<String> { if case .object(let members) = value { Set(members.keys) } else { [] } }
}
