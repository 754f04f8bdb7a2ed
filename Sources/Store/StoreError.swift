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
        /// What it held was moved to another store, which is worked with now.
        case elsewhere
        /// A move or a restore has begun to fill it, and is not finished.
        case unfinished
        /// Two stores, or a store and what is known of it, hold different things.
        case differs
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
        /// The server cannot be reached, or the connection to it ended: nothing was committed.
        case unreachable
        /// The connection ended while a commit was under way: it was done or not.
        case outcomeUnknown
        /// The engine undid the transaction through no fault of its own (a deadlock, a serialization failure): the same
        /// again may succeed.
        case undone
        /// A statement took longer than it may.
        case timedOut
        /// Every connection of the pool was in use for longer than a transaction waits.
        case exhausted
        /// Used after its transaction or database ended.
        case closed
        case masterKeyMissing
        case masterKeyInvalid
        /// Its file may be read by others than its owner.
        case masterKeyExposed
        /// Another master key than the one the database was made with.
        case wrongMasterKey
        /// The keys were rotated to a generation of the master key that this process does not have (yet).
        case masterKeyBehind
        /// A sealed value that its key does not open: changed, cut short, or sealed for another place.
        case brokenSeal
        /// The key of a borrower is not there: erased, or never made.
        case missingKey
        /// A stored value that no released version writes.
        case unreadableRow
        /// A reference that borrowers of several portfolios have.
        case ambiguousReference
    }

    /// Whether the same may succeed later without anything but time or an operator's hand: nothing was changed.
    package var isPassing: Bool {
        switch code {
        case .locked, .full, .disk, .unreachable, .undone, .timedOut, .exhausted, .readOnly, .masterKeyBehind: true
        default: false
        }
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
