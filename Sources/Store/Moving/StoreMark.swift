/// Marks in `setting` that forbid work with a store, so that there are never two that send.
package enum StoreMark {
    /// In a store that was moved away: to where.
    static let moved = "moved_to"
    /// In a store that a move fills, until it is whole: from where.
    static let filling = "move_from"
    /// For each table that a move has begun: the digest of the rows that are there.
    static let tablePrefix = "move_table_"
    /// In a store that a move has filled: what it was when the move ended, for `StoreMove.undo`.
    static let arrived = "moved_from"

    /// Throws `elsewhere` or `unfinished` where nobody may work. Asked whenever a store is opened, and in every turn of
    /// delivery. `place`: the store's
    /// address, for people.
    package static func refuse(in session: any SQLSession, at place: String = "store") throws {
        let marks = try session.rows(
            "SELECT key, value FROM setting WHERE key IN (?, ?)", [.text(moved), .text(filling)]
        ) { (key: $0.text(0), value: $0.text(1)) }
        if let target = marks.first(where: { $0.key == moved })?.value {
            throw StoreError(
                .elsewhere, "was moved to \(target)", at: place,
                fix: "Set `database` to that store; to go back see `dunlin move --undo`")
        }
        if let source = marks.first?.value {
            throw StoreError(
                .unfinished, "a move from \(source) into it is not finished", at: place,
                fix: "Run the same `dunlin move` again")
        }
    }

    static let select = "SELECT value FROM setting WHERE key = ?"

    static func set(_ key: String, _ value: String, in session: any SQLSession) throws {
        try session.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(key), .text(value)])
    }

    static func clear(_ key: String, in session: any SQLSession) throws {
        try session.run("DELETE FROM setting WHERE key = ?", [.text(key)])
    }

    /// Settings that belong to a store and not to what it holds: a move leaves them out.
    static func isOfTheStoreItself(_ key: String) -> Bool {
        key == "schema_version" || [moved, filling, arrived].contains(key) || key.hasPrefix(tablePrefix)
    }
}
