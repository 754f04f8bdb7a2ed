/// What changes by proposal and approval: the lender's files with every text they ever had in force, and broadcasts. None
/// of it tells of a borrower.
extension Migration6 {
    static let versions: [SchemaChange] = [
        // state: Proposal.State.
        """
        CREATE TABLE proposal (
            id INTEGER PRIMARY KEY, state TEXT NOT NULL, proposed_ms INTEGER NOT NULL, proposed_by TEXT NOT NULL,
            note TEXT NOT NULL, decided_ms INTEGER, decided_by TEXT, decision_note TEXT NOT NULL DEFAULT '')
        """,
        // hash: null when the file is to go. base: what was in force of it when it was proposed, null when nothing was.
        """
        CREATE TABLE proposal_file (
            proposal INTEGER NOT NULL, file TEXT NOT NULL, hash TEXT, base TEXT,
            PRIMARY KEY (proposal, file)) WITHOUT ROWID
        """,
        // In force from from_ms until the next version of the same file. hash: null from when it is gone.
        """
        CREATE TABLE file_version (
            file TEXT NOT NULL, number INTEGER NOT NULL, hash TEXT, from_ms INTEGER NOT NULL,
            proposal INTEGER NOT NULL, PRIMARY KEY (file, number)) WITHOUT ROWID
        """,
        "CREATE TABLE file_text (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
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
        """,
    ]
}
