internal import CSQLite
internal import GRDB
internal import GRDBSQLite

/// The sums of pages that stand beside a database file, in `…-sums`: what SQLite reads is what was written, or an error.
///
/// Pages are held against their sums whenever they are read, and all of them when the first process opens the file. See
/// `Documentation/decisions/0017-page-sums.md`.
enum PageSums {
    /// Lays the sums under every database that is opened from now on.
    static func install() throws {
        let code = installed
        guard code == SQLITE_OK else {
            throw StoreError(.statement, "the page sums cannot be laid under SQLite (\(code))", at: "SQLite")
        }
    }

    private static let installed = page_sums_install()

    /// What is looked at when a database is opened for writing. A file without sums (made by an earlier version, restored,
    /// or whose sums somebody deleted) is looked at in SQLite's own way, and then gets them.
    static func check(_ database: Database, path: String) throws {
        guard let connection = unsafe database.sqliteConnection.map(UnsafeMutableRawPointer.init) else { return }
        // What a process that was killed left in the log is brought home: until then pages may rightly be torn.
        try database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
        var report = page_sums_report()
        try done(unsafe page_sums_check(connection, &report), path)
        guard report.is_unreadable == 0 else {
            throw StoreError(
                .corrupted, "cannot be read as sums of pages", at: path + "-sums",
                fix: "Delete this file: then the database is checked in another way, and the file begun anew")
        }
        if report.has_sums == 0 {
            try readThrough(database, "quick_check", path)
        } else if report.bad_pages > 0 {
            guard report.was_finished_by_another != 0 else { throw damaged(report, path) }
            // Another program has brought home what a killed process left in the log, as SQLite's own tool does.
            unsafe page_sums_trust(connection, 1)
            defer { unsafe page_sums_trust(connection, 0) }
            try readThrough(database, "integrity_check", path)
        } else {
            return
        }
        try done(unsafe page_sums_adopt(connection), path)
    }

    private static func readThrough(_ database: Database, _ pragma: String, _ path: String) throws {
        let words = try String.fetchOne(database, sql: "PRAGMA \(pragma)(1)")
        guard words == "ok" else { throw StoreError.sqlite(code: SQLITE_CORRUPT, message: words ?? "", path: path) }
    }

    private static func damaged(_ report: page_sums_report, _ path: String) -> StoreError {
        let pages = report.bad_pages == 1 ? "1 page" : "\(report.bad_pages) pages"
        return StoreError(
            .corrupted,
            "is damaged (\(pages) of \(report.pages), the first is \(report.first_bad_page), not as written)", at: path,
            fix: "Restore the latest backup; keep this file. If another program changed it on purpose, delete \(path)-sums")
    }

    private static func done(_ code: Int32, _ path: String) throws {
        guard code != SQLITE_OK else { return }
        throw StoreError.sqlite(code: code, message: "page sums", path: path)
    }
}
