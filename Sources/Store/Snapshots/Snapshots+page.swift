package import CivilTime
package import LoanBook

extension Snapshots {
    /// The next page of a portfolio's borrowers after `last` (0 to begin with) up to `end`, and the last id it looked at;
    /// nil behind it. For work that commits page by page.
    package static func page(
        after last: Int64, through end: Int64 = .max, portfolio: Int64, in session: any SQLSession, vault: Vault, contactsSince: Instant,
        now: Instant
    ) throws -> (snapshots: [BorrowerSnapshot], last: Int64)? {
        let ids = try session.rows(pageEnds, [.integer(last), .integer(end), .integer(pageSize)]) { $0.integer(0) }
        guard let first = ids.first, let end = ids.last else { return nil }
        let reading = try SnapshotReading(in: session, vault: vault, contactsSince: contactsSince, now: now)
        return (try BorrowerPage.read(.range(first...end), portfolio: portfolio, with: reading), end)
    }
}
