extension Migration8 {
    // What carriers have said of a number, beside the lender's own word. trouble: NumberTrouble. trouble_until_ms: null for
    // as long as nobody says otherwise. trouble_source: the route and its code.
    static let numbers: [SchemaChange] = [
        "ALTER TABLE contact_point ADD COLUMN trouble INTEGER",
        "ALTER TABLE contact_point ADD COLUMN trouble_until_ms INTEGER",
        "ALTER TABLE contact_point ADD COLUMN trouble_source TEXT",
    ]
}
