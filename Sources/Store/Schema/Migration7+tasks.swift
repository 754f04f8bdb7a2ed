extension Migration7 {
    // How work of a person ended. outcome: `TaskOutcome`; null where it was closed by nobody, when its borrower was erased.
    // note: sealed. The indexes are look-up tables that no borrower leads: a person knows a task by its number.
    static let tasks: [SchemaChange] = [
        "ALTER TABLE task ADD COLUMN outcome TEXT",
        "ALTER TABLE task ADD COLUMN closed_by TEXT",
        "ALTER TABLE task ADD COLUMN note BLOB",
        "CREATE UNIQUE INDEX task_number ON task (id)",
        "CREATE INDEX task_open ON task (id) WHERE done_ms IS NULL",
    ]
}
