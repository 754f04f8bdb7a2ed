/// A table of the newest schema, for what treats every table alike.
package struct SchemaTable: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case integer = "INTEGER"
        case text = "TEXT"
        case blob = "BLOB"
    }

    package struct Column: Sendable, Hashable {
        package var name: String
        package var kind: Kind
    }

    package var name: String
    package var columns: [Column]
    /// The columns of its primary key, in the key's order: in this order rows are read, the same on every engine.
    package var key: [String]

    /// A row's value in a column.
    static func value(_ column: Int, _ kind: Kind, of row: any SQLRow) -> SQLValue {
        if row.isNull(column) { return .null }
        return switch kind {
        case .integer: .integer(row.integer(column))
        case .text: .text(row.text(column))
        case .blob: .blob(row.blob(column))
        }
    }
}
