internal import CivilTime
internal import Crypto

extension Vault {
    /// The vault of a migrated database. The first time makes its keys under the master that is given; later a master that
    /// is lost or wrong is told at once, by its generation.
    package static func open(
        _ database: any SQLDatabase, masters: MasterSource, random: RandomSource
    ) async throws -> Vault {
        let given = try masters.load()
        if try await database.read({ try KeyState.read(in: $0) }) == nil {
            try await database.write { try begin(given, in: $0, random: random) }
        }
        let ring = try await database.read { session in
            guard let state = try KeyState.read(in: session) else {
                throw StoreError(.unreadableRow, "key_state is missing", at: "setting.key_state")
            }
            return try KeyRing(state, masters: known(given, for: state, in: session), in: session)
        }
        return Vault(ring, masters: masters, random: random)
    }

    package static func open(
        _ database: any SQLDatabase, master: MasterKey, random: RandomSource
    ) async throws -> Vault {
        try await open(database, masters: MasterSource(MasterKeys(master)), random: random)
    }

    /// Whether a migrated database was made with some master key already: then no other may be made for it.
    package static func hasMaster(_ database: any SQLDatabase) async throws -> Bool {
        try await database.read { try !MasterRecord.all(in: $0).isEmpty }
    }

    /// Loads the keys anew when the database is in another state than this process knows. Writers call `enter`.
    func follow(_ session: any SQLSession) throws {
        guard let text = try session.text(KeyState.readSQL), text != ring.state.description else { return }
        let state = try KeyState(text: text)
        take(try KeyRing(state, masters: Self.known(masters.load(), for: state, in: session), in: session))
    }

    /// Follows the database, and makes sure that nothing is wrapped or hashed with a generation that a rotation has left:
    /// a rotation waits for those who entered before it began, and begins its work only then.
    func enter(_ session: any SQLSession) throws {
        var locked: UInt8?
        repeat {
            let generation = ring.state.current
            // Another generation was current when this was asked for: the next one is locked too.
            try session.lock([.keys(generation: generation)], .shared)
            locked = generation
            try follow(session)
        } while locked != ring.state.current
    }

    /// The masters that belong to the database, by generation. Throws when one that is needed was not given.
    private static func known(
        _ given: MasterKeys, for state: KeyState, in session: any SQLSession
    ) throws -> [UInt8: MasterKey] {
        let records = try MasterRecord.all(in: session)
        var known: [UInt8: MasterKey] = [:]
        for record in records {
            known[record.generation] = given.given.first { $0.key.mark == record.mark }?.key
        }
        for needed in [state.current, state.before].compactMap({ $0 }) where known[needed] == nil {
            throw missing(needed, state, known: known.keys.sorted(), of: given.given.count)
        }
        return known
    }

    private static func missing(_ needed: UInt8, _ state: KeyState, known: [UInt8], of count: Int) -> StoreError {
        let fix = "Give the right key, by file or \(MasterKey.variable)"
        if needed == state.before {
            return StoreError(
                .masterKeyMissing,
                "generation \(needed) of the master key is missing: a rotation to generation \(state.current) is under "
                    + "way, and keys are still wrapped with the old one", at: "master key",
                fix: "Give it beside the new one, and end the rotation with dunlin keys rotate")
        }
        if let older = known.last {
            return StoreError(
                .masterKeyBehind,
                "the keys were rotated to generation \(needed) of the master key; the one given is generation \(older)",
                at: "master key", fix: fix)
        }
        let what =
            count == 1
            ? "the master key is not the one that this database was made with"
            : "none of the \(count) master keys is the one that this database was made with"
        return StoreError(
            .wrongMasterKey, what + " (generation \(needed) is needed)", at: "master key", fix: fix)
    }

    /// Makes the keys of generation 1. A store of an earlier version keeps those that it derived from its master.
    private static func begin(_ given: MasterKeys, in session: any SQLSession, random: RandomSource) throws {
        // Another process may have been first.
        try session.lock([.duty(KeyRotation.duty)], .exclusive)
        guard try KeyState.read(in: session) == nil else { return }
        let master: MasterKey
        var derived: [StoreKeys.Use: SymmetricKey] = [:]
        if let record = try MasterRecord.all(in: session).first {
            guard let mine = given.given.first(where: { $0.key.mark == record.mark }) else {
                throw missing(1, KeyState(current: 1), known: [], of: given.given.count)
            }
            master = mine.key
            for use in StoreKeys.Use.allCases { derived[use] = master.derived(use.rawValue) }
        } else {
            // The one that was given last is the one that stays.
            guard let newest = given.given.last else { throw MasterKey.missing(file: MasterKey.variable) }
            master = newest.key
            try MasterRecord(generation: 1, mark: master.mark, madeAt: Instant(milliseconds: session.clock_ms()))
                .insert(in: session)
        }
        try StoreKeys.insert(
            1, derived, under: (1, master.derived(MasterKey.wrappingUse)), random: random, in: session)
        try KeyState(current: 1).write(in: session)
    }
}
