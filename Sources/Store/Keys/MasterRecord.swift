package import CivilTime

/// A generation of the master key as the database knows it: by a mark that tells nothing of the key. Table `master_key`.
package struct MasterRecord: Sendable, Hashable {
    package var generation: UInt8
    /// Held against the keys that are given.
    package var mark: String
    /// The epoch for one made before generations were counted.
    package var madeAt: Instant
    /// Since when nothing is wrapped with it; nil while something may be.
    package var retiredAt: Instant?

    /// The oldest first.
    package static func all(in session: any SQLSession) throws -> [MasterRecord] {
        try session.rows("SELECT generation, mark, made_ms, retired_ms FROM master_key ORDER BY generation") {
            MasterRecord(
                generation: UInt8(truncatingIfNeeded: $0.integer(0)), mark: $0.text(1), madeAt: $0.instant(2),
                retiredAt: $0.optionalInstant(3))
        }
    }

    func insert(in session: any SQLSession) throws {
        try session.run(
            "INSERT INTO master_key (generation, mark, made_ms) VALUES (?, ?, ?)",
            [.integer(Int(generation)), .text(mark), .instant(madeAt)])
    }

    /// Marks every generation before `current` as retired; returns those that it retired now.
    static func retire(before current: UInt8, at now: Instant, in session: any SQLSession) throws -> [UInt8] {
        let open = try all(in: session).filter { $0.generation < current && $0.retiredAt == nil }.map(\.generation)
        try session.run(
            "UPDATE master_key SET retired_ms = ? WHERE generation < ? AND retired_ms IS NULL",
            [.instant(now), .integer(Int(current))])
        return open
    }
}
