package import CivilTime
internal import Messaging

/// One text of one of the lender's files, from when it came in force.
package struct FileVersion: Sendable, Hashable {
    package var file: String
    /// From 1, by file.
    package var number: Int64
    /// SHA-256 of the text in lower-case hex; nil when from here on there is no such file.
    package var hash: String?
    package var from: Instant
    package var proposal: Int64
}

/// What was approved, and from when: see `Proposals`. Texts stay for ever, so that what was in force at any instant can
/// be shown.
package enum FileVersions {
    /// Grows with every file that comes in force: who has read what is in force asks for it to see whether it still is.
    package static func revision(in session: any SQLSession) throws -> Int64 {
        try session.integer("SELECT count(*) FROM file_version") ?? 0
    }

    /// The version of each file at an instant, also those that say that the file is gone; nil: now, the last.
    package static func latest(at instant: Instant? = nil, in session: any SQLSession) throws -> [FileVersion] {
        var latest: [String: FileVersion] = [:]
        try session.query(
            "SELECT file, number, hash, from_ms, proposal FROM file_version WHERE from_ms <= ? ORDER BY file, number",
            [.instant(instant ?? .distantFuture)]
        ) { latest[$0.text(0)] = FileVersion(row: $0) }
        return latest.values.sorted { $0.file < $1.file }
    }

    /// Files in force by name.
    package static func inForce(
        at instant: Instant? = nil, in session: any SQLSession
    ) throws -> [String: FileVersion] {
        let versions = try latest(at: instant, in: session).filter { $0.hash != nil }
        return Dictionary(uniqueKeysWithValues: versions.map { ($0.file, $0) })
    }

    /// Every version of a file, the oldest first.
    package static func all(of file: String, in session: any SQLSession) throws -> [FileVersion] {
        try session.rows(
            "SELECT file, number, hash, from_ms, proposal FROM file_version WHERE file = ? ORDER BY number",
            [.text(file)], FileVersion.init(row:))
    }

    /// The text of a hash. One that is not the text of its hash is refused: somebody wrote into the store.
    package static func text(_ hash: String, in session: any SQLSession) throws -> String {
        guard let text = try session.text("SELECT text FROM file_text WHERE hash = ?", [.text(hash)]) else {
            throw StoreError(.unreadableRow, "the text \(hash.prefix(12)) is not there", at: "file_text")
        }
        guard ContentHash.sha256(text.utf8) == hash else {
            throw StoreError(.corrupted, "the text \(hash.prefix(12)) is not the one of its hash", at: "file_text")
        }
        return text
    }

    /// The texts in force by file, with the revision they are of.
    package static func texts(
        at instant: Instant? = nil, in session: any SQLSession
    ) throws -> (texts: [String: String], revision: Int64) {
        var texts: [String: String] = [:]
        for version in try inForce(at: instant, in: session).values {
            if let hash = version.hash { texts[version.file] = try text(hash, in: session) }
        }
        return (texts, try revision(in: session))
    }

    static func keep(_ text: String, in session: any SQLSession) throws -> String {
        let hash = ContentHash.sha256(text.utf8)
        try session.run(
            "INSERT INTO file_text (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING", [.text(hash), .text(text)])
        return hash
    }

    static func add(
        _ file: Proposal.File, of proposal: Int64, from: Instant, in session: any SQLSession
    ) throws {
        let last = try session.integer("SELECT max(number) FROM file_version WHERE file = ?", [.text(file.file)])
        try session.run(
            "INSERT INTO file_version (file, number, hash, from_ms, proposal) VALUES (?, ?, ?, ?, ?)",
            [
                .text(file.file), .integer((last ?? 0) + 1), .text(file.hash), .instant(from), .integer(proposal),
            ])
    }
}

extension FileVersion {
    init(row: any SQLRow) {
        self.init(
            file: row.text(0), number: row.integer(1), hash: row.optionalText(2), from: row.instant(3),
            proposal: row.integer(4))
    }
}
