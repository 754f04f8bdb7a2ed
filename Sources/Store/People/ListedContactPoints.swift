package import LoanBook

/// Addresses that a file of their own, or a person, tells of: second numbers, and those of guarantors, officers and others.
package enum ListedContactPoints {
    /// The context of the seal of `name`.
    package static let nameContext = "contact_point.name"

    package struct Known: Sendable {
        package var borrower: Int64
        package var id: Int64
        package var channel: Channel
        package var owner: ContactPoint.Owner
        package var standing: ContactPoint.Standing
        package var isListed: Bool
        /// Sealed.
        package var address: [UInt8]
        package var lookup: [UInt8]
        /// Sealed; empty where there is none.
        package var name: [UInt8]
        package var batch: Int64
    }

    private static let list = RowList(
        [.integer], named: "borrower",
        select: """
            c.borrower, c.id, c.channel, c.owner, c.standing, c.listed, c.address, c.lookup, c.name, c.batch
            """,
        from: "contact_point c", such: "c.borrower = v.borrower")

    /// Every address of these borrowers, in the order of ids.
    package static func of(_ borrowers: [Int64], in session: any SQLSession) throws -> [Int64: [Known]] {
        var known: [Int64: [Known]] = [:]
        try list.query(Set(borrowers).sorted().map { [.integer($0)] }, in: session) { row in
            known[row.integer(0), default: []].append(
                Known(
                    borrower: row.integer(0), id: row.integer(1),
                    channel: try row.value(2, "contact_point.channel"), owner: try row.value(3, "contact_point.owner"),
                    standing: try row.value(4, "contact_point.standing"), isListed: row.bool(5), address: row.blob(6),
                    lookup: row.blob(7), name: row.blob(8), batch: row.integer(9)))
        }
        // A short list repeats its last row.
        return known.mapValues { points in
            var seen: Set<Int64> = []
            return points.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
        }
    }

    package static func insert(_ entries: [Known], in session: any SQLSession) throws {
        try session.runMany(
            """
            INSERT INTO contact_point (borrower, id, channel, owner, standing, address, lookup, batch, listed, name)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
            """,
            entries.map {
                [
                    .integer($0.borrower), .integer($0.id), .integer($0.channel.rawValue), .integer($0.owner.rawValue),
                    .integer($0.standing.rawValue), .blob($0.address), .blob($0.lookup), .integer($0.batch),
                    $0.name.isEmpty ? .null : .blob($0.name),
                ]
            })
    }

    /// Owner, standing, name and batch of one that is known; it is listed from now on if `entry` is.
    package static func update(_ entry: Known, in session: any SQLSession) throws {
        try session.run(
            """
            UPDATE contact_point SET owner = ?, standing = ?, listed = ?, name = ?, batch = ?
            WHERE borrower = ? AND id = ?
            """,
            [
                .integer(entry.owner.rawValue), .integer(entry.standing.rawValue), .bool(entry.isListed),
                entry.name.isEmpty ? .null : .blob(entry.name), .integer(entry.batch), .integer(entry.borrower),
                .integer(entry.id),
            ])
    }
}

extension ListedContactPoints.Known {
    /// A new one, with address and name to be sealed.
    package init(
        borrower: Int64, id: Int64, channel: Channel, owner: ContactPoint.Owner, standing: ContactPoint.Standing,
        address: String, name: String, batch: Int64, key: BorrowerKey, vault: Vault
    ) throws {
        self.init(
            borrower: borrower, id: id, channel: channel, owner: owner, standing: standing, isListed: true,
            address: try key.seal(Array(address.utf8), context: ContactPoints.sealContext),
            lookup: vault.lookup(address).written, name: try Self.sealed(name: name, key), batch: batch)
    }

    package static func sealed(name: String, _ key: BorrowerKey) throws -> [UInt8] {
        name.isEmpty ? [] : try key.seal(Array(name.utf8), context: ListedContactPoints.nameContext)
    }

    package func openedName(_ key: BorrowerKey) throws -> String {
        name.isEmpty
            ? ""
            : String(decoding: try key.open(name, context: ListedContactPoints.nameContext), as: UTF8.self)
    }

    package func openedAddress(_ key: BorrowerKey) throws -> String {
        String(decoding: try key.open(address, context: ContactPoints.sealContext), as: UTF8.self)
    }
}
