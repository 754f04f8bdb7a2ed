internal import CivilTime
package import LoanBook

/// Facts about loans that have a reference of their own and are told in whole numbers, days and words: promises,
/// arrangements, failed payments. One table each, of one shape.
package struct LoanFactTable: Sendable {
    package struct Known: Sendable, Hashable {
        package var place: LoanFacts.Place
        package var id: Int64
        /// In the order of `columns`.
        package var values: [Int64]
        package var source: FactSource

        package init(place: LoanFacts.Place, id: Int64, values: [Int64], source: FactSource) {
            self.place = place
            self.id = id
            self.values = values
            self.source = source
        }
    }

    package struct Entry: Sendable, Hashable {
        package var place: LoanFacts.Place
        package var id: Int64
        package var reference: Reference
        package var values: [Int64]

        package init(place: LoanFacts.Place, id: Int64, reference: Reference, values: [Int64]) {
            self.place = place
            self.id = id
            self.reference = reference
            self.values = values
        }
    }

    /// Also the kind of its numbers and of its revisions.
    package let name: String
    package let columns: [String]
    private let findList: ReferenceList
    private let insertSQL: String
    private let updateSQL: String

    package static let promises = LoanFactTable("promise", ["made_on", "due_on", "amount", "status"])
    package static let arrangements = LoanFactTable("arrangement", ["status", "status_on"])
    package static let failedPayments = LoanFactTable("failed_payment", ["failed_on", "amount"])

    private init(_ name: String, _ columns: [String]) {
        self.name = name
        self.columns = columns
        findList = ReferenceList(
            "f.ref, f.borrower, f.loan, f.id, f.batch, f.as_of_ms, "
                + columns.map { "f.\($0)" }.joined(separator: ", "),
            from: "\(name) f")
        let places = Array(repeating: "?", count: 5 + columns.count + 2).joined(separator: ", ")
        insertSQL = """
            INSERT INTO \(name) (borrower, loan, id, portfolio, ref, \(columns.joined(separator: ", ")), \(FactSource.columns))
            VALUES (\(places))
            """
        updateSQL = """
            UPDATE \(name) SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")), batch = ?, as_of_ms = ?
            WHERE borrower = ? AND loan = ? AND id = ?
            """
    }

    package func find(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession
    ) throws -> [Reference: Known] {
        var known: [Reference: Known] = [:]
        try findList.query(references, portfolio: portfolio, in: session) { row in
            known[row.text(0)] = Known(
                place: LoanFacts.Place(borrower: row.integer(1), loan: row.integer(2)), id: row.integer(3),
                values: columns.indices.map { row.integer(6 + $0) },
                source: FactSource(batch: row.integer(4), asOf: row.instant(5)))
        }
        return known
    }

    /// Whether the portfolio has any.
    package func hasAny(portfolio: Int64, in session: any SQLSession) throws -> Bool {
        try session.integer("SELECT 1 FROM \(name) WHERE portfolio = ? LIMIT 1", [.integer(portfolio)]) != nil
    }

    package func insert(
        _ entries: [Entry], portfolio: Int64, from source: FactSource, in session: any SQLSession
    ) throws {
        try session.runMany(
            insertSQL,
            entries.map { entry in
                [
                    .integer(entry.place.borrower), .integer(entry.place.loan), .integer(entry.id), .integer(portfolio),
                    .text(entry.reference),
                ] + entry.values.map { .integer($0) } + source.values
            })
    }

    /// Writes the new content of a fact that stays with its loan.
    package func update(
        _ known: Known, _ values: [Int64], from source: FactSource, in session: any SQLSession
    ) throws {
        try session.run(
            updateSQL,
            values.map { .integer($0) } + source.values + [
                .integer(known.place.borrower), .integer(known.place.loan), .integer(known.id),
            ])
    }
}

/// A row whose fact stands in such a table.
package protocol LoanFactRow: Sendable, Hashable {
    static var table: LoanFactTable { get }
    var reference: Reference { get }
    var loan: Reference { get }
    /// In the order of the table's columns.
    var values: [Int64] { get }
}

extension PromiseRow: LoanFactRow {
    package static var table: LoanFactTable { .promises }
    package var values: [Int64] {
        [Int64(madeOn.daysSinceEpoch), Int64(dueOn.daysSinceEpoch), amountMinor, Int64(status.rawValue)]
    }
}

extension FailedPaymentRow: LoanFactRow {
    package static var table: LoanFactTable { .failedPayments }
    package var values: [Int64] { [Int64(failedOn.daysSinceEpoch), amountMinor] }
}

extension ArrangementRow: LoanFactRow {
    package static var table: LoanFactTable { .arrangements }
    package var values: [Int64] { [Int64(status.rawValue), Int64(statusOn.daysSinceEpoch)] }
}
