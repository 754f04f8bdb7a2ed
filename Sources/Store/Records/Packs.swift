package import Compliance

/// Law packs that decisions were taken under: once used they stay, so that evidence can name them by hash alone.
package enum Packs {
    package static func keep(_ packs: [LawPack], in session: any SQLSession) throws {
        for pack in packs {
            try session.run(
                "INSERT INTO pack (hash, key, version, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [.text(pack.hash), .text(pack.key), .text(pack.version), .text(pack.text)])
        }
    }

    /// The text of the pack with this hash, if it was ever used here.
    package static func text(hash: String, in session: any SQLSession) throws -> String? {
        try session.text("SELECT text FROM pack WHERE hash = ?", [.text(hash)])
    }
}
