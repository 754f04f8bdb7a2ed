/// Schema version 1. Never edited once released: a change is the next migration.
///
/// Hot tables lead with `borrower`, so that they can be spread over a sharding PostgreSQL. Those that cannot are
/// look-up tables: `portfolio`, `batch`, `feed`, the unique indexes on references, `carrier_id`, the due queue
/// (`message_due`), `receipt`, `reply` and the log itself (`leaf`). Instants are milliseconds, dates days since 1970,
/// amounts minor units. A column whose comment says sealed holds AES-GCM boxes; `lookup` columns hold keyed hashes.
/// `setting` is made by `Migrations`.
enum Migration1 {
    static let statements: [SchemaChange] = [
        // Numbers that the store gives out, by kind: see `Numbers`.
        "CREATE TABLE number (kind TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE portfolio (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE)",
        """
        CREATE TABLE batch (
            id INTEGER PRIMARY KEY, portfolio INTEGER NOT NULL, mapping TEXT NOT NULL, as_of_ms INTEGER NOT NULL,
            imported_ms INTEGER NOT NULL, rows INTEGER NOT NULL, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL)
        """,
        // The newest whole import of each kind of file: what `paymentsFeedMaxAge_h` is measured against.
        """
        CREATE TABLE feed (
            portfolio INTEGER NOT NULL, kind TEXT NOT NULL, batch INTEGER NOT NULL, as_of_ms INTEGER NOT NULL,
            PRIMARY KEY (portfolio, kind)) WITHOUT ROWID
        """,
        // profile: sealed name, birth date and whatever else tells of the person. digest: keyed hash of the imported row.
        """
        CREATE TABLE borrower (
            id INTEGER PRIMARY KEY, portfolio INTEGER NOT NULL, ref TEXT NOT NULL, kind INTEGER NOT NULL,
            language TEXT NOT NULL, region TEXT NOT NULL, zone TEXT NOT NULL, profile BLOB NOT NULL,
            digest BLOB NOT NULL, batch INTEGER NOT NULL, UNIQUE (portfolio, ref))
        """,
        """
        CREATE TABLE borrower_key (
            borrower INTEGER NOT NULL, retention INTEGER NOT NULL, wrapped BLOB NOT NULL,
            PRIMARY KEY (borrower, retention)) WITHOUT ROWID
        """,
        // address: sealed.
        """
        CREATE TABLE contact_point (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, channel INTEGER NOT NULL, owner INTEGER NOT NULL,
            standing INTEGER NOT NULL, address BLOB NOT NULL, lookup BLOB NOT NULL, batch INTEGER NOT NULL,
            PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        "CREATE INDEX contact_point_lookup ON contact_point (lookup)",
        """
        CREATE TABLE consent (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, contact_point INTEGER NOT NULL, class INTEGER NOT NULL,
            given INTEGER NOT NULL, at_ms INTEGER NOT NULL, act INTEGER NOT NULL,
            PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        """
        CREATE TABLE flag (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, since_ms INTEGER NOT NULL,
            until_ms INTEGER, source TEXT NOT NULL, PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        """
        CREATE TABLE loan (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL, ref TEXT NOT NULL,
            product TEXT NOT NULL, principal INTEGER NOT NULL, currency TEXT NOT NULL, rate INTEGER NOT NULL,
            disbursed_on INTEGER NOT NULL, rating TEXT NOT NULL, status INTEGER NOT NULL, batch INTEGER NOT NULL,
            PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX loan_ref ON loan (portfolio, ref)",
        """
        CREATE TABLE instalment (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, number INTEGER NOT NULL, id INTEGER NOT NULL,
            due_on INTEGER NOT NULL, amount INTEGER NOT NULL, generation INTEGER NOT NULL DEFAULT 1,
            batch INTEGER NOT NULL, PRIMARY KEY (borrower, loan, number)) WITHOUT ROWID
        """,
        """
        CREATE TABLE payment (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL,
            ref TEXT NOT NULL, paid_on INTEGER NOT NULL, amount INTEGER NOT NULL, recorded_ms INTEGER NOT NULL,
            batch INTEGER NOT NULL, PRIMARY KEY (borrower, loan, id)) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX payment_ref ON payment (portfolio, ref)",
        // A rejected payment row holds its loan from collection until a row of the same reference is accepted.
        """
        CREATE TABLE payment_fault (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL,
            ref TEXT NOT NULL, batch INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL,
            mended_batch INTEGER, PRIMARY KEY (borrower, loan, id)) WITHOUT ROWID
        """,
        "CREATE INDEX payment_fault_open ON payment_fault (portfolio, ref) WHERE mended_batch IS NULL",
        // What a row held before a later batch changed it. before: sealed.
        """
        CREATE TABLE revision (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, subject INTEGER NOT NULL,
            batch_before INTEGER NOT NULL, batch_after INTEGER NOT NULL, before BLOB NOT NULL,
            PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        // state: MessageState. due_ms: when delivery looks at it next. subject …: the claim it will make.
        """
        CREATE TABLE message (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL, loan INTEGER,
            subject INTEGER NOT NULL, subject_id INTEGER NOT NULL, subject_part INTEGER NOT NULL,
            step TEXT NOT NULL, generation INTEGER NOT NULL, purpose TEXT NOT NULL, strategy TEXT NOT NULL,
            planned_on INTEGER NOT NULL, planned_ms INTEGER NOT NULL, state INTEGER NOT NULL, due_ms INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
            changed_ms INTEGER NOT NULL, PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        "CREATE INDEX message_due ON message (due_ms) WHERE state IN (1, 3)",
        // One open plan for one occurrence and step.
        """
        CREATE UNIQUE INDEX message_open ON message (borrower, subject, subject_id, subject_part, step, generation)
            WHERE state IN (1, 3)
        """,
        // Promise P2 is this primary key: written with the first attempt, never removed.
        """
        CREATE TABLE claim (
            borrower INTEGER NOT NULL, subject INTEGER NOT NULL, subject_id INTEGER NOT NULL,
            subject_part INTEGER NOT NULL, step TEXT NOT NULL, generation INTEGER NOT NULL, message INTEGER NOT NULL,
            at_ms INTEGER NOT NULL,
            PRIMARY KEY (borrower, subject, subject_id, subject_part, step, generation)) WITHOUT ROWID
        """,
        // state: AttemptState.
        """
        CREATE TABLE attempt (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, message INTEGER NOT NULL, route TEXT NOT NULL,
            state INTEGER NOT NULL, segments INTEGER NOT NULL, written_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
            error TEXT NOT NULL DEFAULT '', final_ms INTEGER, PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        // Attempts without a final word: what a restart turns to unknown, and what waits for receipts.
        "CREATE INDEX attempt_open ON attempt (state, written_ms) WHERE final_ms IS NULL",
        """
        CREATE TABLE segment (
            borrower INTEGER NOT NULL, attempt INTEGER NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL,
            carrier_id TEXT, error TEXT NOT NULL DEFAULT '', PRIMARY KEY (borrower, attempt, number)) WITHOUT ROWID
        """,
        """
        CREATE TABLE carrier_id (
            route TEXT NOT NULL, carrier_id TEXT NOT NULL, borrower INTEGER NOT NULL, attempt INTEGER NOT NULL,
            segment INTEGER NOT NULL, PRIMARY KEY (route, carrier_id, attempt, segment)) WITHOUT ROWID
        """,
        // Every receipt as it came; borrower is null while it matches nothing. lookup: of the number it speaks of.
        """
        CREATE TABLE receipt (
            id INTEGER PRIMARY KEY, route TEXT NOT NULL, carrier_id TEXT NOT NULL, outcome INTEGER NOT NULL,
            error TEXT NOT NULL, lookup BLOB NOT NULL, at_ms INTEGER NOT NULL, borrower INTEGER, attempt INTEGER,
            segment INTEGER)
        """,
        "CREATE INDEX receipt_parked ON receipt (route, carrier_id) WHERE borrower IS NULL",
        "CREATE INDEX receipt_parked_number ON receipt (lookup) WHERE borrower IS NULL",
        // Every reply, or part of one, as it came. body: sealed, under the borrower's key or the store's own.
        """
        CREATE TABLE reply (
            id INTEGER PRIMARY KEY, route TEXT NOT NULL, borrower INTEGER, lookup BLOB NOT NULL, body BLOB NOT NULL,
            at_ms INTEGER NOT NULL, part_reference INTEGER, part_number INTEGER, part_total INTEGER,
            meaning TEXT NOT NULL)
        """,
        "CREATE INDEX reply_parts ON reply (lookup, part_reference) WHERE part_total IS NOT NULL AND meaning = 'part'",
        "CREATE INDEX reply_borrower ON reply (borrower)",
        // Led by borrower and time, so that the last weeks are read without the years before.
        """
        CREATE TABLE contact (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, loan INTEGER, kind INTEGER NOT NULL,
            channel INTEGER NOT NULL, class INTEGER NOT NULL, contact_point INTEGER, at_ms INTEGER NOT NULL,
            PRIMARY KEY (borrower, at_ms, id)) WITHOUT ROWID
        """,
        """
        CREATE TABLE task (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, loan INTEGER, at_ms INTEGER NOT NULL,
            done_ms INTEGER, PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        // The latest word of planning on a step that does not go out, so that only a changed word makes a new leaf.
        """
        CREATE TABLE decision (
            borrower INTEGER NOT NULL, subject INTEGER NOT NULL, subject_id INTEGER NOT NULL,
            subject_part INTEGER NOT NULL, step TEXT NOT NULL, generation INTEGER NOT NULL, outcome TEXT NOT NULL,
            reason TEXT NOT NULL, at_ms INTEGER NOT NULL,
            PRIMARY KEY (borrower, subject, subject_id, subject_part, step, generation)) WITHOUT ROWID
        """,
        // The evidence log. idx: index in the log. number: the borrower's own leaf counter, from 1.
        """
        CREATE TABLE leaf (
            idx INTEGER PRIMARY KEY, borrower INTEGER, number INTEGER NOT NULL, kind TEXT NOT NULL,
            at_ms INTEGER NOT NULL, bytes BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX leaf_borrower ON leaf (borrower, number) WHERE borrower IS NOT NULL",
        "CREATE TABLE pack (hash TEXT PRIMARY KEY, key TEXT NOT NULL, version TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID",
    ]
}
