internal import CivilTime
internal import LoanBook
internal import Store

/// One import on its way through a write transaction: what every stage needs.
final class ImportBatch: FactSayer {
    let session: any SQLSession
    let vault: Vault
    let mapping: Mapping
    let portfolio: Int64
    let id: Int64
    let asOf: Instant
    let now: Instant
    /// The day of `asOf` in the book's calendar: when what it brings for the first time came to be.
    let day: CivilDate
    let erased: ErasedRows
    /// As-of of the newest whole import of the kind of file in hand, before this batch.
    private(set) var feedAsOf: Instant?
    /// What the evidence says beside the counts, when the batch is whole.
    var consents: [ImportedConsents.Said] = []
    private var batchAsOf: [Int64: Instant] = [:]
    private var keys: (borrower: Int64, retention: Retention, key: BorrowerKey)?

    init(
        session: any SQLSession, vault: Vault, mapping: Mapping, now: Instant, asOf: Instant, day: CivilDate
    ) throws {
        self.session = session
        self.vault = vault
        self.mapping = mapping
        self.now = now
        self.asOf = asOf
        self.day = day
        erased = try ErasedRows(session: session, vault: vault, portfolio: mapping.portfolio)
        portfolio = try BatchFacts.portfolio(key: mapping.portfolio, in: session)
        id = try BatchFacts.open(
            portfolio: portfolio, mapping: mapping.name, asOf: asOf, importedAt: now, in: session)
    }

    func begin(_ file: BookFile) throws {
        feedAsOf = try BatchFacts.feed(portfolio: portfolio, kind: file.rawValue, in: session)
    }

    /// The same of facts that keep the number of their batch alone.
    func isStale(against batch: Int64) throws -> Bool {
        isStale(against: FactSource(batch: batch, asOf: try asOf(of: batch)))
    }

    /// What it says is from here.
    var source: FactSource { FactSource(batch: id, asOf: asOf) }

    func asOf(of batch: Int64) throws -> Instant {
        if batch == id { return asOf }
        if let known = batchAsOf[batch] { return known }
        let found = try BatchFacts.asOf(batch: batch, in: session) ?? .distantPast
        batchAsOf[batch] = found
        return found
    }

    /// Rows of one borrower stand together in most books: the latest key is kept.
    func key(of borrower: Int64, _ retention: Retention) throws -> BorrowerKey {
        if let keys, keys.borrower == borrower, keys.retention == retention { return keys.key }
        let key = try Keys.key(borrower: borrower, retention, in: session, vault: vault)
        keys = (borrower, retention, key)
        return key
    }
}
