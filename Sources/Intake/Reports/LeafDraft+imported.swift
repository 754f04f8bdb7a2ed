internal import CivilTime
internal import Evidence
internal import LoanBook
internal import Store

extension Array {
    /// Runs of at most so many.
    func pieces(of count: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
    }
}

extension LeafDraft {
    /// A consent that the book tells of, with the hash of the words that were shown.
    static func said(_ said: ImportedConsents.Said, at now: Instant) -> LeafDraft {
        .consent(
            said.consent, of: Borrower.ID(said.borrower), words: said.words, at: now)
    }

    /// A batch that became visible: counts only, nothing of a person.
    static func imported(_ report: ImportReport, at now: Instant) -> LeafDraft {
        let files = BookFile.allCases.compactMap { file in
            report.files[file].map { counts in
                (
                    file.rawValue,
                    LeafValue.object([
                        ("rows", .integer(Int64(counts.rows))), ("accepted", .integer(Int64(counts.accepted))),
                        ("rejected", .integer(Int64(counts.rejectedCount))), ("new", .integer(Int64(counts.new))),
                        ("revised", .integer(Int64(counts.revised))), ("stale", .integer(Int64(counts.stale))),
                        ("erased", .integer(Int64(counts.erased))),
                    ])
                )
            }
        }
        return LeafDraft(
            kind: .import, borrower: nil, at: now,
            content: [
                ("batch", .integer(report.batch)), ("portfolio", .text(report.portfolio)),
                ("as_of", .text(report.asOf.description)), ("files", .object(files)),
            ])
    }
}
