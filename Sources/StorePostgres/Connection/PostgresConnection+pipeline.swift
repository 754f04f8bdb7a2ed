internal import CLibPQ
internal import Store

/// Queueing statements, and collecting their answers.
extension PostgresConnection {
    /// Queues one statement with its values; prepares it when it is new.
    func queue(_ sql: String, _ parameters: [SQLValue]) throws(StoreError) {
        let statement = prepared.translated(sql)
        guard statement.parameters == parameters.count else { throw wrongCount(parameters.count, of: statement) }
        let types = parameters.map(ValueType.number(of:))
        values.removeAll()
        for parameter in parameters { values.append(parameter) }
        try execute(sql, types)
    }

    /// Queues one statement for many rows of values.
    func queueMany(_ sql: String, _ rows: [[SQLValue]]) throws(StoreError) {
        let statement = prepared.translated(sql)
        for row in rows where row.count != statement.parameters { throw wrongCount(row.count, of: statement) }
        guard rows.count > 1, let bulk = prepared.bulk(sql), bulk.fits(rows), let columns = ValueType.ofColumns(rows),
            let text = bulk.statement(columns)
        else {
            for row in rows {
                try queue(sql, row)
                try settleIfMuch()
            }
            return
        }
        let types = columns.compactMap { $0?.array }
        var start = 0
        while start < rows.count {
            let chunk = rows[start..<min(start + PostgresLimits.bulkRows, rows.count)]
            values.removeAll()
            for (column, type) in columns.enumerated() {
                if let type { values.append(array: chunk.lazy.map { $0[column] }, of: type) }
            }
            try execute(text, types)
            try settleIfMuch()
            start = chunk.endIndex
        }
        // The server works on them while more is made ready here.
        try flushSome()
    }

    /// Queues a statement that has no values and is not worth preparing.
    func queuePlain(_ sql: String, isIgnored: Bool = false) throws(StoreError) {
        try sendPlain(sql)
        expected.append(isIgnored ? .ignored : .statement)
        queuedStatements += 1
    }

    private func execute(_ sql: String, _ types: [UInt32]) throws(StoreError) {
        let statement: PreparedStatement
        if let known = prepared.find(sql, types: types) {
            statement = known
        } else {
            if let old = prepared.evict() { try queuePlain("DEALLOCATE \(old.name)", isIgnored: true) }
            let text = prepared.translated(sql).text
            statement = prepared.add(sql, types: types)
            try sendPrepare(statement, text)
            expected.append(.preparation(statement, of: sql))
        }
        try sendExecute(statement.name)
        expected.append(.statement)
        queuedStatements += 1
        queuedBytes += values.byteCount
    }

    /// Collects what was put off when there is much of it: both sides hold a bounded part.
    func settleIfMuch() throws(StoreError) {
        let isMuch =
            queuedStatements >= PostgresLimits.putOffStatements || queuedBytes >= PostgresLimits.putOffBytes
        if isMuch { try settle() }
    }

    /// Sends what is queued and returns the answer of the last statement. Throws the first error.
    @discardableResult
    func settle() throws(StoreError) -> PostgresResult? { try settle(last: 1).last }

    /// Sends what is queued and returns the answers of the last `count` statements. Throws the first error.
    func settle(last count: Int) throws(StoreError) -> [PostgresResult] {
        try sendSync()
        expected.append(.sync)
        try flush()
        queuedStatements = 0
        queuedBytes = 0
        var answers = Answers(
            wanted: count, statements: expected.count { if case .statement = $0 { true } else { false } })
        do {
            try collect(&answers)
        } catch {
            // What failed before the connection ended says more: nothing behind it was done.
            throw answers.failure ?? error
        }
        if let failure = answers.failure { throw failure }
        return answers.last
    }

    private struct Answers {
        let wanted: Int
        /// Statements whose answers are still to come.
        var statements: Int
        var last: [PostgresResult] = []
        var failure: StoreError?

        mutating func add(_ result: PostgresResult?) {
            if statements <= wanted, let result { last.append(result) }
            statements -= 1
        }
    }

    private func collect(_ answers: inout Answers) throws(StoreError) {
        for next in expected {
            if case .sync = next {
                // It has one result, and no end of its own.
                _ = try nextResult()
                continue
            }
            let result = try answered()
            let error = result.flatMap { self.error(in: $0) }
            switch next {
            case .preparation(let statement, let sql) where error != nil || result?.status != PGRES_COMMAND_OK:
                prepared.remove(sql, statement)
                answers.failure = answers.failure ?? error
            case .statement:
                answers.failure = answers.failure ?? error
                answers.add(result)
            default: break
            }
            if isBroken { throw error ?? lost() }
        }
        expected.removeAll(keepingCapacity: true)
        provenAt = .now
    }

    /// Sends what is queued without waiting for the answer, which is read before the next.
    func sendOff() throws(StoreError) {
        try sendSync()
        expected.append(.sync)
        queuedStatements = 0
        queuedBytes = 0
        try flushSome()
    }

    /// Tells wakes to those who listen, without waiting: a wake may be lost. Outside the transaction, because PostgreSQL
    /// lets transactions that notify commit only one after another.
    func tell(_ wakes: Set<Wake>, node: String) {
        guard !wakes.isEmpty else { return }
        do throws(StoreError) {
            for wake in wakes {
                try queuePlain("NOTIFY \(PostgresLimits.channel), '\(wake.rawValue) \(node)'", isIgnored: true)
            }
            try sendOff()
        } catch {
            breakOff()
        }
    }

    /// The result of one statement, up to its end.
    private func answered() throws(StoreError) -> PostgresResult? {
        var first: PostgresResult?
        while let result = try nextResult() {
            if first == nil { first = result }
            // The server's last word before it ends the connection.
            if isFatal(result) { return first }
        }
        return first
    }

    private func isFatal(_ result: PostgresResult) -> Bool {
        guard result.status == PGRES_FATAL_ERROR else { return false }
        // A result without a severity libpq made itself, when the connection ended.
        let severity = result.errorField(ErrorField.severity)
        return severity == nil || severity == "FATAL" || severity == "PANIC"
    }

    private func error(in result: PostgresResult) -> StoreError? {
        guard result.status == PGRES_FATAL_ERROR || result.status == PGRES_BAD_RESPONSE else { return nil }
        if isFatal(result) { breakOff() }
        brokenConstraint = result.errorField(ErrorField.constraint)
        return StoreError.postgres(result, place: address.place)
    }

    private func wrongCount(_ count: Int, of statement: PostgresStatement) -> StoreError {
        StoreError(
            .statement, "the statement takes \(statement.parameters) values, not \(count)", at: address.place)
    }
}

extension ValueType {
    /// The type of each column of rows of equal length; nil for one that is null in all. No answer when rows differ.
    static func ofColumns(_ rows: [[SQLValue]]) -> [ValueType?]? {
        guard let first = rows.first else { return nil }
        var columns = first.map { ValueType($0) }
        for row in rows.dropFirst() {
            for index in columns.indices {
                guard let type = ValueType(row[index]) else { continue }
                if columns[index] == nil { columns[index] = type } else if columns[index] != type { return nil }
            }
        }
        return columns
    }
}
