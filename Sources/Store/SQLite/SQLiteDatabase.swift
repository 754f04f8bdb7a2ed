internal import CSQLite
internal import GRDB

/// The embedded engine: one SQLite file in WAL mode, one writer, several readers, every commit on disk.
///
/// The writer and each reader have a connection and a serial queue of their own, so callers suspend instead of blocking.
/// Several processes may open one file; a writer waits for another's for five seconds, then says `locked`.
package final class SQLiteDatabase: SQLDatabase {
    package let path: String
    package var engine: SQLEngine { .sqlite }
    private let hub = WakeHub()
    private let pool: DatabasePool
    private let checkpoints: SQLiteCheckpoints

    /// Opens the file at `path`, or makes it, readable by its owner only. The folder must exist.
    package convenience init(path: String) throws {
        try self.init(path: path, busyTimeout_ms: SQLiteLimits.busyTimeout_ms)
    }

    init(path: String, busyTimeout_ms: Int) throws {
        self.path = path
        try SQLiteFile.prepare(path: path)
        do {
            pool = try Self.open(path: path, busyTimeout_ms: busyTimeout_ms)
            checkpoints = try SQLiteCheckpoints(path: path)
            pool.writeWithoutTransaction { [checkpoints] in checkpoints.watch($0) }
        } catch let error as DatabaseError {
            throw Self.storeError(error, path: path)
        }
    }

    /// Once a process, before its first connection. Refused when another part of the program was there before, which
    /// costs speed only.
    private static let library: Void = { _ = dunlin_sqlite_leave_memory_uncounted() }()

    private static func open(path: String, busyTimeout_ms: Int) throws -> DatabasePool {
        library
        try SQLiteFile.refuseForeign(path: path, busyTimeout_ms: busyTimeout_ms)
        var configuration = Configuration()
        configuration.label = "dunlin.store"
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = SQLiteLimits.readers
        configuration.busyMode = .timeout(Double(busyTimeout_ms) / 1000)
        configuration.prepareDatabase { database in
            let reads = database.configuration.readonly
            let cache = reads ? SQLiteLimits.readerCache_KiB : SQLiteLimits.writerCache_KiB
            try database.execute(sql: "PRAGMA cache_size = -\(cache)")
            if !reads {
                try database.execute(sql: "PRAGMA journal_size_limit = \(SQLiteLimits.journal_bytes)")
                // What is deleted is overwritten, also inside pages and in pages that become free: a destroyed key must
                // not stand in the file.
                try database.execute(sql: "PRAGMA secure_delete = ON")
            }
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            // GRDB leaves a WAL database at NORMAL, which may lose the last commits when the power fails.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try SQLiteFile.claim(database)
            try SQLiteFile.checkPages(database)
        }
        return pool
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let path = path
        return try await onReader { database in
            let session = try SQLiteSession(database, path: path)
            let value = try body(session)
            try session.end()
            return value
        }
    }

    @discardableResult package func write<Value: Sendable>(
        repeatable: Bool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            pool.asyncWriteWithoutTransaction { [path, hub] database in
                continuation.resume(with: Result { try Self.transaction(on: database, path: path, hub, body) })
            }
        }
    }

    package func check() async throws { try await check(isThorough: false) }

    /// Reads the whole file: see `SQLiteCheck`. Beside writers, who need not wait.
    func check(isThorough: Bool) async throws {
        let path = path
        try await onReader { database in
            guard let fault = try SQLiteCheck.firstFault(in: database, isThorough: isThorough) else { return }
            throw StoreError.damaged(fault, path: path)
        }
    }

    /// Copies the file as it stands at one moment, page by page, to a file that is not there yet. Writers go on beside it;
    /// the write-ahead log grows until it is done. `progress`: pages copied, and all of them.
    package func copy(
        to target: String, progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void
    ) async throws {
        try SQLiteFile.prepare(path: target)
        try await onReader { database in
            // The moment: what is read from here on is what was committed by now.
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
            let copy = try DatabaseQueue(path: target)
            try copy.inDatabase { copy in
                try database.backup(to: copy, pagesPerStep: SQLiteLimits.pagesOfACopy) {
                    progress(Int64($0.completedPageCount), Int64($0.totalPageCount))
                }
            }
            try copy.close()
        }
    }

    private func onReader<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            pool.asyncRead { [path] access in
                continuation.resume(
                    with: Result {
                        do { return try body(try access.get()) } catch let error as DatabaseError {
                            throw Self.storeError(error, path: path)
                        }
                    })
            }
        }
    }

    /// Those of this process: other processes look for themselves.
    package func wakes() -> AsyncStream<Wake> { hub.stream() }

    /// Empties the write-ahead log, which holds pages as they were. A file that an earlier version wrote is written anew
    /// first, once: that version left in it what it deleted.
    package func forgetDeleted() async throws -> Bool {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Bool, any Error>) in
            pool.asyncWriteWithoutTransaction { [path] database in
                continuation.resume(
                    with: Result {
                        do {
                            return try Self.forgetDeleted(database)
                        } catch let error as DatabaseError {
                            throw Self.storeError(error, path: path)
                        }
                    })
            }
        }
    }

    private static func forgetDeleted(_ database: Database) throws -> Bool {
        let mark = "SELECT 1 FROM setting WHERE key = 'unscrubbed'"
        if try Int.fetchOne(database, sql: mark) != nil {
            try database.execute(sql: "VACUUM")
            try database.execute(sql: "DELETE FROM setting WHERE key = 'unscrubbed'")
        }
        let isBusy = try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return isBusy == 0
    }

    /// Closes every connection; waits for the transactions that run. Copies the log home first, so that the file is whole
    /// by itself (a database not closed is whole with its log).
    package func close() throws {
        do {
            try checkpoints.close()
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try pool.close()
        } catch let error as DatabaseError {
            throw Self.storeError(error, path: path)
        }
    }

    private static func transaction<Value>(
        on database: Database, path: String, _ hub: WakeHub, _ body: (any SQLSession) throws -> Value
    ) throws -> Value {
        let session = try SQLiteSession(database, path: path)
        do {
            try database.beginTransaction(.immediate)
            do {
                let value = try body(session)
                try session.end()
                try database.commit()
                hub.tell(session.wakes)
                return value
            } catch {
                try database.rollback()
                throw error
            }
        } catch let error as DatabaseError {
            throw storeError(error, path: path)
        }
    }

    private static func storeError(_ error: DatabaseError, path: String) -> StoreError {
        .sqlite(code: error.extendedResultCode.rawValue, message: error.message ?? "", path: path)
    }
}
