package import CivilTime
internal import Evidence

/// The change to a new master key, while every node goes on: what the old one wrapped is wrapped anew, and hashes are
/// carried over, in batches that may be interrupted anywhere and run again.
///
/// 1. `begin` makes the new generation the current one, in one transaction: from its commit on everything is written
///    with it, by every node that has the new key; a node that has not refuses to write (`masterKeyBehind`).
/// 2. `run` waits for the transactions that began before, then rewrites table by table. Meanwhile both forms of a hash
///    are looked for.
/// 3. `retire` makes sure that nothing is left of the old one.
package struct KeyRotation: Sendable {
    /// The name under which rotations exclude each other.
    static let duty = "keys"
    /// Rows in one transaction: some milliseconds, for others wait for it on SQLite.
    package static let rows = 500

    package struct Progress: Sendable, Hashable {
        /// The table in hand.
        package var table: String
        /// The key up to which it is rewritten, and the last one.
        package var position: Int64
        package var end: Int64
    }

    private let database: any SQLDatabase
    private let vault: Vault
    private let clock: LawClock
    private let rows: Int

    /// - Parameter database: one that follows its keys (`KeyedDatabase`).
    package init(database: any SQLDatabase, vault: Vault, clock: LawClock, rows: Int = rows) {
        self.database = database
        self.vault = vault
        self.clock = clock
        self.rows = rows
    }

    /// Makes the one given master that the database does not know the current one; goes on with a rotation that is under
    /// way. Returns the state that follows.
    package func begin() async throws -> KeyState {
        let (vault, now) = (vault, clock.now())
        return try await database.write { session in
            try session.lock([.duty(Self.duty)], .exclusive)
            guard let state = try KeyState.read(in: session) else {
                throw StoreError(.unreadableRow, "key_state is missing", at: "setting.key_state")
            }
            if state.isRotating { return state }
            guard state.current < KeyState.lastGeneration else {
                throw StoreError(.statement, "no generation comes after \(state.current)", at: "master_key")
            }
            let (known, new) = try Self.masters(vault.masters.load(), in: session)
            let next = KeyState(current: state.current + 1, before: state.current)
            let wrapper = (generation: next.current, key: new.derived(MasterKey.wrappingUse))
            let wrapping = known.mapValues { $0.derived(MasterKey.wrappingUse) }
            try StoreKeys.rewrap(wrapping, under: wrapper, random: vault.random, in: session)
            try StoreKeys.insert(next.current, under: wrapper, random: vault.random, in: session)
            try MasterRecord(generation: next.current, mark: new.mark, madeAt: now).insert(in: session)
            try session.run("DELETE FROM key_step")
            for step in RotationStep.allCases {
                try session.run(
                    "INSERT INTO key_step (name, position, is_done) VALUES (?, 0, 0)", [.text(step.rawValue)])
            }
            try next.write(in: session)
            try EvidenceLog.append(
                [.keys("rotation begun", generation: next.current, at: now)], in: session, vault: vault,
                random: vault.random)
            return next
        }
    }

    /// Rewrites what is left, and ends the rotation. Does nothing when none is under way. What `progress` throws stops it
    /// after a batch.
    package func run(_ progress: @Sendable (Progress) throws -> Void = { _ in }) async throws {
        guard let state = try await database.read({ try KeyState.read(in: $0) }), let before = state.before else {
            return
        }
        // Whoever wrote with the old generation has ended when this has begun.
        try await database.write { try $0.lock([.keys(generation: before)], .exclusive) }
        for step in RotationStep.allCases {
            while let next = try await batch(step) { try progress(next) }
        }
        let (vault, now) = (vault, clock.now())
        try await database.write { session in
            guard try KeyState.read(in: session) == state else { return }
            try KeyState(current: state.current).write(in: session)
            try EvidenceLog.append(
                [.keys("rotation ended", generation: state.current, at: now)], in: session, vault: vault,
                random: vault.random)
        }
    }

    /// One transaction of a step; nil when the step is done.
    private func batch(_ step: RotationStep) async throws -> Progress? {
        let (vault, rows) = (vault, rows)
        return try await database.write(repeatable: true) { session in
            try session.lock([.duty(Self.duty)], .exclusive)
            let at = try session.first(
                "SELECT position, is_done FROM key_step WHERE name = ?", [.text(step.rawValue)]
            ) { (position: $0.integer(0), isDone: $0.bool(1)) }
            guard let at, !at.isDone else { return nil }
            let end = try step.end(in: session)
            let position = try step.rewrite(after: at.position, rows: rows, in: session, vault: vault)
            try session.run(
                "UPDATE key_step SET position = ?, is_done = ? WHERE name = ?",
                [.integer(position ?? max(at.position, end)), .bool(position == nil), .text(step.rawValue)])
            return Progress(table: step.rawValue, position: position ?? max(at.position, end), end: end)
        }
    }

    /// The masters that the database knows, by generation, and the one that it does not.
    private static func masters(
        _ given: MasterKeys, in session: any SQLSession
    ) throws -> (known: [UInt8: MasterKey], new: MasterKey) {
        let records = try MasterRecord.all(in: session)
        var known: [UInt8: MasterKey] = [:]
        var unknown: [MasterKey] = []
        for one in given.given {
            if let record = records.first(where: { $0.mark == one.key.mark }) {
                known[record.generation] = one.key
            } else if !unknown.contains(where: { $0.mark == one.key.mark }) {
                unknown.append(one.key)
            }
        }
        guard let new = unknown.first else {
            throw StoreError(
                .masterKeyMissing, "no new master key is given", at: "master key",
                fix: "Give it beside the old one, by file or \(MasterKey.variable)")
        }
        guard unknown.count == 1 else {
            throw StoreError(
                .masterKeyInvalid, "\(unknown.count) master keys are given that this database does not know",
                at: "master key", fix: "Give one of them only")
        }
        return (known, new)
    }
}

extension LeafDraft {
    /// What was done to the master keys. Nothing of a person.
    static func keys(_ act: String, generation: UInt8, at now: Instant) -> LeafDraft {
        LeafDraft(
            kind: .keys, borrower: nil, at: now,
            content: [("act", .text(act)), ("generation", .integer(Int64(generation)))])
    }
}
