/// A type of the language.
package indirect enum ValueType: Sendable, Hashable {
    /// Known only when it is evaluated.
    case dynamic
    case null, bool, int, uint, double, string, bytes, timestamp, duration, date, type
    case list(ValueType)
    case map(ValueType, ValueType)
    /// Not decided yet, or any type of a function's parameter.
    case variable(Int)

    var isDynamic: Bool { self == .dynamic }

    /// As faults and the table of facts write it.
    package var words: String {
        switch self {
        case .dynamic, .variable: "dyn"
        case .null: "null"
        case .list(let item): "list(\(item.words))"
        case .map(let key, let value): "map(\(key.words), \(value.words))"
        case .timestamp: "timestamp"
        case .duration: "duration"
        default: runtimeName
        }
    }

    /// What `type(…)` gives; parameters are not known to it.
    var runtimeName: String {
        switch self {
        case .dynamic, .variable: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .date: "date"
        case .type: "type"
        case .list: "list"
        case .map: "map"
        }
    }

    /// Names that stand for types in an expression.
    static let named: [String: ValueType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "null_type": .null, "list": .list(.dynamic), "map": .map(.dynamic, .dynamic), "type": .type,
        "date": .date, "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    ]
}

extension Value {
    var type: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .date: .date
        case .list: .list(.dynamic)
        case .map: .map(.dynamic, .dynamic)
        case .type: .type
        }
    }

    /// Whether a function that takes this type may be given the value. What lists and maps hold is seen when it is used.
    func fits(_ type: ValueType) -> Bool {
        switch (self, type) {
        case (_, .dynamic), (_, .variable): true
        case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
            (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.date, .date), (.type, .type),
            (.list, .list), (.map, .map):
            true
        default: false
        }
    }
}
