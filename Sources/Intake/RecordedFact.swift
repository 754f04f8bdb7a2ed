package import CivilTime
package import LoanBook
package import Store

/// One fact that an operator says, as the lender's system would export it.
package enum RecordedFact: Sendable, Hashable {
    case promise(PromiseRow)
    case failedPayment(FailedPaymentRow)
    /// The arrangement as a whole: at least one row, all of one reference and status.
    case arrangement([ArrangementRow])
    case application(ApplicationRow, Currency)

    /// Why a fact cannot be taken.
    package enum Refusal: String, Error, Sendable, Hashable {
        case unknownLoan, unknownBorrower
        /// The reference is that of a fact of another loan or borrower.
        case otherOwner
        /// A later word stands.
        case stale
        /// The arrangement has instalments that are not named.
        case fewerInstalments
    }

    package struct Done: Sendable, Hashable {
        package var borrower: Borrower.ID
        package var change: FactChange
    }

    /// Enters the fact under the borrower's lock, with a leaf when it changed anything. A later export overrides it, an
    /// earlier one does not.
    ///
    /// - Parameter portfolio: may be nil while the loan's or borrower's reference stands in one only.
    /// - Throws: `Refusal`, `StoreError`.
    package func enter(
        portfolio: Portfolio.Key?, at now: Instant, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> Done {
        guard let borrower = try owner(portfolio, in: session) else {
            throw loan == nil ? Refusal.unknownBorrower : Refusal.unknownLoan
        }
        try session.lock([.borrower(borrower.number)], .exclusive)
        guard let number = try BorrowerFacts.portfolio(of: borrower.number, in: session) else {
            throw Refusal.unknownBorrower
        }
        let word = OperatorWord(session: session, vault: vault, portfolio: number, at: now)
        let change =
            switch self {
            case .promise(let row): try word.enter(row, at: word.place(row.loan))
            case .failedPayment(let row): try word.enter(row, at: word.place(row.loan))
            case .arrangement(let rows): try word.enter(rows)
            case .application(let row, let currency): try word.enter(row, currency, of: borrower.number)
            }
        if change == .stale { throw Refusal.stale }
        if change != .unchanged {
            try EvidenceLog.append(
                [.recorded(self, change, of: borrower, at: now)], in: session, vault: vault, random: random)
        }
        return Done(borrower: borrower, change: change)
    }

    private func owner(_ portfolio: Portfolio.Key?, in session: any SQLSession) throws -> Borrower.ID? {
        if case .application(let row, _) = self {
            return try Snapshots.find(reference: row.borrower, portfolio: portfolio, in: session)
        }
        return try loan.flatMap { try Snapshots.find(loan: $0, portfolio: portfolio, in: session) }
    }

    /// Nil for an application.
    private var loan: Reference? {
        switch self {
        case .promise(let row): row.loan
        case .failedPayment(let row): row.loan
        case .arrangement(let rows): rows.first?.loan
        case .application: nil
        }
    }
}

private final class OperatorWord: FactSayer {
    let session: any SQLSession
    let vault: Vault
    let portfolio: Int64
    let source: FactSource
    /// Nobody has heard of it but the operator.
    let feedAsOf: Instant? = nil

    init(session: any SQLSession, vault: Vault, portfolio: Int64, at now: Instant) {
        self.session = session
        self.vault = vault
        self.portfolio = portfolio
        source = .operator(at: now)
    }

    func key(of borrower: Int64, _ retention: Retention) throws -> BorrowerKey {
        try Keys.key(borrower: borrower, retention, in: session, vault: vault)
    }

    func enter<Row: LoanFactRow>(_ row: Row, at place: LoanFacts.Place) throws -> FactChange {
        guard let known = try known(row, at: place) else {
            _ = try insert([(place, row)])
            return .new
        }
        return try settle(row, known)
    }

    func place(_ loan: Reference) throws -> LoanFacts.Place {
        guard let place = try LoanFacts.places([loan], portfolio: portfolio, in: session)[loan] else {
            throw RecordedFact.Refusal.unknownLoan
        }
        return place
    }

    func enter(_ rows: [ArrangementRow]) throws -> FactChange {
        guard let first = rows.first else { return .unchanged }
        let place = try place(first.loan)
        var change = FactChange.new
        let arrangement: Int64
        if let known = try known(first, at: place) {
            change = try settle(first, known)
            if change == .stale { return .stale }
            arrangement = known.id
        } else {
            guard let entry = try insert([(place, first)]).first else { return .unchanged }
            arrangement = entry.id
        }
        let before = try ArrangementInstalmentFacts.find(borrowers: [place.borrower], in: session)
        let named = Set(rows.map(\.instalment.number))
        guard before.keys.allSatisfy({ $0.arrangement != arrangement || named.contains($0.number) }) else {
            throw RecordedFact.Refusal.fewerInstalments
        }
        for row in rows {
            let entry = ArrangementInstalmentFacts.Entry(
                place: place, arrangement: arrangement, instalment: row.instalment)
            let key = ArrangementInstalmentFacts.Key(arrangement: arrangement, number: row.instalment.number)
            var settled = FactChange.revised
            if let known = before[key] {
                settled = try settle(entry, known)
                if settled == .stale { return .stale }
            } else {
                try ArrangementInstalmentFacts.insert([entry], from: source, in: session)
            }
            if change == .unchanged { change = settled }
        }
        return change
    }

    func enter(_ row: ApplicationRow, _ currency: Currency, of borrower: Int64) throws -> FactChange {
        guard let known = try ApplicationFacts.find([row.reference], portfolio: portfolio, in: session)[row.reference]
        else {
            _ = try insert([(borrower, row)], currency: currency)
            return .new
        }
        guard known.borrower == borrower else { throw RecordedFact.Refusal.otherOwner }
        return try settle(row, currency: currency, known)
    }

    private func known<Row: LoanFactRow>(_ row: Row, at place: LoanFacts.Place) throws -> LoanFactTable.Known? {
        let known = try Row.table.find([row.reference], portfolio: portfolio, in: session)[row.reference]
        guard known?.place ?? place == place else { throw RecordedFact.Refusal.otherOwner }
        return known
    }
}
