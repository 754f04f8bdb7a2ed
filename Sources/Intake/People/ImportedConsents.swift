internal import CivilTime
internal import Evidence
internal import LoanBook
internal import Messaging
internal import Store

/// Consents' rows → entries of the append-only record, with the words that were shown. What is on record is never changed:
/// the same entry again is none, and one that comes late does not unsay what was said after it.
struct ImportedConsents: PersonFacts {
    /// One entry for the evidence: nothing of the words but their hash.
    struct Said {
        var borrower: Int64
        var consent: Consent
        /// SHA-256 in hex; empty where nobody knows what was shown.
        var words: String
    }

    private struct Place: Hashable {
        var borrower: Int64
        var contactPoint: ContactPoint.ID
        var messageClass: MessageClass
    }

    private let batch: ImportBatch
    private var addresses: KnownAddresses
    private var record: [Place: [ShownWords.Entry]] = [:]
    private var loaded: Set<Int64> = []
    /// Most rows of a book show the same few texts.
    private var hashes: [String: String] = [:]

    init(batch: ImportBatch) {
        self.batch = batch
        addresses = KnownAddresses(vault: batch.vault)
    }

    static func read(_ record: Record, by reader: RowReader) throws(RowFault) -> ConsentRow {
        try reader.consent(record)
    }

    mutating func open(_ rows: [(borrower: Int64, row: ConsentRow)]) throws {
        record = [:]
        loaded = []
        try addresses.open(rows.map(\.borrower), in: batch.session)
    }

    mutating func take(_ row: ConsentRow, of borrower: Int64) throws -> RowOutcome {
        guard row.at <= batch.now else { return .rejected(.at, .inTheFuture) }
        let point = row.address.map { addresses.find($0, of: borrower) } ?? addresses.own(of: borrower)
        guard let point else { return .rejected(.address, .unknownAddress) }
        try load(borrower)
        let consent = Consent(
            contactPoint: ContactPoint.ID(point.id), messageClass: row.messageClass, given: row.given, at: row.at,
            act: row.act)
        let place = Place(borrower: borrower, contactPoint: consent.contactPoint, messageClass: row.messageClass)
        let known = record[place] ?? []
        if known.contains(where: { $0.consent == consent }) { return .accepted(.unchanged) }
        let key = try batch.key(of: borrower, .profile)
        var entries = [
            (
                borrower: borrower,
                entry: ShownWords.Entry(consent: consent, words: try ShownWords.sealed(row.words, key))
            )
        ]
        // The last entry stands: one that the borrower made after this one is said again behind it.
        let later = known.last { $0.consent.act != .importedRow && $0.consent.at > row.at }
        if let later { entries.append((borrower, ShownWords.Entry(consent: later.consent, words: []))) }
        try ShownWords.append(entries, in: batch.session)
        record[place] = known + entries.map(\.entry)
        batch.consents.append(Said(borrower: borrower, consent: consent, words: hash(row.words)))
        return .accepted(.new)
    }

    private mutating func hash(_ words: String) -> String {
        if words.isEmpty { return "" }
        if let known = hashes[words] { return known }
        let hash = ContentHash.sha256(words.utf8)
        hashes[words] = hash
        return hash
    }

    private mutating func load(_ borrower: Int64) throws {
        guard loaded.insert(borrower).inserted else { return }
        for entry in try ShownWords.list(Borrower.ID(borrower), in: batch.session) {
            let place = Place(
                borrower: borrower, contactPoint: entry.consent.contactPoint,
                messageClass: entry.consent.messageClass)
            record[place, default: []].append(entry)
        }
    }

    mutating func close() throws {}
}
