/// A statement as the server keeps it prepared, for one combination of parameter types.
final class PreparedStatement {
    let name: String
    /// Of each parameter; 0 where the server chose, because the value was null.
    let types: [UInt32]
    fileprivate(set) var lastUse: UInt64 = 0

    fileprivate init(name: String, types: [UInt32]) {
        self.name = name
        self.types = types
    }

    /// Whether values of these types fit; 0 stands for null, which fits any.
    fileprivate func fits(_ values: [UInt32]) -> Bool {
        guard values.count == types.count else { return false }
        for index in values.indices where values[index] != 0 && values[index] != types[index] { return false }
        return true
    }
}

/// What a connection has prepared, and the translations beside it. Bounded: the statement unused for longest goes first.
struct PreparedStatements {
    private struct Known {
        let statement: PostgresStatement
        let bulk: BulkStatement?
        var prepared: [PreparedStatement] = []
        var lastUse: UInt64 = 0
    }

    private var known: [String: Known] = [:]
    private let limit: Int
    private var named = 0
    private var uses: UInt64 = 0
    private(set) var count = 0

    init(limit: Int) { self.limit = limit }

    /// The statement in PostgreSQL's words.
    mutating func translated(_ sql: String) -> PostgresStatement { entry(sql).statement }

    mutating func bulk(_ sql: String) -> BulkStatement? { entry(sql).bulk }

    /// The one prepared for values of these types (0 for null); nil when `add` has to make it.
    mutating func find(_ sql: String, types: [UInt32]) -> PreparedStatement? {
        guard let prepared = known[sql]?.prepared.first(where: { $0.fits(types) }) else { return nil }
        uses += 1
        prepared.lastUse = uses
        return prepared
    }

    /// A new one. A null takes the type that the parameter last had, so that few are made.
    mutating func add(_ sql: String, types: [UInt32]) -> PreparedStatement {
        let earlier = known[sql]?.prepared.last?.types
        let merged = types.enumerated().map { index, type in
            type != 0 ? type : earlier.map { index < $0.count ? $0[index] : 0 } ?? 0
        }
        named += 1
        let prepared = PreparedStatement(name: "d\(named)", types: merged)
        uses += 1
        prepared.lastUse = uses
        _ = entry(sql)
        known[sql]?.prepared.append(prepared)
        count += 1
        return prepared
    }

    /// Forgets one that the server did not take.
    mutating func remove(_ sql: String, _ prepared: PreparedStatement) {
        guard let index = known[sql]?.prepared.firstIndex(where: { $0 === prepared }) else { return }
        known[sql]?.prepared.remove(at: index)
        count -= 1
    }

    /// The one that has to go before another comes; forgotten here, to be deallocated by the caller.
    mutating func evict() -> PreparedStatement? {
        guard count >= limit else { return nil }
        let oldest = known.lazy.flatMap { sql, known in known.prepared.map { (sql: sql, prepared: $0) } }
            .min { $0.prepared.lastUse < $1.prepared.lastUse }
        guard let oldest else { return nil }
        remove(oldest.sql, oldest.prepared)
        if known[oldest.sql]?.prepared.isEmpty == true { known[oldest.sql] = nil }
        return oldest.prepared
    }

    private mutating func entry(_ sql: String) -> Known {
        if let known = known[sql] { return known }
        // Texts that were only translated are worth nothing to keep.
        if known.count > 2 * limit { known = known.filter { !$0.value.prepared.isEmpty } }
        let made = Known(statement: PostgresStatement(sql), bulk: BulkStatement(sql))
        known[sql] = made
        return made
    }
}
