package import LoanBook

/// Addresses of borrowers as imports write them: table `contact_point`.
package enum ContactPointFacts {
    /// `address` is sealed; `lookup` the keyed hash by which a reply finds the borrower.
    package struct Entry: Sendable {
        package var borrower: Int64
        package var id: Int64
        package var channel: Channel
        package var standing: ContactPoint.Standing
        package var address: [UInt8]
        package var lookup: [UInt8]

        package init(
            borrower: Int64, id: Int64, channel: Channel, standing: ContactPoint.Standing, address: [UInt8],
            lookup: [UInt8]
        ) {
            self.borrower = borrower
            self.id = id
            self.channel = channel
            self.standing = standing
            self.address = address
            self.lookup = lookup
        }
    }

    /// Adds addresses that are the borrowers' own.
    package static func insert(_ entries: [Entry], batch: Int64, in session: any SQLSession) throws {
        try session.runMany(
            """
            INSERT INTO contact_point (borrower, id, channel, owner, standing, address, lookup, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            entries.map {
                [
                    .integer($0.borrower), .integer($0.id), .integer($0.channel.rawValue),
                    .integer(ContactPoint.Owner.borrower.rawValue), .integer($0.standing.rawValue), .blob($0.address),
                    .blob($0.lookup), .integer(batch),
                ]
            })
    }

    /// The borrower's own addresses on all channels that the borrowers' file tells of, oldest first.
    package static func own(borrower: Int64, in session: any SQLSession) throws -> [Entry] {
        try session.rows(
            """
            SELECT id, channel, standing, address, lookup FROM contact_point
            WHERE borrower = ? AND owner = ? AND listed = 0 ORDER BY id
            """, [.integer(borrower), .integer(ContactPoint.Owner.borrower.rawValue)]
        ) { row in
            Entry(
                borrower: borrower, id: row.integer(0), channel: Channel(rawValue: Int(row.integer(1))) ?? .sms,
                standing: ContactPoint.Standing(rawValue: Int(row.integer(2))) ?? .invalid, address: row.blob(3),
                lookup: row.blob(4))
        }
    }

    package static func setStanding(
        _ standing: ContactPoint.Standing, borrower: Int64, id: Int64, batch: Int64, in session: any SQLSession
    ) throws {
        try session.run(
            "UPDATE contact_point SET standing = ?, batch = ? WHERE borrower = ? AND id = ?",
            [.integer(standing.rawValue), .integer(batch), .integer(borrower), .integer(id)])
    }
}
