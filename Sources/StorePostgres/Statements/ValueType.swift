internal import Store

/// The types in which values travel; the numbers are PostgreSQL's own (`pg_type.oid`), fixed for ever.
enum ValueType: UInt32, Sendable {
    case bytea = 17
    case int8 = 20
    case text = 25

    /// Nil for null, which fits any type.
    init?(_ value: SQLValue) {
        switch value {
        case .null: return nil
        case .integer: self = .int8
        case .text: self = .text
        case .blob: self = .bytea
        }
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
