extension Migration7 {
    // Applications, promises, arrangements, failed payments, and the terms of a loan.
    //
    // batch: the import that a row is from; 0 for what an operator said. as_of_ms: when it was said, which is what a later
    // word is measured against.
    static let lending: [SchemaChange] = [
        // Days on which the book last brought other instalments, and another rate.
        "ALTER TABLE loan ADD COLUMN schedule_changed_on INTEGER",
        "ALTER TABLE loan ADD COLUMN rate_changed_on INTEGER",
        "ALTER TABLE instalment ADD COLUMN principal INTEGER",
        "ALTER TABLE instalment ADD COLUMN interest INTEGER",
        "ALTER TABLE instalment ADD COLUMN fee INTEGER",
        // Claims were made without the instalment's generation until now: what was told once must not be told again.
        "UPDATE instalment SET generation = 1 WHERE generation <> 1",
        // The import that took it back: it never was.
        "ALTER TABLE payment ADD COLUMN reversed_batch INTEGER",
        // How a loan counts. Apart from the loan: planning reads every loan, and this of a few.
        """
        CREATE TABLE loan_terms (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, method TEXT, every TEXT, interest TEXT, day_count TEXT,
            principal_grace INTEGER, interest_grace INTEGER, interest_free INTEGER, balloon INTEGER,
            penalty_rate INTEGER, penalty_grace INTEGER, PRIMARY KEY (borrower, loan)) WITHOUT ROWID
        """,
        // documents: sealed; null where none is asked for.
        """
        CREATE TABLE application (
            borrower INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL, ref TEXT NOT NULL,
            product TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, status INTEGER NOT NULL,
            status_on INTEGER NOT NULL, documents BLOB, batch INTEGER NOT NULL, as_of_ms INTEGER NOT NULL,
            PRIMARY KEY (borrower, id)) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX application_ref ON application (portfolio, ref)",
        """
        CREATE TABLE promise (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL,
            ref TEXT NOT NULL, made_on INTEGER NOT NULL, due_on INTEGER NOT NULL, amount INTEGER NOT NULL,
            status INTEGER NOT NULL, batch INTEGER NOT NULL, as_of_ms INTEGER NOT NULL,
            PRIMARY KEY (borrower, loan, id)) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX promise_ref ON promise (portfolio, ref)",
        """
        CREATE TABLE arrangement (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL,
            ref TEXT NOT NULL, status INTEGER NOT NULL, status_on INTEGER NOT NULL, batch INTEGER NOT NULL,
            as_of_ms INTEGER NOT NULL, PRIMARY KEY (borrower, loan, id)) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX arrangement_ref ON arrangement (portfolio, ref)",
        """
        CREATE TABLE arrangement_instalment (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, arrangement INTEGER NOT NULL, number INTEGER NOT NULL,
            due_on INTEGER NOT NULL, amount INTEGER NOT NULL, batch INTEGER NOT NULL, as_of_ms INTEGER NOT NULL,
            PRIMARY KEY (borrower, loan, arrangement, number)) WITHOUT ROWID
        """,
        // Tried, and did not come.
        """
        CREATE TABLE failed_payment (
            borrower INTEGER NOT NULL, loan INTEGER NOT NULL, id INTEGER NOT NULL, portfolio INTEGER NOT NULL,
            ref TEXT NOT NULL, failed_on INTEGER NOT NULL, amount INTEGER NOT NULL, batch INTEGER NOT NULL,
            as_of_ms INTEGER NOT NULL, PRIMARY KEY (borrower, loan, id)) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX failed_payment_ref ON failed_payment (portfolio, ref)",
    ]
}
