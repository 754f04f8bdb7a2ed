internal import Store

/// The types in which values travel; the numbers are PostgreSQL's own (`pg_type.oid`), fixed for ever.
enum ValueType: UInt32, Sendable {
    case bytea = 17
    case int8 = 20
    case text = 25

    /// Nil for null, which fits any type, and for a list, whose type is that of an array.
    init?(_ value: SQLValue) {
        switch value {
        case .null, .list: return nil
        case .integer: self = .int8
        case .text: self = .text
        case .blob: self = .bytea
        }
    }

    init(_ list: SQLList) {
        switch list {
        case .integers: self = .int8
        case .texts: self = .text
        case .blobs: self = .bytea
        }
    }

    /// The type by which a value travels; 0 for null.
    static func number(of value: SQLValue) -> UInt32 {
        if case .list(_, let list) = value { return ValueType(list).array }
        return ValueType(value)?.rawValue ?? 0
    }

    /// `_int8` and its like.
    var array: UInt32 {
        switch self {
        case .bytea: 1001
        case .int8: 1016
        case .text: 1009
        }
    }
}
