extension Migration6 {
    // What is known of people and of contacts outside Dunlin.
    static let people: [SchemaChange] = [
        // reference: whoever made the contact calls it so; null: Dunlin's own. details: sealed, who made it and what came
        // of it. batch: the import that last wrote the row; null: none did.
        "ALTER TABLE contact ADD COLUMN reference TEXT",
        "ALTER TABLE contact ADD COLUMN details BLOB",
        "ALTER TABLE contact ADD COLUMN batch INTEGER",
        "CREATE UNIQUE INDEX contact_reference ON contact (borrower, reference) WHERE reference IS NOT NULL",
        "ALTER TABLE flag ADD COLUMN batch INTEGER",
        // listed: told by a file of its own, or by hand: the borrowers' file neither retires nor renews it. name: sealed, of
        // the guarantor, officer or other person.
        "ALTER TABLE contact_point ADD COLUMN listed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE contact_point ADD COLUMN name BLOB",
        // words: sealed, what was shown when it was given.
        "ALTER TABLE consent ADD COLUMN words BLOB",
        // Append-only: the latest of a borrower stands. unwanted: a bit for each class. hours: seconds of the day.
        """
        CREATE TABLE preference (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, most_in_week INTEGER, unwanted INTEGER NOT NULL,
            hours_from INTEGER, hours_until INTEGER, at_ms INTEGER NOT NULL, source TEXT NOT NULL, batch INTEGER,
            PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
    ]
}
