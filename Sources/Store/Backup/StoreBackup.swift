package import CivilTime
internal import Evidence

/// Copies an SQLite store beside those who work with it into a folder that is enough to go on elsewhere: the store, the log as
/// it was signed last, and a manifest. Never the master key, and not the list of the erased, which a restore must not bring back.
///
/// Everything is written into `FOLDER.part`, read again, flushed, and only then renamed: a folder of the given name is whole.
/// The copy is marked, so that nobody works with it before it was brought back by `StoreRestore`.
package struct StoreBackup: Sendable {
    package enum Phase: String, Sendable { case copying, checking, summing }

    package typealias Progress = @Sendable (_ phase: Phase, _ done: Int64, _ total: Int64) -> Void

    static let storeFile = "dunlin.db"
    static let evidenceFolder = "evidence"

    let source: SQLiteDatabase
    let vault: Vault
    let folder: String

    package init(of source: SQLiteDatabase, vault: Vault, to folder: String) {
        self.source = source
        self.vault = vault
        self.folder = folder
    }

    private var part: String { folder + ".part" }

    @concurrent package func run(at now: Instant, progress: @escaping Progress) async throws -> BackupManifest {
        guard !DurableFile.exists(folder) else {
            throw StoreError(.cannotOpen, "is there already", at: folder, fix: "Name a folder that is not there yet")
        }
        // What a run that was killed has left.
        try FolderFiles.remove(part)
        try FolderFiles.make(part)
        do {
            let path = "\(part)/\(Self.storeFile)"
            try await source.copy(to: path) { progress(.copying, $0, $1) }
            var manifest = try await described(path, at: now, progress)
            for name in try FolderFiles.names(in: part) {
                manifest.files.append(
                    try BackupManifest.file(name, in: part, isFlushed: true) { progress(.summing, $0, $0) })
            }
            try PrivateFile.replace(path: "\(part)/\(BackupManifest.name)", bytes: manifest.encoded())
            try FolderFiles.flush(part, files: manifest.files.map(\.path))
            try DurableFile.move(part, to: folder)
            return manifest
        } catch var error as StoreError where error.code == .corrupted {
            // A copy is as damaged as what it was made of.
            try FolderFiles.remove(part)
            error.place = source.path
            throw error
        } catch {
            try FolderFiles.remove(part)
            throw error
        }
    }

    /// Throws where the file is part of a backup: opening it would change it.
    package static func refuse(opening store: String) throws {
        guard DurableFile.exists("\(FolderFiles.parent(store))/\(BackupManifest.name)") else { return }
        throw StoreError(
            .unfinished, "is part of a backup", at: store,
            fix: "Bring it back with `dunlin restore`, which sees to it that nothing is said twice")
    }

    /// Looks at the copy, writes its log beside it, marks it, and says what it holds.
    private func described(_ path: String, at now: Instant, _ progress: Progress) async throws -> BackupManifest {
        progress(.checking, 0, 1)
        let copy = try SQLiteDatabase(path: path)
        do {
            try await copy.check(isThorough: true)
            let signer = try await EvidenceKey.existing(database: copy, vault: vault)
            var signed: Checkpoint?
            if let signer {
                signed = try await EvidencePublisher(
                    database: copy, directory: "\(part)/\(Self.evidenceFolder)", signer: signer
                ).writeSigned()
                try FolderFiles.remove("\(part)/\(Self.evidenceFolder)/.lock")
            }
            let log = try await EvidenceLog.root(of: copy, passing: signed)
            let made = now.description
            try await copy.write { session in
                try StoreMark.set(StoreMark.backup, made, in: session)
            }
            let schema = try await Migrations.currentVersion(of: copy)
            try copy.close()
            try SQLiteFile.gather(path: path)
            progress(.checking, 1, 1)
            return BackupManifest(
                at: now, schema: Int64(schema), generation: Int64(vault.state.current), leaves: log.size,
                root: log.root, log: signer?.key.description, files: [])
        } catch {
            try copy.close()
            throw error
        }
    }
}
