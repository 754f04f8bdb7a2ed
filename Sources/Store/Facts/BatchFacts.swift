package import CivilTime

/// Imports of a book and how new each kind of file is: tables `portfolio`, `batch` and `feed`.
package enum BatchFacts {
    package struct Counts: Sendable, Hashable {
        package var rows: Int64
        package var accepted: Int64
        package var rejected: Int64

        package init(rows: Int64, accepted: Int64, rejected: Int64) {
            self.rows = rows
            self.accepted = accepted
            self.rejected = rejected
        }
    }

    /// The store's number of a portfolio; taken when it is met for the first time.
    package static func portfolio(key: String, in session: any SQLSession) throws -> Int64 {
        let find = "SELECT id FROM portfolio WHERE key = ?"
        if let id = try session.integer(find, [.text(key)]) { return id }
        try session.lock([.duty("portfolios")], .exclusive)
        if let id = try session.integer(find, [.text(key)]) { return id }
        let id = try Numbers.take("portfolio", 1, in: session)
        try session.run("INSERT INTO portfolio (id, key) VALUES (?, ?)", [.integer(id), .text(key)])
        return id
    }

    /// Begins a batch, counts still at 0.
    package static func open(
        portfolio: Int64, mapping: String, asOf: Instant, importedAt: Instant, in session: any SQLSession
    ) throws -> Int64 {
        let id = try Numbers.take("batch", 1, in: session)
        try session.run(
            """
            INSERT INTO batch (id, portfolio, mapping, as_of_ms, imported_ms, rows, accepted, rejected)
            VALUES (?, ?, ?, ?, ?, 0, 0, 0)
            """, [.integer(id), .integer(portfolio), .text(mapping), .instant(asOf), .instant(importedAt)])
        return id
    }

    package static func close(_ batch: Int64, _ counts: Counts, in session: any SQLSession) throws {
        try session.run(
            "UPDATE batch SET rows = ?, accepted = ?, rejected = ? WHERE id = ?",
            [.integer(counts.rows), .integer(counts.accepted), .integer(counts.rejected), .integer(batch)])
    }

    /// The number of the newest batch that was committed; 0 before the first. Whoever sees the same number has seen the same
    /// book.
    package static func newest(in session: any SQLSession) throws -> Int64 {
        try session.integer("SELECT max(id) FROM batch") ?? 0
    }

    package static func asOf(batch: Int64, in session: any SQLSession) throws -> Instant? {
        try session.first("SELECT as_of_ms FROM batch WHERE id = ?", [.integer(batch)]) { $0.instant(0) }
    }

    /// As-of of the newest whole import of a kind of file; nil when there was none.
    package static func feed(portfolio: Int64, kind: String, in session: any SQLSession) throws -> Instant? {
        try session.first(
            "SELECT as_of_ms FROM feed WHERE portfolio = ? AND kind = ?", [.integer(portfolio), .text(kind)]
        ) { $0.instant(0) }
    }

    /// Notes a whole import; an older one changes nothing.
    package static func raiseFeed(
        portfolio: Int64, kind: String, batch: Int64, asOf: Instant, in session: any SQLSession
    ) throws {
        try session.run(
            """
            INSERT INTO feed (portfolio, kind, batch, as_of_ms) VALUES (?, ?, ?, ?)
            ON CONFLICT (portfolio, kind) DO UPDATE SET batch = excluded.batch, as_of_ms = excluded.as_of_ms
            WHERE excluded.as_of_ms >= feed.as_of_ms
            """, [.integer(portfolio), .text(kind), .integer(batch), .instant(asOf)])
    }
}
