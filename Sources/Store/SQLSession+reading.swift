extension SQLSession {
    package func query(_ question: SQLQuestion, _ row: (any SQLRow) throws -> Void) throws {
        try query(question.sql, question.values, row)
    }

    /// Runs a statement without values.
    @discardableResult package func run(_ sql: String) throws -> Int { try run(sql, []) }

    /// The rows of a small result, each turned into a value.
    package func rows<Value>(
        _ sql: String, _ values: [SQLValue] = [], _ make: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        try query(sql, values) { result.append(try make($0)) }
        return result
    }

    /// The first row of a result turned into a value; nil when there is none.
    package func first<Value>(
        _ sql: String, _ values: [SQLValue] = [], _ make: (any SQLRow) throws -> Value
    ) throws -> Value? {
        var result: Value?
        try query(sql, values) { if result == nil { result = try make($0) } }
        return result
    }

    /// The integer in the first column of the first row; nil when there is no row or it is null.
    package func integer(_ sql: String, _ values: [SQLValue] = []) throws -> Int64? {
        try first(sql, values) { $0.optionalInteger(0) } ?? nil
    }

    /// The text in the first column of the first row; nil when there is no row or it is null.
    package func text(_ sql: String, _ values: [SQLValue] = []) throws -> String? {
        try first(sql, values) { $0.optionalText(0) } ?? nil
    }
}
