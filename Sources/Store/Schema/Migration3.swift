/// Schema version 3: master keys by generation, and borrowers who were erased.
///
/// Look-up tables that no borrower leads: the keys' own, `tombstone` with its marks (a person who is gone has no number
/// here any more), and `number_consent`.
enum Migration3 {
    static let statements: [SchemaChange] = [
        // mark: what a key that is given is held against.
        """
        CREATE TABLE master_key (
            generation INTEGER PRIMARY KEY, mark TEXT NOT NULL, made_ms INTEGER NOT NULL, retired_ms INTEGER)
        """,
        """
        INSERT INTO master_key (generation, mark, made_ms)
        SELECT 1, value, 0 FROM setting WHERE key = 'master_check'
        """,
        "DELETE FROM setting WHERE key = 'master_check'",
        // The store's own keys, each wrapped by a master: see `StoreKeys`.
        """
        CREATE TABLE store_key (
            purpose TEXT NOT NULL, generation INTEGER NOT NULL, wrapped BLOB NOT NULL,
            PRIMARY KEY (purpose, generation)) WITHOUT ROWID
        """,
        // How far a rotation has come in each table.
        """
        CREATE TABLE key_step (name TEXT PRIMARY KEY, position INTEGER NOT NULL, is_done INTEGER NOT NULL) WITHOUT ROWID
        """,
        // Who had the number that a parked receipt speaks of, when it came: one of them, null when nobody had.
        "ALTER TABLE receipt ADD COLUMN owner INTEGER",
        """
        UPDATE receipt SET owner = (SELECT min(p.borrower) FROM contact_point p WHERE p.lookup = receipt.lookup)
        WHERE borrower IS NULL
        """,
        // A receipt that has its place is not looked for by number again.
        "UPDATE receipt SET lookup = CAST('' AS BLOB) WHERE borrower IS NOT NULL",
        "CREATE INDEX reply_unmatched ON reply (lookup) WHERE borrower IS NULL",
        // An erased borrower: the only row that still says so. borrower: the number under which a kept record stands; null
        // when nothing is kept. content: sealed, what the list outside of the database says.
        """
        CREATE TABLE tombstone (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL, version INTEGER NOT NULL, borrower INTEGER,
            at_ms INTEGER NOT NULL, readmitted_ms INTEGER, content BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX tombstone_id ON tombstone (id)",
        "CREATE INDEX tombstone_borrower ON tombstone (borrower) WHERE borrower IS NOT NULL",
        // Keyed hashes by which imports recognise the erased: their reference, their loans', their name with an address.
        """
        CREATE TABLE tombstone_mark (
            tombstone INTEGER NOT NULL, kind INTEGER NOT NULL, hash BLOB NOT NULL,
            PRIMARY KEY (tombstone, kind, hash)) WITHOUT ROWID
        """,
        "CREATE INDEX tombstone_mark_hash ON tombstone_mark (hash)",
        // What the owner of a number said when no borrower had it, or one who was erased since.
        """
        CREATE TABLE number_consent (
            id INTEGER PRIMARY KEY, lookup BLOB NOT NULL, class INTEGER NOT NULL, given INTEGER NOT NULL,
            at_ms INTEGER NOT NULL, act INTEGER NOT NULL)
        """,
        "CREATE INDEX number_consent_lookup ON number_consent (lookup)",
        // Whose keys were destroyed, and what stays until when. subject: sealed under the record key, the lender's words
        // for the borrower, so that leaves still say whose they are. rules: who asks that the record is kept.
        """
        CREATE TABLE erasure (
            borrower INTEGER PRIMARY KEY, subject BLOB NOT NULL, erased_ms INTEGER NOT NULL, record_until_ms INTEGER,
            rules TEXT NOT NULL, record_erased_ms INTEGER)
        """,
        "CREATE INDEX erasure_open ON erasure (record_until_ms) WHERE record_erased_ms IS NULL",
        // A file that an earlier version wrote may hold what was deleted: it is written anew before the first erasure.
        .sqlite("INSERT INTO setting (key, value) SELECT 'unscrubbed', '1' WHERE EXISTS (SELECT 1 FROM borrower)"),
    ]
}
