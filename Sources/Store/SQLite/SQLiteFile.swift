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
}
