package import Decisions

/// Marks in `setting` that forbid work with a store, so that there are never two that send.
package enum StoreMark {
    /// In a backup's copy of a store: when it was made.
    static let backup = "backup_of"
    /// In a store that was moved away: to where.
    static let moved = "moved_to"
    /// In a store that a move fills, until it is whole: from where.
    static let filling = "move_from"
    /// For each table that a move has begun: the digest of the rows that are there.
    static let tablePrefix = "move_table_"
    /// In a store that a move has filled: what it was when the move ended, for `StoreMove.undo`.
    static let arrived = "moved_from"

    /// Throws `elsewhere` or `unfinished` where nobody may work. Asked whenever a store is opened. `place`: the store's
    /// address, for people.
    package static func refuse(in session: any SQLSession, at place: String = "store") throws {
        try refuse(marks(in: session), at: place)
    }

    /// The same in every turn of delivery, which also must know what the store has forgotten.
    package static func refuse(in session: any SQLSession, knowing lapse: Lapse?) throws {
        let marks = try marks(in: session)
        try refuse(marks, at: "store")
        guard try marks[Lapse.setting].map({ try Lapse(text: $0) }) != lapse else { return }
        throw StoreError(
            .elsewhere, "was brought back from a backup since this process began", at: "store", fix: "Start it again")
    }

    private static func marks(in session: any SQLSession) throws -> [String: String] {
        var marks: [String: String] = [:]
        try session.query(
            "SELECT key, value FROM setting WHERE key IN (?, ?, ?, ?)",
            [.text(moved), .text(filling), .text(backup), .text(Lapse.setting)]
        ) { marks[$0.text(0)] = $0.text(1) }
        return marks
    }

    private static func refuse(_ marks: [String: String], at place: String) throws {
        if let target = marks[moved] {
            throw StoreError(
                .elsewhere, "was moved to \(target)", at: place,
                fix: "Set `database` to that store; to go back see `dunlin move --undo`")
        }
        if let source = marks[filling] {
            throw StoreError(
                .unfinished, "a move from \(source) into it is not finished", at: place,
                fix: "Run the same `dunlin move` again")
        }
        if let made = marks[backup] {
            throw StoreError(
                .unfinished, "is the backup of \(made), and knows nothing of what was said since", at: place,
                fix: "Bring it back with `dunlin restore`, which sees to it that nothing is said twice")
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
        key == "schema_version" || [moved, filling, arrived, backup].contains(key) || key.hasPrefix(tablePrefix)
    }
}
