internal import GRDB

extension SchemaTable {
    /// Every table that the migrations make, by name: read from an empty database in memory that they have just made, so
    /// that no migration can be forgotten here.
    package static func all() throws -> [SchemaTable] { try made(by: Migrations.released) }

    static func made(by migrations: [[SchemaChange]]) throws -> [SchemaTable] {
        do {
            return try DatabaseQueue().write { database in
                try database.execute(sql: Migrations.settingTable)
                for statement in migrations.joined().compactMap({ $0.text(for: .sqlite) }) {
                    try database.execute(sql: statement)
                }
                let names = try String.fetchAll(
                    database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                return try names.map { try table($0, in: database) }
            }
        } catch let error as DatabaseError {
            throw StoreError.sqlite(
                code: error.extendedResultCode.rawValue, message: error.message ?? "", path: "schema in memory")
        }
    }

    private static func table(_ name: String, in database: Database) throws -> SchemaTable {
        var columns: [Column] = []
        var key: [(place: Int, name: String)] = []
        for row in try Row.fetchAll(database, sql: "PRAGMA table_info(\(name))") {
            let (column, type, place): (String, String, Int) = (row["name"], row["type"], row["pk"])
            guard let kind = Kind(rawValue: type) else {
                throw StoreError(.statement, "a column of the unknown type \(type)", at: "\(name).\(column)")
            }
            columns.append(Column(name: column, kind: kind))
            if place > 0 { key.append((place, column)) }
        }
        guard !key.isEmpty else { throw StoreError(.statement, "a table without a primary key", at: name) }
        return SchemaTable(name: name, columns: columns, key: key.sorted { $0.place < $1.place }.map(\.name))
    }
}
