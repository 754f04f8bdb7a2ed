package import CivilTime
internal import Evidence

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// Brings a backup made by `StoreBackup` back as the store of a home.
///
/// The copy is made ready beside the store: checked, migrated, opened with the master key, told what it has forgotten. Only then
/// files change places, under a `RestoreMark`: the old store aside, with its log, then the new one in. Killed before that
/// nothing has changed; killed in it nobody works with the store until the same is run again.
///
/// The caller holds the home's delivery lock: nothing goes out from the old store meanwhile, or afterwards.
package struct StoreRestore: Sendable {
    package enum Phase: String, Sendable { case reading, copying, checking, placing }

    package typealias Progress = @Sendable (_ phase: Phase, _ done: Int64, _ total: Int64) -> Void

    package struct Report: Sendable {
        package var manifest: BackupManifest
        package var recorded: Restoration.Recorded
        /// Where the old store is kept; nil when there was none.
        package var replaced: String?
    }

    let backup: String
    let store: String
    /// The published log of the home.
    let evidence: String

    package init(from backup: String, to store: String, evidence: String) {
        self.backup = backup
        self.store = store
        self.evidence = evidence
    }

    /// The new store until it is in its place, with what belongs to it.
    private var ready: String { store + ".restored" }
    private var evidenceReady: String { evidence + ".restored" }
    private static let sideFiles = ["-shm", "-wal"]

    /// Throws before anything is touched where this cannot be done.
    package func manifest(isReplacing: Bool) throws -> BackupManifest {
        let manifest = try BackupManifest.found(in: backup)
        guard manifest.schema <= Migrations.version else {
            throw StoreError(
                .newerSchema,
                "the backup has schema version \(manifest.schema), this program knows \(Migrations.version)",
                at: backup, fix: "Run the newer dunlin")
        }
        let mark = RestoreMark(store: store)
        guard isReplacing || mark.isThere || !DurableFile.exists(store) else {
            throw StoreError(
                .constraint, "there is a book here", at: store,
                fix: "Say --replace: it is kept beside under another name; or name another --home")
        }
        return manifest
    }

    /// `wasCut`: the last process that sent from this home did not come to its end, so that its published log may lack what it
    /// said last.
    @concurrent package func run(
        _ manifest: BackupManifest, masters: MasterSource, random: RandomSource, origin: String, wasCut: Bool,
        at now: Instant, progress: @escaping Progress
    ) async throws -> Report {
        try manifest.check(folder: backup) { progress(.reading, $0, $1) }
        try removeReady()
        let recorded: Restoration.Recorded
        do {
            try copy("\(backup)/\(StoreBackup.storeFile)", to: ready, bytes: manifest.bytes, progress)
            progress(.checking, 0, 1)
            recorded = try await prepare(manifest, masters, random, origin, wasCut: wasCut, at: now)
            progress(.checking, 1, 1)
        } catch {
            try removeReady()
            throw error
        }
        progress(.placing, 0, 1)
        let replaced = try place(manifest, at: now)
        progress(.placing, 1, 1)
        return Report(manifest: manifest, recorded: recorded, replaced: replaced)
    }

    /// Makes the copy a store to work with.
    private func prepare(
        _ manifest: BackupManifest, _ masters: MasterSource, _ random: RandomSource, _ origin: String, wasCut: Bool,
        at now: Instant
    ) async throws -> Restoration.Recorded {
        let database = try SQLiteDatabase(path: ready)
        do {
            try await database.check()
            let log = try await EvidenceLog.root(of: database, passing: nil)
            guard log.size == manifest.leaves, log.root == manifest.root else {
                throw StoreError(
                    .differs, "its evidence log is not the one of the manifest", at: backup, fix: "Take another backup")
            }
            try await Migrations.run(on: database)
            let vault = try await Vault.open(database, masters: masters, random: random)
            let restoration = Restoration(
                knownUntil: manifest.at, isWhole: try await isWhole(database, vault, wasCut: wasCut), origin: origin)
            let recorded = try await restoration.record(in: database, vault: vault, random: random, at: now)
            try database.close()
            try SQLiteFile.gather(path: ready)
            return recorded
        } catch {
            try database.close()
            throw error
        }
    }

    /// Whether nothing was said after the backup: the home's last process that sent has ended in its order, having published all
    /// that it did, and what it published the backup holds.
    private func isWhole(_ database: SQLiteDatabase, _ vault: Vault, wasCut: Bool) async throws -> Bool {
        guard !wasCut, let signer = try await EvidenceKey.existing(database: database, vault: vault) else {
            return false
        }
        return try await EvidencePublisher(database: database, directory: evidence, signer: signer).isWithinStore()
    }

    /// Changes the files' places. Every step finds what an earlier run has done.
    private func place(_ manifest: BackupManifest, at now: Instant) throws -> String? {
        let mark = RestoreMark(store: store)
        let stamp = String(now.description.filter { $0 != ":" && $0 != "-" })
        let wanted = RestoreMark.Aside(name: "\(store).replaced-\(stamp)", isAnything: DurableFile.exists(store))
        let (aside, isNew) = try mark.begin(wanted)
        guard try !mark.isOpenElsewhere() else {
            if isNew { try mark.end() }
            try removeReady()
            throw StoreError(.locked, "another process has it open", at: store, fix: "Wait for it to end, or stop it")
        }
        // The log first: beside a store that is not its own it would be taken for that one's.
        for suffix in Self.sideFiles where DurableFile.exists(store + suffix) {
            try DurableFile.move(store + suffix, to: aside.name + suffix)
        }
        if aside.isAnything, !DurableFile.exists(aside.name) { try DurableFile.move(store, to: aside.name) }
        try DurableFile.move(ready, to: store)
        try placeEvidence(manifest)
        try mark.end()
        return aside.isAnything ? aside.name : nil
    }

    /// The log of the backup, where the home has none. One that is there stays: it is the same log, and not older than what was
    /// signed last; one that is another's is kept under another name.
    private func placeEvidence(_ manifest: BackupManifest) throws {
        let folder = EvidenceFolder(path: evidence)
        if let note = try folder.checkpointNote(), let name = try EvidencePublisher.log(of: note),
            manifest.log?.hasPrefix(name + "+") != true
        {
            try folder.setAside(log: name)
        }
        let published = "\(backup)/\(StoreBackup.evidenceFolder)"
        guard DurableFile.exists(published), !DurableFile.exists(evidence) else { return }
        try FolderFiles.remove(evidenceReady)
        let names = try FolderFiles.names(in: published)
        for name in names {
            let target = "\(evidenceReady)/\(name)"
            try DurableFile.makeFolders(FolderFiles.parent(target))
            try copy("\(published)/\(name)", to: target, bytes: 0, nil)
        }
        try FolderFiles.flush(evidenceReady, files: names)
        try DurableFile.move(evidenceReady, to: evidence)
    }

    private func removeReady() throws {
        for suffix in Self.sideFiles + [""] { try FolderFiles.remove(ready + suffix) }
    }

    /// A copy for its owner only, on disk when it returns.
    private func copy(_ from: String, to target: String, bytes: Int64, _ progress: Progress?) throws {
        let source = unsafe open(from, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw DurableFile.failure(from) }
        defer { close(source) }
        let file = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, PrivateFile.mode)
        guard file >= 0 else { throw DurableFile.failure(target) }
        defer { close(file) }
        var part = [UInt8](repeating: 0, count: 1 << 20)
        var done: Int64 = 0
        while true {
            let got = unsafe part.withUnsafeMutableBytes { unsafe read(source, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw DurableFile.failure(from) }
            if got == 0 { break }
            try DurableFile.append(Array(part.prefix(got)), to: file, path: target)
            done += Int64(got)
            progress?(.copying, done, max(bytes, done))
        }
        guard fsync(file) == 0 else { throw DurableFile.failure(target) }
    }
}
