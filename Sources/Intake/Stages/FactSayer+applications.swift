internal import LoanBook
internal import Store

extension FactSayer {
    /// Enters applications that the book did not know, and says under which numbers.
    func insert(
        _ fresh: [(borrower: Int64, row: ApplicationRow)], currency: Currency
    ) throws -> Range<Int64> {
        guard !fresh.isEmpty else { return 0..<0 }
        let first = try Numbers.take("application", Int64(fresh.count), in: session)
        let entries = try fresh.enumerated().map { offset, fact in
            ApplicationFacts.Entry(
                borrower: fact.borrower, id: first + Int64(offset), reference: fact.row.reference,
                content: try content(fact.row, currency, of: fact.borrower))
        }
        try ApplicationFacts.insert(entries, portfolio: portfolio, from: source, in: session)
        return first..<first + Int64(fresh.count)
    }

    /// Brings a known application to what its row says, unless a later word stands.
    func settle(_ row: ApplicationRow, currency: Currency, _ known: ApplicationFacts.Known) throws -> FactChange {
        let documents = try documents(of: known)
        let open = ApplicationFacts.Content(row, currency: currency, documents: known.content.documents)
        if open == known.content, documents == row.documents { return .unchanged }
        if isStale(against: known.source) { return .stale }
        try revise(
            "application", subject: known.id, borrower: known.borrower, batchBefore: known.source.batch,
            retention: .record,
            before: [
                ("product", JSONText.quoted(known.content.product)), ("amount", "\(known.content.amountMinor)"),
                ("currency", JSONText.quoted(known.content.currency)), ("status", "\(known.content.status)"),
                ("status_on", "\(known.content.statusOn)"), ("documents", JSONText.quoted(documents)),
            ])
        try ApplicationFacts.update(
            known, try content(row, currency, of: known.borrower), from: source, in: session)
        return .revised
    }

    private func content(
        _ row: ApplicationRow, _ currency: Currency, of borrower: Int64
    ) throws -> ApplicationFacts.Content {
        let documents =
            row.documents.isEmpty
            ? nil
            : try key(of: borrower, .profile).seal(Array(row.documents.utf8), context: ApplicationFacts.context)
        return ApplicationFacts.Content(row, currency: currency, documents: documents)
    }

    /// What was asked for; empty where nothing was, or where the borrower's key is gone.
    private func documents(of known: ApplicationFacts.Known) throws -> String {
        guard let documents = known.content.documents,
            let key = try Keys.existing(borrower: known.borrower, .profile, in: session, vault: vault)
        else { return "" }
        return String(decoding: try key.open(documents, context: ApplicationFacts.context), as: UTF8.self)
    }
}
