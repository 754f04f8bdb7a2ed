internal import Dispatch
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// Copies the log home beside the writer, instead of in the middle of some commit of its.
///
/// Copying needs no lock that a writer wants; only beginning the log anew does, for the last few pages. A log that readers
/// keep from being begun anew grows until they end; the next try comes after as many pages again.
@safe final class SQLiteCheckpoints: Sendable {
    private struct State {
        var isUnderWay = false
        /// Pages in the log at which it is copied next.
        var next_pages = SQLiteLimits.checkpoint_pages
    }

    private let connection: DatabaseQueue
    private let queue = DispatchQueue(label: "dunlin.store.checkpoint")
    private let state = Mutex(State())

    /// A connection of its own to the file at `path`, whose writer is made already.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "dunlin.store.checkpoint"
        configuration.busyMode = .timeout(Double(SQLiteLimits.checkpointWait_ms) / 1000)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA journal_size_limit = \(SQLiteLimits.journal_bytes)")
        }
        connection = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// From now on hears of every commit of this connection, which must end before it.
    func watch(_ writer: Database) {
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe sqlite3_wal_hook(
            writer.sqliteConnection,
            { me, _, _, pages in
                guard let me = unsafe me else { return SQLITE_OK }
                unsafe Unmanaged<SQLiteCheckpoints>.fromOpaque(me).takeUnretainedValue().committed(
                    log_pages: Int(pages))
                return SQLITE_OK
            }, me)
    }

    /// Waits for what is under way, and begins nothing more.
    func close() throws {
        state.withLock { $0.isUnderWay = true }
        queue.sync {}
        try connection.close()
    }

    private func committed(log_pages: Int) {
        let isTime = state.withLock { state in
            // The log was begun anew.
            if log_pages + SQLiteLimits.checkpoint_pages < state.next_pages {
                state.next_pages = SQLiteLimits.checkpoint_pages
            }
            guard log_pages >= state.next_pages, !state.isUnderWay else { return false }
            state.isUnderWay = true
            state.next_pages = log_pages + SQLiteLimits.checkpoint_pages
            return true
        }
        guard isTime else { return }
        queue.async { [self] in
            checkpoint()
            state.withLock { $0.isUnderWay = false }
        }
    }

    /// What fails here stays in the log, which every reader knows; the next commit's own error tells the operator.
    private func checkpoint() {
        connection.inDatabase { database in
            for mode in [SQLITE_CHECKPOINT_PASSIVE, SQLITE_CHECKPOINT_RESTART] {
                guard unsafe sqlite3_wal_checkpoint_v2(database.sqliteConnection, nil, mode, nil, nil) == SQLITE_OK
                else { return }
            }
        }
    }
}
