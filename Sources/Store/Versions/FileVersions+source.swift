package import CivilTime
internal import Evidence

extension FileVersions {
    private static let setting = "changes"

    /// Records, when it is another than before, whether files as they stand are in force or what was approved: what was in
    /// force at an instant is told by both together. Returns whether it is another.
    ///
    /// - Parameters:
    ///   - source: the word of the lender's settings.
    ///   - usual: what holds where nothing was ever recorded.
    ///   - node: whose settings say so.
    package static func note(
        source: String, usual: String, node: String, at now: Instant, in session: any SQLSession, vault: Vault,
        random: RandomSource
    ) throws -> Bool {
        try session.lock([.duty("versions")], .exclusive)
        let before = try session.text("SELECT value FROM setting WHERE key = ?", [.text(setting)]) ?? usual
        guard before != source else { return false }
        try session.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(setting), .text(source)])
        let leaf = LeafDraft(
            kind: .change, borrower: nil, at: now,
            content: [("act", "switched"), ("by", .text("the settings of " + node)), ("to", .text(source))])
        try EvidenceLog.append([leaf], in: session, vault: vault, random: random)
        return true
    }
}
