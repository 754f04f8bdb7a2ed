extension Migration8 {
    // What a message costs: the price that stood, beside what was planned and tried, and sums of what is gone. Nothing is added
    // to what has rows already but columns that may be null.
    static let costs: [SchemaChange] = [
        // What a route took for a segment since an instant. millionths: of the currency's main unit; null where the settings
        // said no price. billed_on: SegmentCost.BilledOn.
        """
        CREATE TABLE price (
            id INTEGER PRIMARY KEY, route TEXT NOT NULL, millionths INTEGER, currency TEXT NOT NULL,
            billed_on INTEGER NOT NULL, since_ms INTEGER NOT NULL)
        """,
        // segments, price: as planning saw them.
        "ALTER TABLE message ADD COLUMN segments INTEGER",
        "ALTER TABLE message ADD COLUMN price INTEGER",
        // month: as decisions have it, of the portfolio's own calendar.
        "ALTER TABLE attempt ADD COLUMN price INTEGER",
        "ALTER TABLE attempt ADD COLUMN month INTEGER",
        // Rows that are gone, added up: see `CostSums`.
        """
        CREATE TABLE cost_sum (
            month INTEGER NOT NULL, portfolio INTEGER NOT NULL, strategy TEXT NOT NULL, step TEXT NOT NULL,
            route TEXT NOT NULL, price INTEGER NOT NULL, planned INTEGER NOT NULL, planned_segments INTEGER NOT NULL,
            messages INTEGER NOT NULL, delivered INTEGER NOT NULL, taken INTEGER NOT NULL, failed INTEGER NOT NULL,
            unknown INTEGER NOT NULL, PRIMARY KEY (month, portfolio, strategy, step, route, price)) WITHOUT ROWID
        """,
    ]
}
