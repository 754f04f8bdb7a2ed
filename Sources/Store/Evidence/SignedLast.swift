import Evidence

/// The checkpoint that was signed last, as the store remembers it for all publishers.
struct SignedLast: Sendable {
    private static let setting = "evidence_checkpoint"

    /// The signed note, with what witnesses signed.
    let note: [UInt8]
    let checkpoint: Checkpoint

    /// Nil before the first.
    static func read(_ session: any SQLSession, key: VerifierKey) throws -> SignedLast? {
        guard let text = try session.text("SELECT value FROM setting WHERE key = ?", [.text(setting)]) else {
            return nil
        }
        let note = Array(text.utf8)
        do { return SignedLast(note: note, checkpoint: try Checkpoint(note: note, key: key)) } catch {
            throw EvidenceError.checkpoint(error)
        }
    }

    /// The same for who will replace it: no other publisher comes between.
    static func locked(_ session: any SQLSession, key: VerifierKey) throws -> SignedLast? {
        try session.lock([.duty(setting)], .exclusive)
        return try read(session, key: key)
    }

    /// Forgets it, with all that was countersigned: the log has ended, and its folder keeps them.
    static func forget(in session: any SQLSession) throws {
        try session.lock([.duty(setting)], .exclusive)
        try StoreMark.clear(setting, in: session)
        for table in ["time_stamp", "countersigned"] { try session.run("DELETE FROM \(table)") }
    }

    /// Puts `note` in the place of what was read in this transaction and of nothing else.
    static func replace(_ old: SignedLast?, with note: [UInt8], in session: any SQLSession) throws {
        let value = SQLValue.text(String(decoding: note, as: UTF8.self))
        let changed =
            if let old {
                try session.run(
                    "UPDATE setting SET value = ? WHERE key = ? AND value = ?",
                    [value, .text(setting), .text(String(decoding: old.note, as: UTF8.self))])
            } else {
                try session.run(
                    "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
                    [.text(setting), value])
            }
        guard changed == 1 else { throw EvidenceError.signedMeanwhile }
    }
}
