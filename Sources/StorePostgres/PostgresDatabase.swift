package import Store

/// The engine that several nodes share: a PostgreSQL server, over libpq.
///
/// Transactions that write run side by side at READ COMMITTED, those that read at REPEATABLE READ, read only. Every
/// commit is on the server's disk when `write` returns.
package final class PostgresDatabase: SQLDatabase {
    package var engine: SQLEngine { .postgres }
    /// `postgres://host:port/database`: what may be shown of the URL.
    package var place: String { address.place }

    private let address: PostgresAddress
    private let settings: PostgresSettings
    private let writers: ConnectionPool
    private let readers: ConnectionPool
    private let side: SideConnection
    private let hub = WakeHub()
    private let listener: WakeListener
    private let node: String

    /// Connects to the server at once, so that what is wrong with the URL, the user or the database is told here.
    package init(url: String, settings: PostgresSettings = PostgresSettings()) throws {
        address = try PostgresAddress(url: url)
        self.settings = settings
        side = try SideConnection(address, settings)
        writers = ConnectionPool(address, settings, limit: settings.writers)
        readers = ConnectionPool(address, settings, limit: settings.readers)
        node = try side.nodeName()
        listener = WakeListener(address, settings, hub: hub, node: node)
    }

    deinit {
        listener.close()
        hub.finish()
        writers.abandon()
        readers.abandon()
        side.close()
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        try await readers.run(isCancellable: true) { [side] connection in
            let session = PostgresSession(
                connection, begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", side: side)
            do {
                let value = try body(session)
                try session.endReading()
                return value
            } catch {
                session.rollback()
                throw error
            }
        }
    }

    @discardableResult package func write<Value: Sendable>(
        repeatable: Bool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        var wait_ms = settings.firstWait_ms
        for left in (0...max(0, settings.repeats)).reversed() {
            let ending = try await writers.run(isCancellable: false) { [side, node] connection in
                Self.transaction(on: connection, side, node: node, body)
            }
            switch ending {
            case .done(let value, let wakes):
                hub.tell(wakes)
                return value
            case .failed(let error, let mayRepeat, let jitter):
                guard repeatable, mayRepeat, left > 0 else { throw error }
                // Two that waited for each other must not meet again.
                do { try await Task.sleep(for: .milliseconds(wait_ms / 2 + jitter % max(1, wait_ms))) } catch { break }
                wait_ms *= 2
            }
        }
        throw StoreError(.undone, "the transaction was not run", at: address.place)
    }

    /// Those of this process, and of every other that uses the database.
    package func wakes() -> AsyncStream<Wake> {
        let stream = hub.stream()
        listener.start()
        return stream
    }

    /// Waits for the transactions that run, and ends every connection.
    package func close() throws {
        listener.close()
        hub.finish()
        writers.close()
        readers.close()
        side.close()
    }

    private enum Ending<Value: Sendable>: Sendable {
        case done(Value, Set<Wake>)
        /// `jitter`: some number, another on every connection.
        case failed(any Error, mayRepeat: Bool, jitter: Int)
    }

    private static func transaction<Value>(
        on connection: PostgresConnection, _ side: SideConnection, node: String,
        _ body: (any SQLSession) throws -> Value
    ) -> Ending<Value> {
        let session = PostgresSession(connection, begin: "BEGIN ISOLATION LEVEL READ COMMITTED", side: side)
        do {
            let value = try body(session)
            try session.commit()
            connection.tell(session.wakes, node: node)
            return .done(value, session.wakes)
        } catch {
            let code = session.failure?.code
            session.rollback()
            return .failed(
                error, mayRepeat: code == .undone || code == .unreachable,
                jitter: Int(connection.backend) &* 7919 & 0xFFFF)
        }
    }
}
