internal import CLibPQ
internal import Store

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// One connection to the server, in libpq's pipeline mode: statements are queued, and sent together with the next one
/// that answers. Used by one thread at a time.
///
/// libpq does not block here: sending goes on while answers are read, so that two full sockets cannot wait for each
/// other.
@safe final class PostgresConnection {
    /// What the server will answer next, in the order of what was queued.
    enum Expected {
        /// A statement; its failure fails the transaction.
        case statement
        /// A statement whose failure nobody minds.
        case ignored
        case preparation(PreparedStatement, of: String)
        /// The end of what was sent together.
        case sync
    }

    let address: PostgresAddress
    let settings: PostgresSettings
    private let handle: OpaquePointer
    /// Nothing more can be done with it.
    private(set) var isBroken = false
    var prepared: PreparedStatements
    let values = ParameterBuffer()
    var expected: [Expected] = []
    /// Statements and bytes queued since answers were last collected.
    var queuedStatements = 0
    var queuedBytes = 0
    /// The constraint of the last error that broke one.
    var brokenConstraint: String?
    /// When it last proved to live, on the monotonic clock.
    var provenAt = ContinuousClock.now

    /// Connects, checks the server, and sets the limits of `settings`. Throws what keeps it from that.
    init(_ address: PostgresAddress, _ settings: PostgresSettings) throws(StoreError) {
        self.address = address
        self.settings = settings
        prepared = PreparedStatements(limit: settings.preparedStatements)
        let made = unsafe Self.open(address, settings)
        guard let handle = unsafe made else {
            throw StoreError(.unreachable, "no memory to connect", at: address.place)
        }
        unsafe self.handle = handle
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            isBroken = true
            let message = unsafe String(cString: PQerrorMessage(handle))
            throw StoreError.connecting(message, place: address.place)
        }
        // Notices may speak of rows; nobody reads them.
        unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
        try checkServer()
        guard unsafe PQsetnonblocking(handle, 1) == 0, unsafe PQenterPipelineMode(handle) == 1 else {
            throw lost("does not take pipeline mode")
        }
        try settle()
    }

    deinit { unsafe PQfinish(handle) }

    /// The server's number for this connection.
    var backend: Int32 { unsafe PQbackendPID(handle) }

    private static func open(_ address: PostgresAddress, _ settings: PostgresSettings) -> OpaquePointer? {
        // What stands before `dbname` the URL may say otherwise; what stands behind it holds.
        let options = [
            "statement_timeout=\(settings.statement_ms)", "lock_timeout=\(settings.lock_ms)",
            "idle_in_transaction_session_timeout=\(settings.idleInTransaction_ms)",
            // Plans are made once and for every value; a table that was empty when its plan was made grows. So plans
            // seek by index wherever there is one, as on SQLite, and nothing is compiled for a statement.
            "plan_cache_mode=force_generic_plan", "enable_seqscan=off", "jit=off",
        ].map { "-c \($0)" }.joined(separator: " ")
        let parameters: [(String, String)] = [
            ("connect_timeout", String(settings.connect_s)), ("target_session_attrs", "read-write"),
            ("application_name", settings.applicationName), ("keepalives", "1"), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", String(settings.silence_ms)), ("dbname", address.url), ("client_encoding", "UTF8"),
            ("options", address.options.isEmpty ? options : address.options + " " + options),
        ]
        return unsafe withCStrings(parameters.map(\.0)) { keywords in
            unsafe withCStrings(parameters.map(\.1)) { values in unsafe PQconnectdbParams(keywords, values, 1) }
        }
    }

    private func checkServer() throws(StoreError) {
        let version = unsafe PQserverVersion(handle)
        guard version >= PostgresLimits.oldestServer else {
            throw StoreError(
                .cannotOpen, "is a PostgreSQL server of version \(version / 10_000)", at: address.place,
                fix: "Dunlin needs version \(PostgresLimits.oldestServer / 10_000) or later")
        }
        let encoding = unsafe PQparameterStatus(handle, "server_encoding").map { unsafe String(cString: $0) } ?? ""
        guard encoding == "UTF8" else {
            throw StoreError(
                .cannotOpen, "holds texts as \(encoding), not UTF8", at: address.place,
                fix: "Make the database anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0")
        }
    }

    // MARK: libpq, call by call

    /// The connection is of no use any more.
    func lost(_ what: String = "the connection to the server ended") -> StoreError {
        isBroken = true
        return StoreError(.unreachable, what, at: address.place, fix: "Check that the server runs and can be reached")
    }

    /// Marks the connection as one that the server has ended.
    func breakOff() { isBroken = true }

    func sendPrepare(_ prepared: PreparedStatement, _ sql: String) throws(StoreError) {
        guard !isBroken else { throw lost() }
        let sent = unsafe prepared.types.withUnsafeBufferPointer {
            unsafe PQsendPrepare(handle, prepared.name, sql, Int32($0.count), $0.baseAddress)
        }
        guard sent == 1 else { throw lost() }
    }

    /// Queues the prepared statement with the values in `values`.
    func sendExecute(_ name: String) throws(StoreError) {
        guard !isBroken else { throw lost() }
        let sent = unsafe values.withValues { count, pointers, lengths, formats in
            unsafe PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
    }

    /// Queues a statement without values that is not worth preparing.
    func sendPlain(_ sql: String) throws(StoreError) {
        guard !isBroken else { throw lost() }
        guard unsafe PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1) == 1 else { throw lost() }
    }

    /// Ends what is sent together, and begins to send it.
    func sendSync() throws(StoreError) {
        guard !isBroken, unsafe PQpipelineSync(handle) == 1 else { throw lost() }
    }

    /// Sends what the socket takes now.
    func flushSome() throws(StoreError) {
        guard unsafe PQflush(handle) >= 0 else { throw lost() }
    }

    /// Sends everything, and reads what comes meanwhile.
    func flush() throws(StoreError) {
        while true {
            let left = unsafe PQflush(handle)
            if left == 0 { return }
            guard left > 0 else { throw lost() }
            try wait(alsoToSend: true)
        }
    }

    /// The next result; nil at the end of a statement's. Throws when the connection ends, and `statement` for a result
    /// that is too big, after which the connection is broken off.
    func nextResult() throws(StoreError) -> PostgresResult? {
        var rounds = 0
        var received = 0
        while unsafe PQisBusy(handle) != 0 {
            rounds += 1
            // Most results come in a few pieces; only then is it worth to count.
            if rounds > 64 { received += bytesWaiting }
            guard received <= settings.result_bytes else { throw tooBig("more than \(settings.result_bytes) bytes") }
            try wait(alsoToSend: false)
        }
        guard let pointer = unsafe PQgetResult(handle) else {
            guard unsafe PQstatus(handle) == CONNECTION_OK else { throw lost() }
            return nil
        }
        let result = unsafe PostgresResult(pointer)
        guard result.byteCount <= settings.result_bytes, result.rowCount <= settings.result_rows else {
            throw tooBig("\(result.rowCount) rows, \(result.byteCount) bytes")
        }
        return result
    }

    private func tooBig(_ size: String) -> StoreError {
        isBroken = true
        return StoreError(
            .statement, "a result is too big to be held in memory (\(size)): read it in pages", at: address.place)
    }

    /// What the socket holds for us, as far as libpq reads it at once: 16 KiB.
    private var bytesWaiting: Int {
        var count: Int32 = 0
        guard unsafe ioctl(PQsocket(handle), UInt(FIONREAD), &count) == 0 else { return 0 }
        return min(Int(count), 16 * 1024)
    }

    /// Waits until the server has sent something (or takes something), and reads it.
    private func wait(alsoToSend: Bool) throws(StoreError) {
        let isEncrypted = unsafe PQsslInUse(handle) != 0
        if isEncrypted, !alsoToSend {
            // What TLS has decrypted already the socket does not show: at most one record of 16 KiB, taken in pieces of
            // 8 KiB at least.
            for _ in 0..<3 where unsafe PQisBusy(handle) != 0 {
                guard unsafe PQconsumeInput(handle) == 1 else { throw lost() }
            }
            guard unsafe PQisBusy(handle) != 0 else { return }
        }
        let events = alsoToSend ? POLLIN | POLLOUT : POLLIN
        var descriptor = unsafe pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        let patience = settings.statement_ms + settings.silence_ms
        // A record that came between the two looks is seen after a moment.
        let slice = isEncrypted ? 20 : patience
        var waited = 0
        while waited <= patience {
            let ready = unsafe poll(&descriptor, 1, Int32(slice))
            if ready < 0, errno == EINTR { continue }
            guard ready >= 0 else { throw lost() }
            if ready > 0 || isEncrypted {
                guard unsafe PQconsumeInput(handle) == 1 else { throw lost() }
                if unsafe ready > 0 || PQisBusy(handle) == 0 { return }
            }
            waited += slice
        }
        throw lost("the server has been silent for \(patience / 1000) seconds")
    }

    /// Waits for notifications and returns their texts; nil when `bell` is rung.
    func notifications(unless bell: Int32) throws(StoreError) -> [String]? {
        var descriptors = unsafe [
            pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        let ready = unsafe poll(&descriptors, 2, -1)
        guard ready >= 0 || errno == EINTR, unsafe PQconsumeInput(handle) == 1 else { throw lost() }
        guard descriptors[1].revents == 0 else { return nil }
        var texts: [String] = []
        while let notification = unsafe PQnotifies(handle) {
            if let text = unsafe notification.pointee.extra { unsafe texts.append(String(cString: text)) }
            unsafe PQfreemem(notification)
        }
        return texts
    }

    /// Whether an idle connection can be used: one that was idle for long is asked.
    func isTrusted(_ settings: PostgresSettings) -> Bool {
        guard looksAlive() else { return false }
        guard ContinuousClock.now - provenAt > .milliseconds(settings.trustIdleFor_ms) else { return true }
        do throws(StoreError) {
            try settle()
            return true
        } catch {
            return false
        }
    }

    /// Whether the server has ended an idle connection, as far as this end knows.
    private func looksAlive() -> Bool {
        guard !isBroken else { return false }
        var descriptor = unsafe pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        // What it has to say may be the answer to what nobody waited for, or the server's last word; the end of the
        // connection comes behind that.
        while unsafe poll(&descriptor, 1, 0) > 0 {
            guard unsafe PQconsumeInput(handle) == 1 else {
                isBroken = true
                return false
            }
        }
        return true
    }
}

/// Lends texts as the null-terminated list of C strings that libpq takes.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    let list = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
    return unsafe list.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
