/// Schema version 5: attempts with their segments, receipts and decisions stand in parts on PostgreSQL, cut by time; on
/// SQLite a table is one.
///
/// What stands is the first part: it is renamed and attached, not copied. `Parts` makes the next ones; `…_rest` takes what
/// no part has room for. Claims stay whole: what is unique across all times cannot be held by parts. See decision 0012.
enum Migration5 {
    static let statements: [SchemaChange] =
        parted(
            "attempt", key: "borrower, id", by: "id", numbers: "attempt", indexes: ["open"],
            ["CREATE INDEX attempt_open ON attempt (state, written_ms) WHERE final_ms IS NULL"])
        + parted("segment", key: "borrower, attempt, number", by: "attempt", numbers: "attempt", indexes: [], [])
        + parted(
            "receipt", key: "id", by: "id", numbers: "receipt", indexes: ["parked", "parked_number"],
            [
                "CREATE INDEX receipt_parked ON receipt (route, carrier_id) WHERE borrower IS NULL",
                "CREATE INDEX receipt_parked_number ON receipt (lookup) WHERE borrower IS NULL",
            ])
        + decision
        // A leaf of some kilobytes stands in its row: set aside it would be tried to be compressed first, which sealed bytes
        // never are, and cost two more rows and an index.
        + [.postgres("ALTER TABLE leaf SET (toast_tuple_target = 8160)")]

    /// Ids ascend in time, so a part of them is a part of time. The first part has room for a million more than were given
    /// out, which is the time until `Parts` is looked after.
    private static func parted(
        _ table: String, key: String, by column: String, numbers: String, indexes: [String], _ making: [String]
    ) -> [SchemaChange] {
        var changes = ["ALTER TABLE \(table) RENAME TO \(table)_1"]
        changes += (["pkey"] + indexes).map { "ALTER INDEX \(table)_\($0) RENAME TO \(table)_1_\($0)" }
        changes.append(
            "CREATE TABLE \(table) (LIKE \(table)_1 INCLUDING DEFAULTS, PRIMARY KEY (\(key))) PARTITION BY RANGE (\(column))"
        )
        changes += making
        changes.append(
            """
            DO $$ DECLARE bound BIGINT; BEGIN
                SELECT 1000000 + greatest((SELECT next FROM number WHERE kind = '\(numbers)'),
                    (SELECT max(\(column)) FROM \(table)_1), 1) INTO bound;
                EXECUTE format('ALTER TABLE \(table) ATTACH PARTITION \(table)_1 FOR VALUES FROM (MINVALUE) TO (%s)', bound);
            END $$
            """)
        changes.append("CREATE TABLE \(table)_rest PARTITION OF \(table) DEFAULT")
        return changes.map { .postgres($0) }
    }

    // month: months since January 1970, UTC, at which the word was said. A word stands for its month: what a key holds in
    // one part only cannot be asked of the others.
    private static let decisionColumns = """
        borrower INTEGER NOT NULL, subject INTEGER NOT NULL, subject_id INTEGER NOT NULL,
        subject_part INTEGER NOT NULL, step TEXT NOT NULL, generation INTEGER NOT NULL, outcome TEXT NOT NULL,
        reason TEXT NOT NULL, at_ms INTEGER NOT NULL, month INTEGER NOT NULL,
        PRIMARY KEY (borrower, subject, subject_id, subject_part, step, generation, month)
        """

    private static let decision: [SchemaChange] = [
        "ALTER TABLE decision RENAME TO decision_before",
        .postgres("ALTER INDEX decision_pkey RENAME TO decision_before_pkey"),
        .sqlite("CREATE TABLE decision (\(decisionColumns)) WITHOUT ROWID"),
        .postgres("CREATE TABLE decision (\(decisionColumns)) PARTITION BY RANGE (month)"),
        .postgres(
            """
            DO $$ BEGIN
                EXECUTE format('CREATE TABLE decision_1 PARTITION OF decision FOR VALUES FROM (MINVALUE) TO (%s)',
                    CAST(extract(year FROM now() AT TIME ZONE 'UTC') * 12
                        + extract(month FROM now() AT TIME ZONE 'UTC') - 23640 AS BIGINT));
            END $$
            """),
        .postgres("CREATE TABLE decision_rest PARTITION OF decision DEFAULT"),
        .sqlite(
            """
            INSERT INTO decision (borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms,
                month)
            SELECT borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms,
                (strftime('%Y', at_ms / 1000, 'unixepoch') - 1970) * 12
                    + strftime('%m', at_ms / 1000, 'unixepoch') - 1
            FROM decision_before
            """),
        .postgres(
            """
            INSERT INTO decision (borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms,
                month)
            SELECT borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms,
                CAST(extract(year FROM to_timestamp(at_ms / 1000) AT TIME ZONE 'UTC') * 12
                    + extract(month FROM to_timestamp(at_ms / 1000) AT TIME ZONE 'UTC') - 23641 AS BIGINT)
            FROM decision_before
            """),
        "DROP TABLE decision_before",
    ]
}
