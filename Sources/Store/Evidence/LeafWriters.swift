import Evidence

/// Keys, references and next numbers of the borrowers that one append concerns, read at once.
///
/// Lives for one call: what a transaction that is undone read or made must not be used by the next, and between two
/// transactions another process may append.
struct LeafWriters {
    struct Writer: Sendable {
        /// Whose leaf it is; nil where there is no borrower, or one whose record was destroyed.
        var borrower: Int64?
        /// Nil where there is no borrower: the store's own key seals.
        var key: Key?
        var subject: LeafContent.Subject?

        /// What seals, made or opened by whoever seals: that takes some microseconds, and goes on all cores.
        func sealer(_ vault: Vault) throws -> BorrowerKey? {
            switch key {
            case nil: nil
            case .open(let key): key
            case .wrapped(let bytes, let borrower): try vault.unwrap(bytes, borrower: borrower, retention: .record)
            }
        }
    }

    enum Key: Sendable {
        case open(BorrowerKey)
        case wrapped([UInt8], borrower: Int64)
    }

    private struct Known {
        let portfolio: String
        let reference: String
        var lastNumber: Int64
        /// Nil where the store holds none yet.
        var key: Key?
    }

    // The last number comes from the end of the index leaf_borrower.
    static let borrowers = BorrowerScope.Statement(
        """
        SELECT b.id, b.ref, coalesce(p.key, ''),
            (SELECT k.wrapped FROM borrower_key k
                WHERE k.borrower = b.id AND k.retention = \(Retention.record.rawValue)),
            (SELECT max(l.number) FROM leaf l WHERE l.borrower = b.id)
        FROM borrower b LEFT JOIN portfolio p ON p.id = b.portfolio WHERE b.id $borrowers
        """)

    // Who was erased has no row of its own any more.
    static let erased = BorrowerScope.Statement(
        """
        SELECT e.borrower, e.subject, k.wrapped, (SELECT max(l.number) FROM leaf l WHERE l.borrower = e.borrower)
        FROM erasure e LEFT JOIN borrower_key k ON k.borrower = e.borrower AND k.retention = \(Retention.record.rawValue)
        WHERE e.borrower $borrowers
        """)

    /// Whom one append concerns, and what is asked about them.
    struct Reading {
        let ids: [Int64]
        let questions: [SQLQuestion]

        init(_ drafts: [LeafDraft], to engine: SQLEngine) {
            ids = Set(drafts.lazy.compactMap(\.borrower)).sorted()
            questions = BorrowerScope.covering(ids, to: engine).map { LeafWriters.borrowers.question(for: $0) }
        }
    }

    private let session: any SQLSession
    private let vault: Vault
    private var known: [Known] = []
    /// Where each borrower stands in `known`.
    private var places: [Int64: Int] = [:]
    /// Those of whom nothing can be recorded any more.
    private var gone: Set<Int64> = []

    /// Reads what the drafts need. A borrower that is not in the store is found by `next`.
    init(_ reading: Reading, in session: any SQLSession, vault: Vault) throws {
        self.session = session
        self.vault = vault
        let ids = reading.ids
        known.reserveCapacity(ids.count)
        places.reserveCapacity(ids.count)
        for question in reading.questions {
            try session.query(question) { row in
                places[row.integer(0)] = known.count
                known.append(
                    Known(
                        portfolio: row.text(2), reference: row.text(1), lastNumber: row.integer(4),
                        key: row.isNull(3) ? nil : .wrapped(row.blob(3), borrower: row.integer(0))))
            }
        }
        let missing = ids.filter { places[$0] == nil }
        if !missing.isEmpty { try readErased(missing) }
        try makeKeys()
    }

    /// Keys of those of whom nothing was recorded before, stored at once: a first plan makes one for everybody it speaks to.
    private mutating func makeKeys() throws {
        var made: [(borrower: Int64, key: BorrowerKey)] = []
        for (borrower, place) in places where known[place].key == nil {
            let key = try vault.newKey(borrower: borrower, retention: .record)
            known[place].key = .open(key)
            made.append((borrower, key))
        }
        made.sort { $0.borrower < $1.borrower }
        try BorrowerFacts.insertKeys(made, .record, in: session)
    }

    /// A late answer, or the erasure itself: told under the borrower's name while the record is kept.
    private mutating func readErased(_ ids: [Int64]) throws {
        for scope in BorrowerScope.covering(ids, to: session.engine) {
            try session.query(Self.erased.question(for: scope)) { row in
                let borrower = row.integer(0)
                guard !row.isNull(2) else {
                    gone.insert(borrower)
                    return
                }
                let key = try vault.unwrap(row.blob(2), borrower: borrower, retention: .record)
                let subject = try ErasureRecord.Subject(row.blob(1), key: key)
                places[borrower] = known.count
                known.append(
                    Known(
                        portfolio: subject.portfolio, reference: subject.reference, lastNumber: row.integer(3),
                        key: .open(key)))
            }
        }
    }

    /// The writer of the borrower's next leaf.
    mutating func next(for borrower: Int64?) throws -> Writer {
        guard let borrower, !gone.contains(borrower) else { return Writer() }
        guard let place = places[borrower] else { throw EvidenceError.unknownBorrower }
        guard let key = known[place].key else {
            throw StoreError(.missingKey, "a borrower without a key", at: "borrower_key")
        }
        known[place].lastNumber += 1
        return Writer(
            borrower: borrower, key: key,
            subject: .init(
                portfolio: known[place].portfolio, reference: known[place].reference, number: known[place].lastNumber))
    }
}
