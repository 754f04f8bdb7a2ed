import CivilTime

/// What messages cost, worked out from what is stored of them anyway: attempts, their segments with their states, and the
/// price that stood. Nothing is kept beside it that could drift; what is gone from the store stands in `CostSums`.
package enum Costs {
    /// Whose costs: everything but the month and the counts is as the message has it.
    package struct Entry: Sendable, Hashable {
        /// As `Charge.month`.
        package var month: Int64
        package var portfolio: Int64
        /// Its key: versions of it are one.
        package var strategy: String
        package var step: String
        package var route: String
        package var price: Int64
    }

    // Segments that were taken: accepted, delivered, undelivered, expired; unknown may have been.
    static let tried = BorrowerScope.Statement(
        """
        SELECT a.month, m.portfolio, m.strategy, m.step, a.route, a.price, 0, 0,
            CAST(sum(CASE WHEN s.number = 0 AND s.state IN (2, 4, 5, 6) THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN s.number = 0 AND a.state = 4 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN s.state IN (2, 4, 5, 6) THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN s.state IN (5, 6) THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN s.state = 3 THEN 1 ELSE 0 END) AS BIGINT)
        FROM attempt a JOIN message m ON m.borrower = a.borrower AND m.id = a.message
        JOIN segment s ON s.borrower = a.borrower AND s.attempt = a.id
        WHERE a.borrower $borrowers AND a.price IS NOT NULL AND a.month IS NOT NULL
        GROUP BY a.month, m.portfolio, m.strategy, m.step, a.route, a.price
        """)

    static let planned = BorrowerScope.Statement(
        """
        SELECT m.planned_on, m.portfolio, m.strategy, m.step, p.route, m.price, count(*),
            CAST(sum(m.segments) AS BIGINT), 0, 0, 0, 0, 0
        FROM message m JOIN price p ON p.id = m.price WHERE m.borrower $borrowers AND m.segments IS NOT NULL
        GROUP BY m.planned_on, m.portfolio, m.strategy, m.step, p.route, m.price
        """)

    private static let sums = """
        SELECT month, portfolio, strategy, step, route, price, \(CostCounts.columns.joined(separator: ", ")) FROM cost_sum
        """

    /// Of the whole store, what is gone from it included. One pass over messages and one over attempts: some seconds a
    /// million.
    package static func all(in session: any SQLSession) throws -> [Entry: CostCounts] {
        var costs = try standing(.range(0...Int64.max), in: session)
        try session.query(sums, []) { add($0, month: $0.integer(0), to: &costs) }
        return costs
    }

    /// Of some borrowers, from what is stored of them.
    static func standing(_ scope: BorrowerScope, in session: any SQLSession) throws -> [Entry: CostCounts] {
        var costs: [Entry: CostCounts] = [:]
        try session.query(tried.question(for: scope)) { add($0, month: $0.integer(0), to: &costs) }
        try session.query(planned.question(for: scope)) {
            let date = CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: $0.integer(0)))
            add($0, month: Charge.month(of: date), to: &costs)
        }
        return costs
    }

    private static func add(_ row: any SQLRow, month: Int64, to costs: inout [Entry: CostCounts]) {
        let entry = Entry(
            month: month, portfolio: row.integer(1), strategy: String(row.text(2).prefix { $0 != "@" }),
            step: row.text(3), route: row.text(4), price: row.integer(5))
        costs[entry] = costs[entry, default: CostCounts()] + CostCounts(row: row, from: 6)
    }
}

/// What rows cost that are about to go: sums by month, which tell of no person.
enum CostSums {
    /// Called in the transaction that removes the borrower's messages and attempts.
    static func keep(_ borrower: Int64, in session: any SQLSession) throws {
        let costs = try Costs.standing(.range(borrower...borrower), in: session)
        try session.runMany(
            """
            INSERT INTO cost_sum (month, portfolio, strategy, step, route, price, planned, planned_segments, messages,
                delivered, taken, failed, unknown)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (month, portfolio, strategy, step, route, price) DO UPDATE SET
                \(CostCounts.columns.map { "\($0) = cost_sum.\($0) + excluded.\($0)" }.joined(separator: ", "))
            """,
            costs.map { entry, counts in
                [
                    .integer(entry.month), .integer(entry.portfolio), .text(entry.strategy), .text(entry.step),
                    .text(entry.route), .integer(entry.price),
                ] + counts.values
            })
    }
}
