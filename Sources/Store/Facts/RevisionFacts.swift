/// What rows held before a later batch changed them: table `revision`.
package enum RevisionFacts {
    /// The context of the seal of `before`.
    package static let context = "revision"

    /// - Parameters:
    ///   - kind: `borrower`, `loan`, `instalment` or `payment`; `subject` is its number.
    ///   - before: the old content, sealed under the borrower's key.
    package static func append(
        borrower: Int64, kind: String, subject: Int64, batchBefore: Int64, batchAfter: Int64, before: [UInt8],
        in session: any SQLSession
    ) throws {
        let id = try Numbers.take("revision", 1, in: session)
        try session.run(
            """
            INSERT INTO revision (borrower, id, kind, subject, batch_before, batch_after, before)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(borrower), .integer(id), .text(kind), .integer(subject), .integer(batchBefore),
                .integer(batchAfter), .blob(before),
            ])
    }
}
