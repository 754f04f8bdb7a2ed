/// Messages to many. None of it tells of a borrower.
extension Migration7 {
    static let broadcasts: [SchemaChange] = [
        // condition: CEL, empty for everybody. planned_through: the last borrower whose turn was found; slots: the turns
        // that are taken, see `BroadcastSlots`.
        """
        CREATE TABLE broadcast (
            id INTEGER PRIMARY KEY, portfolio TEXT NOT NULL, state TEXT NOT NULL, purpose TEXT NOT NULL,
            template TEXT NOT NULL, condition TEXT NOT NULL, per_hour INTEGER NOT NULL, from_ms INTEGER NOT NULL,
            until_ms INTEGER NOT NULL, audience INTEGER NOT NULL, proposed_ms INTEGER NOT NULL,
            proposed_by TEXT NOT NULL, note TEXT NOT NULL, decided_ms INTEGER, decided_by TEXT, stopped_ms INTEGER,
            stopped_by TEXT, planned_through INTEGER NOT NULL DEFAULT 0, slots TEXT NOT NULL DEFAULT '',
            is_planned INTEGER NOT NULL DEFAULT 0)
        """
    ]
}
