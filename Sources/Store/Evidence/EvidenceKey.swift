package import Evidence

/// The log's signing key: an Ed25519 seed, sealed by the vault and kept in `setting`.
package enum EvidenceKey {
    private static let seedSetting = "evidence_seed"
    private static let originSetting = "evidence_origin"
    private static let endedSetting = "evidence_ended"
    private static let context = "evidence_seed"

    /// The signer of the store's log; made, under the name `origin`, the first time. Later the stored name stands,
    /// because a log keeps its name for life.
    package static func signer(
        origin: String, database: any SQLDatabase, vault: Vault, random: RandomSource
    ) async throws -> NoteSigner {
        if let signer = try await existing(database: database, vault: vault) { return signer }
        return try await database.write(repeatable: true) { session in
            // Another process or node may have been first: one makes the key, and the others read it.
            try session.lock([.duty(seedSetting)], .exclusive)
            if let signer = try read(session, vault) { return signer }
            return try make(origin: origin, in: session, vault: vault, random: random)
        }
    }

    private static func make(
        origin: String, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> NoteSigner {
        let seed = random.bytes(NoteSigner.seedLength)
        let signer = try NoteSigner(name: origin, seed: seed)
        try StoreMark.set(seedSetting, Base64.encode(try vault.sealStore(seed, context: context)), in: session)
        try StoreMark.set(originSetting, origin, in: session)
        return signer
    }

    /// Ends the log's name and key, and gives the leaves that are here and all that follow another: what was signed in the
    /// old name after these leaves nobody knows, and no two trees of one size may be signed in one name. Returns the old
    /// key; nil where nothing was ever signed.
    static func renew(
        origin: String, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> VerifierKey? {
        try session.lock([.duty(seedSetting)], .exclusive)
        guard let old = try read(session, vault)?.key else { return nil }
        let ended = try session.text(StoreMark.select, [.text(endedSetting)]).map { $0 + "\n" } ?? ""
        try StoreMark.set(endedSetting, ended + old.description, in: session)
        _ = try make(origin: origin, in: session, vault: vault, random: random)
        return old
    }

    /// The keys of logs that ended when the store was brought back from a backup.
    static func ended(in session: any SQLSession) throws -> [VerifierKey] {
        let text = try session.text(StoreMark.select, [.text(endedSetting)]) ?? ""
        do throws(NoteFault) {
            var keys: [VerifierKey] = []
            for line in text.split(separator: "\n") { keys.append(try VerifierKey(text: String(line))) }
            return keys
        } catch { throw EvidenceError.checkpoint(error) }
    }

    /// Nil before the first use. `signer.key.description` is the public verifier key.
    package static func existing(database: any SQLDatabase, vault: Vault) async throws -> NoteSigner? {
        try await database.read { try read($0, vault) }
    }

    /// Seals the seed under the store's newest key: one row, the whole step of a rotation.
    static func reseal(in session: any SQLSession, vault: Vault) throws -> Int64? {
        guard let box = try session.text("SELECT value FROM setting WHERE key = ?", [.text(seedSetting)]),
            let bytes = Base64.decode(box), let new = try vault.resealed(bytes, context: context)
        else { return nil }
        try session.run(
            "UPDATE setting SET value = ? WHERE key = ? AND value = ?",
            [.text(Base64.encode(new)), .text(seedSetting), .text(box)])
        return nil
    }

    private static func read(_ session: any SQLSession, _ vault: Vault) throws -> NoteSigner? {
        let select = "SELECT value FROM setting WHERE key = ?"
        guard let box = try session.text(select, [.text(seedSetting)]),
            let origin = try session.text(select, [.text(originSetting)])
        else { return nil }
        guard let bytes = Base64.decode(box) else {
            throw StoreError(.unreadableRow, "the sealed signing key is not Base64", at: "setting.\(seedSetting)")
        }
        return try NoteSigner(name: origin, seed: vault.openStore(bytes, context: context))
    }
}
