internal import GRDB

/// What is looked at when a database file is opened, before anything relies on it.
enum SQLiteFile {
    /// Makes an empty file that only its owner can read, unless there is one.
    static func prepare(path: String) throws {
        do {
            try PrivateFile.makeIfMissing(path: path)
        } catch let error as PrivateFile.Failure {
            let what = "cannot open the database (\(error.words))"
            switch error.cause {
            case .noSuchFolder:
                throw StoreError(.cannotOpen, what, at: path, fix: "Make the folder, or correct the path")
            case .isFolder:
                throw StoreError(.cannotOpen, what, at: path, fix: "Name a file, not a folder")
            case .denied:
                throw StoreError(
                    .readOnly, what, at: path, fix: "Give this user the right to write the file and folder")
            case .full:
                throw StoreError(.full, what, at: path, fix: "Free space on its disk")
            case .other:
                throw StoreError(.cannotOpen, what, at: path, fix: "Check the path of the data folder")
            }
        }
    }

    /// Refuses another program's database before anything is written to it.
    static func refuseForeign(path: String, busyTimeout_ms: Int) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(busyTimeout_ms) / 1000)
        try DatabaseQueue(path: path, configuration: configuration).read { database in
            let mark = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            if mark == SQLiteLimits.applicationID { return }
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            guard mark == 0, tables == 0 else {
                throw StoreError(
                    .notADatabase, "is an SQLite database of another program", at: path,
                    fix: "Check the path of the data folder")
            }
        }
    }

    /// Marks the file as Dunlin's.
    static func claim(_ database: Database) throws {
        let mark = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard mark != SQLiteLimits.applicationID else { return }
        try database.execute(sql: "PRAGMA application_id = \(SQLiteLimits.applicationID)")
    }

    /// Reads the first row of every table. SQLite itself compares the file's length with its header: most damage (a file
    /// cut short, pages overwritten) is found at open, without reading the whole file.
    static func checkPages(_ database: Database) throws {
        let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        for table in tables where !table.hasPrefix("sqlite_") {
            _ = try Row.fetchOne(database, sql: "SELECT * FROM \"\(table)\" LIMIT 1")
        }
    }

    /// Brings everything into the one file, which nobody has open: no log lies beside it afterwards.
    static func gather(path: String) throws {
        do {
            let file = try DatabaseQueue(path: path)
            let mode = try file.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
            try file.close()
            guard mode == "delete" else {
                throw StoreError(.locked, "somebody has it open", at: path, fix: "Leave it alone, and try again")
            }
        } catch let error as DatabaseError {
            throw StoreError.sqlite(
                code: error.extendedResultCode.rawValue, message: error.message ?? "", path: path)
        }
    }
}
