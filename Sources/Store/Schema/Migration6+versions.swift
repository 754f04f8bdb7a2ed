/// What changes by proposal and approval: the lender's files with every text they ever had in force. None of it
/// tells of a borrower.
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
    ]
}
