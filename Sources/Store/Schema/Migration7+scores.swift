extension Migration7 {
    // What the lender's models say of borrowers: the newest word of each name. value: millionths. batch: the import that last
    // wrote the row.
    static let scores: [SchemaChange] = [
        """
        CREATE TABLE score (
            borrower INTEGER NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, as_of INTEGER NOT NULL,
            batch INTEGER NOT NULL, PRIMARY KEY (borrower, name)) WITHOUT ROWID
        """
    ]
}
