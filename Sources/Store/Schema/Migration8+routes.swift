extension Migration8 {
    // The way of a message whose portfolio has several routes, and how the routes stand.
    static let routes: [SchemaChange] = [
        // route: whose lane it waits for; null: any of its portfolio's may take it, or choose. refused_by: routes that said no
        // to it, with blanks between them; null for nearly all.
        "ALTER TABLE message ADD COLUMN route TEXT",
        "ALTER TABLE message ADD COLUMN refused_by TEXT",
        // The queue of what nobody has a way for yet, and one for each route: what waits for one is not walked past by
        // another's lane. A message is in one of them. Neither leads with the borrower: both are look-up tables.
        "DROP INDEX message_due",
        "CREATE INDEX message_due ON message (due_ms) WHERE state IN (1, 3) AND route IS NULL",
        "CREATE INDEX message_routed ON message (route, due_ms) WHERE state IN (1, 3) AND route IS NOT NULL",
        // level: RouteLevel. until_ms: when an open circuit is tried. trials: messages that may still try it. drained: by
        // whom and when; null while it is in use. figures: what health was judged by, see `RouteHealth`.
        """
        CREATE TABLE route_standing (
            name TEXT PRIMARY KEY, level INTEGER NOT NULL DEFAULT 1, why TEXT NOT NULL DEFAULT '', until_ms INTEGER,
            trials INTEGER NOT NULL DEFAULT 0, drained_ms INTEGER, drained_by TEXT, figures TEXT NOT NULL DEFAULT ''
        ) WITHOUT ROWID
        """,
        // Segments that all nodes gave a route on a day of its zone.
        """
        CREATE TABLE route_day (
            route TEXT NOT NULL, day INTEGER NOT NULL, segments INTEGER NOT NULL, PRIMARY KEY (route, day)) WITHOUT ROWID
        """,
    ]
}
