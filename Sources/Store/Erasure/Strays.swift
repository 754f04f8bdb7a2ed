package import CivilTime

/// What belongs to no borrower: replies and receipts that match nobody. They go by age, since nobody can ask for them.
package enum Strays {
    package struct Counts: Sendable, Hashable {
        package var replies = 0
        package var receipts = 0

        package init() {}
    }

    private static let span: Int64 = 20_000

    package static func count(before: Instant, in session: any SQLSession) throws -> Counts {
        var counts = Counts()
        counts.replies = Int(
            try session.integer(
                "SELECT count(*) FROM reply WHERE borrower IS NULL AND at_ms < ?", [.instant(before)]) ?? 0)
        counts.receipts = Int(
            try session.integer(
                "SELECT count(*) FROM receipt WHERE borrower IS NULL AND at_ms < ?", [.instant(before)]) ?? 0)
        return counts
    }

    /// Removes them, some ids at a time.
    package static func remove(before: Instant, from database: any SQLDatabase) async throws -> Counts {
        var counts = Counts()
        counts.replies = try await remove("reply", before, database)
        counts.receipts = try await remove("receipt", before, database)
        return counts
    }

    private static func remove(_ table: String, _ before: Instant, _ database: any SQLDatabase) async throws -> Int {
        let end = try await database.read { try $0.integer("SELECT max(id) FROM \(table)") ?? 0 }
        var position: Int64 = 0
        var removed = 0
        while position < end {
            let range: [SQLValue] = [.integer(position), .integer(min(position + span, end)), .instant(before)]
            removed += try await database.write(repeatable: true) { session in
                try session.run(
                    "DELETE FROM \(table) WHERE id > ? AND id <= ? AND borrower IS NULL AND at_ms < ?", range)
            }
            position += span
        }
        return removed
    }
}
