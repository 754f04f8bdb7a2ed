extension Migration7 {
    // Messages that failed, by when: what the rungs of ladders look for. A look-up table that no borrower leads; messages
    // that reach somebody are never in it.
    static let ladders: [SchemaChange] = [
        "CREATE INDEX message_undelivered ON message (changed_ms, borrower, id) WHERE state IN (7, 8, 10)"
    ]
}
