/// Numbers that the store gives out: consecutive, from 1, by kind (`borrower`, `loan`, `message` …).
///
/// On SQLite a block is taken in the transaction that uses it, and given back when that is undone. On PostgreSQL it is
/// taken beside the transaction, so that nobody waits for its end: an undone one leaves a gap.
package enum Numbers {
    /// Values: kind, count; the row's one column is the number after the block.
    package static let takeSQL = """
        INSERT INTO number (kind, next) VALUES (?, ? + 1)
        ON CONFLICT (kind) DO UPDATE SET next = number.next + excluded.next - 1 RETURNING next
        """

    /// Takes `count` numbers and returns the first.
    package static func take(_ kind: String, _ count: Int64, in session: any SQLSession) throws -> Int64 {
        guard count > 0 else {
            throw StoreError(.statement, "asked for \(count) numbers", at: "number.\(kind)")
        }
        return try session.takeNumbers(kind, count)
    }
}
