package import CivilTime
package import LoanBook

/// Loans as imports write them: table `loan`.
package enum LoanFacts {
    /// Where a loan stands in the store.
    package struct Place: Sendable, Hashable {
        package var borrower: Int64
        package var loan: Int64

        package init(borrower: Int64, loan: Int64) {
            self.borrower = borrower
            self.loan = loan
        }
    }

    package struct Known: Sendable, Hashable {
        package var place: Place
        package var product: String
        package var principalMinor: Int64
        package var currency: String
        package var annualRateMillionths: Int64
        package var disbursedOn: Int64
        package var rating: String
        package var status: Int64
        package var batch: Int64
    }

    private static let placesList = ReferenceList("f.ref, f.borrower, f.id", from: "loan f")

    /// Where the loans of these references stand.
    package static func places(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession
    ) throws -> [Reference: Place] {
        var places: [Reference: Place] = [:]
        try placesList.query(references, portfolio: portfolio, in: session) {
            places[$0.text(0)] = Place(borrower: $0.integer(1), loan: $0.integer(2))
        }
        return places
    }

    private static let findList = ReferenceList(
        """
        f.ref, f.borrower, f.id, f.product, f.principal, f.currency, f.rate, f.disbursed_on, f.rating, f.status, f.batch
        """, from: "loan f")

    package static func find(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession
    ) throws -> [Reference: Known] {
        var known: [Reference: Known] = [:]
        try findList.query(references, portfolio: portfolio, in: session) { row in
            known[row.text(0)] = Known(
                place: Place(borrower: row.integer(1), loan: row.integer(2)), product: row.text(3),
                principalMinor: row.integer(4), currency: row.text(5), annualRateMillionths: row.integer(6),
                disbursedOn: row.integer(7), rating: row.text(8), status: row.integer(9), batch: row.integer(10))
        }
        return known
    }

    /// The currency of a loan; nil when there is none of that reference. Without a portfolio, that of the first.
    package static func currency(
        _ loan: Reference, portfolio: Portfolio.Key?, in session: any SQLSession
    ) throws -> Currency? {
        let within = portfolio == nil ? "" : " AND p.key = ?"
        let code = try session.text(
            "SELECT l.currency FROM portfolio p CROSS JOIN loan l WHERE l.portfolio = p.id AND l.ref = ?" + within,
            [.text(loan)] + (portfolio.map { [.text($0)] } ?? []))
        return code.flatMap { Currency.named($0) }
    }

    package static func insert(
        _ rows: [(place: Place, row: LoanRow)], currency: Currency, portfolio: Int64, batch: Int64,
        in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO loan (
                borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on, rating, status, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            rows.map { place, row in
                [
                    .integer(place.borrower), .integer(place.loan), .integer(portfolio), .text(row.reference),
                    .text(row.product), .integer(row.principalMinor), .text(currency.code),
                    .integer(row.annualRateMillionths), .date(row.disbursedOn), .text(row.rating),
                    .integer(row.status.rawValue), .integer(batch),
                ]
            })
    }

    /// `rateChangedOn`: nil when the rate is as it was.
    package static func update(
        _ place: Place, _ row: LoanRow, rateChangedOn: CivilDate?, currency: Currency, batch: Int64,
        in session: any SQLSession
    ) throws {
        try session.run(
            """
            UPDATE loan SET product = ?, principal = ?, currency = ?, rate = ?, disbursed_on = ?, rating = ?, status = ?,
                batch = ?, rate_changed_on = coalesce(CAST(? AS INTEGER), rate_changed_on) WHERE borrower = ? AND id = ?
            """,
            [
                .text(row.product), .integer(row.principalMinor), .text(currency.code),
                .integer(row.annualRateMillionths), .date(row.disbursedOn), .text(row.rating),
                .integer(row.status.rawValue), .integer(batch),
                .date(rateChangedOn), .integer(place.borrower), .integer(place.loan),
            ])
    }

    /// Notes the day on which the book brought other instalments of these loans; a later day that was noted before stands.
    package static func noteSchedules(
        changed places: some Collection<Place>, on day: CivilDate, in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            UPDATE loan SET schedule_changed_on = ? WHERE borrower = ? AND id = ?
                AND (schedule_changed_on IS NULL OR schedule_changed_on < ?)
            """,
            places.map { [.date(day), .integer($0.borrower), .integer($0.loan), .date(day)] })
    }
}
