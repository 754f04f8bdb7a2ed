/// Looks rows up by many keys with one statement of fixed width, so that it is prepared once.
enum KeyList {
    /// Keys in one statement; longer lists take several, shorter ones repeat their last key.
    static let width = 256

    /// `?, ?, …`, as often as `width`.
    static let parameters = Array(repeating: "?", count: width).joined(separator: ", ")

    /// Runs `sql`, whose last parameters are `parameters`, for all `keys`.
    static func query(
        _ sql: String, _ leading: [SQLValue], keys: [SQLValue], in session: any SQLSession,
        _ row: (any SQLRow) throws -> Void
    ) throws {
        var start = 0
        while start < keys.count {
            let end = min(start + width, keys.count)
            var values = leading
            values.reserveCapacity(leading.count + width)
            values.append(contentsOf: keys[start..<end])
            while values.count < leading.count + width { values.append(keys[end - 1]) }
            try session.query(sql, values, row)
            start = end
        }
    }
}
