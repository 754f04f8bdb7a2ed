package import CivilTime
package import LoanBook

/// What an import did, file by file.
package struct ImportReport: Sendable, Hashable {
    /// A row that was rejected, or accepted with a warning. Holds nothing that the row held.
    package struct Note: Sendable, Hashable {
        /// Physical line on which the row starts; the header is line 1.
        package var line: Int
        /// The column as the lender's file calls it; `row` for the row as a whole.
        package var field: String
        package var reason: RowFault.Reason
        /// Where the row holds none of the words that its field takes: those.
        package var words: [String] = []
    }

    package struct File: Sendable, Hashable {
        package var rows = 0
        /// Rows that were not rejected: the sum of the next four.
        package var accepted = 0
        package var new = 0
        package var revised = 0
        package var unchanged = 0
        /// Rows that differ from a newer import's and therefore changed nothing.
        package var stale = 0
        /// Rows of borrowers who were erased, which were left out.
        package var erased = 0
        package var rejectedCount = 0
        package var warnedCount = 0
        /// In the order of lines; at most `greatestNotes`.
        package var rejected: [Note] = []
        package var warned: [Note] = []

        package init() {}
    }

    /// Notes kept of one file: a book that is wrong in every row must not fill the memory. `rejected.csv` has them all.
    package static let greatestNotes = 1_000_000

    package var batch: Int64
    package var portfolio: Portfolio.Key
    package var asOf: Instant
    package var files: [BookFile: File]

    package var rows: Int { files.values.reduce(0) { $0 + $1.rows } }
    package var accepted: Int { files.values.reduce(0) { $0 + $1.accepted } }
    package var rejected: Int { files.values.reduce(0) { $0 + $1.rejectedCount } }
    package var erased: Int { files.values.reduce(0) { $0 + $1.erased } }
    package var warned: Int { files.values.reduce(0) { $0 + $1.warnedCount } }
}
