internal import GRDBSQLite

extension StoreError {
    /// The error for a result code of SQLite. `message` is SQLite's own, which names tables and columns, never values.
    static func sqlite(code: Int32, message: String, path: String) -> StoreError {
        switch code & 0xFF {
        case SQLITE_CANTOPEN:
            StoreError(
                .cannotOpen, "cannot open the database", at: path,
                fix: "Check that the folder exists and may be written")
        case SQLITE_NOTADB:
            StoreError(.notADatabase, "is not a Dunlin database", at: path, fix: "Check the path of the data folder")
        case SQLITE_BUSY, SQLITE_LOCKED:
            StoreError(.locked, "is locked by another process", at: path, fix: "Wait for it to end, or stop it")
        case SQLITE_FULL:
            StoreError(.full, "no space left to write", at: path, fix: "Free space on its disk; nothing was lost")
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
            StoreError(
                .readOnly, "may not be written", at: path, fix: "Give this user the right to write the file and folder")
        case SQLITE_CORRUPT:
            damaged(message, path: path)
        case SQLITE_IOERR:
            StoreError(.disk, "the disk failed (\(code): \(message))", at: path, fix: "Check the disk and its space")
        case SQLITE_MISUSE:
            StoreError(.closed, "the database was closed", at: path)
        case SQLITE_CONSTRAINT:
            constraint(message: message, path: path)
        default:
            if message.hasPrefix("no such table") {
                StoreError(.missingTable, message, at: path, fix: "Run the migrations")
            } else {
                StoreError(.statement, "\(code): \(message)", at: path)
            }
        }
    }

    /// `message`: SQLite's own, or its check's.
    static func damaged(_ message: String, path: String) -> StoreError {
        StoreError(
            .corrupted, "is damaged (\(message))", at: path,
            fix: "Bring the newest backup back: dunlin restore FOLDER --replace, which keeps this file beside it")
    }

    /// `UNIQUE constraint failed: claim.borrower, claim.subject` names table and columns.
    private static func constraint(message: String, path: String) -> StoreError {
        let subject = message.split(separator: ": ", maxSplits: 1).last ?? ""
        let names = subject.split(separator: ", ").map { $0.split(separator: ".", maxSplits: 1) }
        return StoreError(
            .constraint, message, at: path, table: names.first?.first.map(String.init),
            columns: names.compactMap { $0.count == 2 ? String($0[1]) : nil })
    }
}
