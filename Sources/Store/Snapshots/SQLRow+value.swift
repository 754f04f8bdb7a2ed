extension SQLRow {
    /// The case that a column's number stands for. `place` names table and column.
    func value<Value: RawRepresentable<Int>>(_ column: Int, _ place: String) throws -> Value {
        let number = integer(column)
        guard let value = Value(rawValue: Int(number)) else {
            throw StoreError(.unreadableRow, "unknown value \(number)", at: place)
        }
        return value
    }

    /// The case that a column's word stands for.
    func value<Value: RawRepresentable<String>>(_ column: Int, _ place: String) throws -> Value {
        let word = text(column)
        guard let value = Value(rawValue: word) else {
            throw StoreError(.unreadableRow, "unknown value \(word)", at: place)
        }
        return value
    }
}
