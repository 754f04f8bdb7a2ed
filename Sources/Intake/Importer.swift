package import CivilTime
package import LoanBook
package import Store

/// Takes a lender's book into the store: a batch whole or not at all.
package enum Importer {
    /// Imports a folder of files as `mapping` describes them, or a corrected rejected file of an earlier import.
    ///
    /// Everything happens in one write transaction: an import that throws, or a process that dies, has changed nothing
    /// and can be repeated. `progress` is called on the engine's thread; what it throws ends the import.
    ///
    /// - Parameters:
    ///   - source: a folder, or the path of a rejected file.
    ///   - now: decides which payments are dated after today.
    ///   - asOf: how new the book is; an older book never overrides a newer one's rows.
    ///   - rejectedFile: where rejected rows are written, to be corrected; replaced only when the import succeeds.
    /// - Throws: `IntakeError` for files, `StoreError` for the store.
    package static func run(
        source: String, mapping: Mapping, database: any SQLDatabase, vault: Vault, zones: Zones, now: Instant,
        asOf: Instant, rejectedFile: String? = nil,
        progress: @escaping @Sendable (ImportProgress) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        guard let zone = zones.zone(mapping.defaults.zone) else {
            throw IntakeError(
                .unknownZone, file: mapping.name, "the mapping's zone \"\(mapping.defaults.zone)\" is unknown",
                fix: "Use a name of the time zone database, such as America/New_York")
        }
        let today = zone.civil(at: now).date
        let book = try Book(path: source, mapping: mapping)
        // A portfolio that nobody knew is entered by itself: others who meet it need not wait for the end of the import.
        let portfolio = mapping.portfolio
        try await database.write(repeatable: true) { _ = try BatchFacts.portfolio(key: portfolio, in: $0) }
        let report: ImportReport
        do {
            report = try await database.write { session in
                // Nobody is taken out of the book while it is being read in.
                try session.lock([.book], .shared)
                // One import of a portfolio at a time; on SQLite there is but one writer.
                try session.lock([.duty("import " + mapping.portfolio)], .exclusive)
                let batch = try ImportBatch(
                    session: session, vault: vault, mapping: mapping, now: now, asOf: asOf,
                    day: zone.civil(at: asOf).date)
                let writer = try rejectedFile.map { try RejectedWriter(path: $0) }
                var report = ImportReport(batch: batch.id, portfolio: mapping.portfolio, asOf: asOf, files: [:])
                for file in BookFile.allCases {
                    guard let entry = mapping.files[file], let records = try book.records(file, entry) else { continue }
                    report.files[file] = try take(
                        records, of: book, as: entry, file, batch, today: today, zones: zones, writer, progress)
                }
                try writer?.finish()
                // What is committed now is so before or after every submission, never beside one (promise P3).
                try session.lock([.facts], .exclusive)
                try session.notify(.facts)
                try BatchFacts.close(
                    batch.id,
                    BatchFacts.Counts(
                        rows: Int64(report.rows), accepted: Int64(report.accepted), rejected: Int64(report.rejected)),
                    in: session)
                for said in batch.consents.pieces(of: leavesAtOnce) {
                    try EvidenceLog.append(
                        said.map { .said($0, at: now) }, in: session, vault: vault, random: vault.random)
                }
                try EvidenceLog.append([.imported(report, at: now)], in: session, vault: vault, random: vault.random)
                return report
            }
        } catch {
            if let rejectedFile { RejectedWriter.discard(rejectedFile) }
            throw error
        }
        // The book is in: from here on the draft is kept, whatever happens.
        if let rejectedFile { try RejectedWriter.publish(rejectedFile) }
        return report
    }

    /// Consents of a book that are put into the log at once: memory stays flat.
    private static let leavesAtOnce = 4096

    private static func take(
        _ records: any RecordSource, of book: Book, as entry: FileMapping, _ file: BookFile, _ batch: ImportBatch,
        today: CivilDate, zones: Zones, _ writer: RejectedWriter?, _ progress: (ImportProgress) throws -> Void
    ) throws -> ImportReport.File {
        let reader: RowReader
        do {
            reader = try RowReader(
                file: file, mapping: entry, defaults: batch.mapping.defaults, header: records.header, today: today,
                zones: zones)
        } catch {
            let known = error.header.joined(separator: ", ")
            throw IntakeError(
                .missingColumn, file: error.file, line: 1,
                "has no column \"\(error.column)\"; "
                    + (known.isEmpty ? "its first row is no header of the mapping's" : "its header is: \(known)"),
                fix: "Correct the column of files.\(file.rawValue) in the mapping, or its encoding and delimiter"
                    + (known.isEmpty ? ", or give the file its header" : ""))
        }
        try batch.begin(file)
        let ledger = RowLedger(reader: reader, header: records.header, rejectedWriter: writer)
        var stage: any Stage =
            switch file {
            case .borrowers: BorrowerStage(batch: batch, reader: reader, ledger: ledger)
            case .loans: LoanStage(batch: batch, reader: reader, ledger: ledger)
            case .instalments: InstalmentStage(batch: batch, reader: reader, ledger: ledger)
            case .payments: try PaymentStage(batch: batch, reader: reader, ledger: ledger)
            case .paymentFailures:
                LoanFactStage(batch: batch, reader: reader, ledger: ledger, reader.failedPayment)
            case .promises: LoanFactStage(batch: batch, reader: reader, ledger: ledger, reader.promise)
            case .arrangements: ArrangementStage(batch: batch, reader: reader, ledger: ledger)
            case .applications: ApplicationStage(batch: batch, reader: reader, ledger: ledger)
            case .contactPoints:
                PersonStage(batch: batch, reader: reader, ledger: ledger, facts: ImportedContactPoints(batch: batch))
            case .consents:
                PersonStage(batch: batch, reader: reader, ledger: ledger, facts: ImportedConsents(batch: batch))
            case .flags: PersonStage(batch: batch, reader: reader, ledger: ledger, facts: ImportedFlags(batch: batch))
            case .preferences:
                PersonStage(batch: batch, reader: reader, ledger: ledger, facts: ImportedPreferences(batch: batch))
            case .contacts:
                PersonStage(batch: batch, reader: reader, ledger: ledger, facts: ImportedContacts(batch: batch))
            case .scores:
                PersonStage(batch: batch, reader: reader, ledger: ledger, facts: ImportedScores(batch: batch))
            }
        if stage.looksAhead, let ahead = try book.records(file, entry) {
            while let block = try ahead.next() {
                try stage.look(block)
                try progress(ImportProgress(file: file, bytesDone: 0, bytesTotal: ahead.bytesTotal, rows: 0))
            }
        }
        while let block = try records.next() {
            try stage.take(block)
            try progress(
                ImportProgress(
                    file: file, bytesDone: records.bytesDone, bytesTotal: records.bytesTotal,
                    rows: ledger.report.rows))
        }
        try stage.finish(isWhole: book.isWhole)
        if book.isWhole {
            try BatchFacts.raiseFeed(
                portfolio: batch.portfolio, kind: file.rawValue, batch: batch.id, asOf: batch.asOf, in: batch.session)
        }
        return ledger.report
    }
}
