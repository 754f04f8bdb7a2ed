/// What went wrong in the store: a code to decide by, and words for the operator. Holds paths, table and column names,
/// never a row's values.
package struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The file or its folder is missing, or may not be opened.
        case cannotOpen
        /// The file is no SQLite database, or another program's.
        case notADatabase
        /// A later version of Dunlin wrote it.
        case newerSchema
        /// Another process held it for longer than the timeout.
        case locked
        /// The disk, or the limit of the database, is full.
        case full
        case readOnly
        /// Its pages contradict each other or the file's length.
        case corrupted
        /// A row would break a rule of the schema: `table` and `columns` say which.
        case constraint
        /// A statement names a table that is not there: migrations have not run.
        case missingTable
        /// A read or write of the disk failed.
        case disk
        /// A statement that the engine refuses: a fault of the program.
        case statement
        /// Used after its transaction or database ended.
        case closed
        case masterKeyMissing
        case masterKeyInvalid
        /// Its file may be read by others than its owner.
        case masterKeyExposed
        /// Another master key than the one the database was made with.
        case wrongMasterKey
        /// A sealed value that its key does not open: changed, cut short, or sealed for another place.
        case brokenSeal
        /// The key of a borrower is not there: erased, or never made.
        case missingKey
        /// A stored value that no released version writes.
        case unreadableRow
        /// A reference that borrowers of several portfolios have.
        case ambiguousReference
    }

    package var code: Code
    /// What happened, for the operator.
    package var what: String
    /// The file, table or key that it happened to.
    package var place: String
    /// What mends it; empty when only the program can.
    package var fix: String
    /// The table whose constraint was broken.
    package var table: String?
    /// The columns of the broken constraint, in its order.
    package var columns: [String]

    package init(
        _ code: Code, _ what: String, at place: String = "database", fix: String = "", table: String? = nil,
        columns: [String] = []
    ) {
        self.code = code
        self.what = what
        self.place = place
        self.fix = fix
        self.table = table
        self.columns = columns
    }

    package var description: String {
        "\(place): \(what)" + (fix.isEmpty ? "" : ". \(fix)") + " [\(code.rawValue)]"
    }
}
