internal import CivilTime
package import LoanBook

/// Applications for loans: table `application`.
package enum ApplicationFacts {
    /// The context of the seal of `documents`.
    package static let context = "application"

    /// What a row holds; `documents` is sealed, and nil where nothing is asked for.
    package struct Content: Sendable, Hashable {
        package var product: String
        package var amountMinor: Int64
        package var currency: String
        package var status: Int64
        package var statusOn: Int64
        package var documents: [UInt8]?

        package init(_ row: ApplicationRow, currency: Currency, documents: [UInt8]?) {
            self.init(
                product: row.product, amountMinor: row.amountMinor, currency: currency.code,
                status: Int64(row.status.rawValue), statusOn: Int64(row.statusOn.daysSinceEpoch), documents: documents)
        }

        fileprivate init(
            product: String, amountMinor: Int64, currency: String, status: Int64, statusOn: Int64, documents: [UInt8]?
        ) {
            self.product = product
            self.amountMinor = amountMinor
            self.currency = currency
            self.status = status
            self.statusOn = statusOn
            self.documents = documents
        }

        fileprivate var values: [SQLValue] {
            [
                .text(product), .integer(amountMinor), .text(currency), .integer(status), .integer(statusOn),
                .blob(documents),
            ]
        }
    }

    package struct Known: Sendable, Hashable {
        package var borrower: Int64
        package var id: Int64
        package var content: Content
        package var source: FactSource
    }

    package struct Entry: Sendable, Hashable {
        package var borrower: Int64
        package var id: Int64
        package var reference: Reference
        package var content: Content

        package init(borrower: Int64, id: Int64, reference: Reference, content: Content) {
            self.borrower = borrower
            self.id = id
            self.reference = reference
            self.content = content
        }
    }

    private static let findList = ReferenceList(
        """
        f.ref, f.borrower, f.id, f.product, f.amount, f.currency, f.status, f.status_on, f.documents, f.batch, f.as_of_ms
        """, from: "application f")

    package static func find(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession
    ) throws -> [Reference: Known] {
        var known: [Reference: Known] = [:]
        try findList.query(references, portfolio: portfolio, in: session) { row in
            known[row.text(0)] = Known(
                borrower: row.integer(1), id: row.integer(2),
                content: Content(
                    product: row.text(3), amountMinor: row.integer(4), currency: row.text(5), status: row.integer(6),
                    statusOn: row.integer(7), documents: row.isNull(8) ? nil : row.blob(8)),
                source: FactSource(batch: row.integer(9), asOf: row.instant(10)))
        }
        return known
    }

    package static func insert(
        _ entries: [Entry], portfolio: Int64, from source: FactSource, in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO application (
                borrower, id, portfolio, ref, product, amount, currency, status, status_on, documents, batch, as_of_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            entries.map { entry in
                [.integer(entry.borrower), .integer(entry.id), .integer(portfolio), .text(entry.reference)]
                    + entry.content.values + source.values
            })
    }

    package static func update(
        _ known: Known, _ content: Content, from source: FactSource, in session: any SQLSession
    ) throws {
        try session.run(
            """
            UPDATE application SET product = ?, amount = ?, currency = ?, status = ?, status_on = ?, documents = ?,
                batch = ?, as_of_ms = ? WHERE borrower = ? AND id = ?
            """, content.values + source.values + [.integer(known.borrower), .integer(known.id)])
    }
}
