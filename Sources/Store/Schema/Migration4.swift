/// Schema version 4: what somebody outside signed about the evidence log.
enum Migration4 {
    static let statements: [SchemaChange] = [
        // A checkpoint that was countersigned: the note with what witnesses signed, by the size of its tree.
        "CREATE TABLE countersigned (size INTEGER PRIMARY KEY, note TEXT NOT NULL)",
        // RFC 3161 tokens over such a checkpoint's text. authority: its name in the settings.
        """
        CREATE TABLE time_stamp (
            size INTEGER NOT NULL, authority TEXT NOT NULL, token BLOB NOT NULL, PRIMARY KEY (size, authority))
            WITHOUT ROWID
        """,
    ]
}
