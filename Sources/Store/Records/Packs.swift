package import Compliance
internal import Evidence

/// Law packs that decisions were taken under: once used they stay, so that evidence can name them by hash and their
/// rules by name. They are kept before the first decision is taken under them.
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

    /// What an export must hold of the packs that its leaves name, sorted by hash.
    static func texts(of named: NamedPacks, in session: any SQLSession) throws -> [ExportFile.Pack] {
        guard named.hashes.count <= ExportFile.Pack.most else {
            throw EvidenceError.tooManyPacks(named.hashes.count)
        }
        return try named.hashes.sorted { $0.key < $1.key }.map { hash, isNeeded in
            let pack = ExportFile.Pack(hash: hash, text: try text(hash: hash, in: session))
            guard pack.text != nil || !isNeeded else { throw EvidenceError.missingPack(hash) }
            guard pack.isSound else { throw EvidenceError.packDiffers(hash) }
            return pack
        }
    }
}
