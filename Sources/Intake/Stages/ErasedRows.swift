internal import LoanBook
internal import Store

/// Rows of borrowers who were erased: they are not taken in, and counted. The rule: an erased reference stays out of the
/// portfolio, whatever else the row says, and so does the same name with the same number or address under a new
/// reference, until the lender says that it has a lawful reason (`dunlin erase --readmit`).
final class ErasedRows {
    private let session: any SQLSession
    private let vault: Vault
    private let portfolio: Portfolio.Key
    /// Most stores never erased anybody, and look no further.
    private let isAny: Bool

    init(session: any SQLSession, vault: Vault, portfolio: Portfolio.Key) throws {
        self.session = session
        self.vault = vault
        self.portfolio = portfolio
        isAny = try Tombstones.isAny(in: session)
    }

    /// Which of these rows, all of references that the book does not know, tell of somebody who was erased.
    func references(of rows: [BorrowerRow]) throws -> Set<Reference> {
        guard isAny, !rows.isEmpty else { return [] }
        let marks = rows.map { row in
            (
                reference: hash(.reference(row.reference)),
                persons: row.addresses.map { hash(.person(name: row.name, address: $0.text)) }
            )
        }
        let standing = try Tombstones.standing(marks.flatMap { [$0.reference] + $0.persons }, in: session)
        guard !standing.isEmpty else { return [] }
        var erased: Set<Reference> = []
        for (row, mark) in zip(rows, marks) {
            if standing[mark.reference] != nil {
                erased.insert(row.reference)
            } else if let tombstone = mark.persons.lazy.compactMap({ standing[$0] }).first {
                // Loans name the new reference.
                try Tombstones.learn(mark.reference, .reference, of: tombstone, in: session)
                erased.insert(row.reference)
            }
        }
        return erased
    }

    /// Which of these references, none of which the book knows, belong to somebody who was erased.
    func borrowers(_ references: [Reference]) throws -> [Reference: Int64] {
        try standing(references) { .reference($0) }
    }

    /// Which of these loans, none of which the book knows, belong to somebody who was erased.
    func loans(_ references: [Reference]) throws -> Set<Reference> {
        Set(try standing(references) { .loan($0) }.keys)
    }

    /// The flags that outlived the data of those who may be in the book again.
    func flags(of references: [Reference]) throws -> [Reference: [BorrowerFlag]] {
        guard isAny else { return [:] }
        let marks = references.map { (reference: $0, hash: hash(.reference($0))) }
        let found = try Readmission.flags(of: marks.map(\.hash), in: session, vault: vault)
        return marks.reduce(into: [:]) { flags, mark in
            if let own = found[mark.hash] { flags[mark.reference] = own }
        }
    }

    /// A loan of somebody who was erased: its instalments and payments name nothing else.
    func learn(loan: Reference, of tombstone: Int64) throws {
        try Tombstones.learn(hash(.loan(loan)), .loan, of: tombstone, in: session)
    }

    private func standing(
        _ references: [Reference], _ mark: (Reference) -> ErasedMark
    ) throws -> [Reference: Int64] {
        guard isAny, !references.isEmpty else { return [:] }
        let marks = references.map { (reference: $0, hash: hash(mark($0))) }
        let standing = try Tombstones.standing(marks.map(\.hash), in: session)
        guard !standing.isEmpty else { return [:] }
        return marks.reduce(into: [:]) { found, mark in
            if let tombstone = standing[mark.hash] { found[mark.reference] = tombstone }
        }
    }

    private func hash(_ mark: ErasedMark) -> KeyedHash { vault.lookup(mark.text(portfolio: portfolio)) }
}

extension ImportBatch {
    /// What becomes of a row that cannot be read. What is rejected is kept in a file, to be corrected: not so what tells of
    /// somebody who was erased.
    func outcome(_ fault: RowFault, ofBorrower reference: Reference?) throws -> RowOutcome {
        guard let reference, try !erased.borrowers([reference]).isEmpty,
            try BorrowerFacts.find([reference], portfolio: portfolio, in: session).isEmpty
        else { return .rejected(fault) }
        return .leftOut
    }

    /// The same of a row that names a loan.
    func outcome(_ fault: RowFault, ofLoan reference: Reference?) throws -> RowOutcome {
        guard let reference, try !erased.loans([reference]).isEmpty,
            try LoanFacts.places([reference], portfolio: portfolio, in: session).isEmpty
        else { return .rejected(fault) }
        return .leftOut
    }
}
