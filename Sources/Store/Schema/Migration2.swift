/// Schema version 2: several nodes on one database.
enum Migration2 {
    static let statements: [SchemaChange] = [
        // One row for each lane that delivers. until_ms: the end of its lease by the database's clock. turn: the last
        // turn that changed anything, by which a lane finds out whether a commit whose answer was lost was done. binds: what
        // it holds of its route's.
        """
        CREATE TABLE lane (
            id INTEGER PRIMARY KEY, route TEXT NOT NULL, node TEXT NOT NULL, turn INTEGER NOT NULL,
            until_ms INTEGER NOT NULL, binds INTEGER NOT NULL, began_ms INTEGER NOT NULL)
        """,
        // Work that one node does at a time, and until when it is that node's.
        "CREATE TABLE duty (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until_ms INTEGER NOT NULL) WITHOUT ROWID",
        // The lane that wrote it and waits for its answers; 0 for what was written before there were lanes.
        "ALTER TABLE attempt ADD COLUMN lane INTEGER NOT NULL DEFAULT 0",
    ]
}
