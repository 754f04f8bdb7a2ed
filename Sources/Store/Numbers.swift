/// Numbers that the store gives out: consecutive, from 1, by kind (`borrower`, `loan`, `message` …).
///
/// A block is taken in the transaction that uses it; when that is undone, so is the taking.
package enum Numbers {
    /// Takes `count` numbers and returns the first.
    package static func take(_ kind: String, _ count: Int64, in session: any SQLSession) throws -> Int64 {
        guard count > 0 else {
            throw StoreError(.statement, "asked for \(count) numbers", at: "number.\(kind)")
        }
        let end = try session.integer(
            """
            INSERT INTO number (kind, next) VALUES (?, ? + 1)
            ON CONFLICT (kind) DO UPDATE SET next = number.next + excluded.next - 1 RETURNING next
            """, [.text(kind), .integer(count)])
        guard let end else { throw StoreError(.unreadableRow, "gave no number", at: "number.\(kind)") }
        return end - count
    }
}
