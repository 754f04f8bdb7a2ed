import Foundation
import Logging
import Store
import StorePostgres

/// The store with the keys to read it.
struct OpenStore: Sendable {
    /// Follows the keys: see `KeyedDatabase`.
    var database: any SQLDatabase
    var vault: Vault
    /// The erased, outside of the database.
    var erased: ErasedList
}

extension Workplace {
    /// Files from here on are said to be looked at: it takes a while.
    private static let large_bytes: Int64 = 512 << 20

    /// Opens the store. With `making`, one that is not there yet is begun, with a new master key if none is given.
    ///
    /// `checked`: every page of its file is looked at first. Commands that only show something leave it out: they rely on
    /// nothing later, and a fault that they meet they name.
    func store(making: Bool, checked: Bool = true) async throws -> OpenStore {
        try home.database.refuseUnfinished()
        guard making || !home.lacksFile else { throw noBook }
        if making { try home.prepare() }
        // A key that is no key is told before anything is made.
        let given = try givenMasters()
        let database = try home.database.open()
        do {
            if checked { try await check(database) }
            let version = try await Migrations.currentVersion(of: database)
            guard making || version > 0 else { throw noBook }
            // A node that joins others has nothing in its folder yet.
            if !making { try home.prepare() }
            if version > 0 {
                let place = home.database.description
                try await database.read { try StoreMark.refuse(in: $0, at: place) }
            }
            try await Migrations.run(on: database)
            if given == nil, try await Vault.hasMaster(database) { throw try await lostMaster(of: database) }
            let vault = try await vault(of: database, given: given)
            return try await settled(
                OpenStore(
                    database: KeyedDatabase(database, vault: vault), vault: vault, erased: ErasedList(path: home.erased)
                ))
        } catch {
            try database.close()
            throw error
        }
    }

    private func check(_ database: any SQLDatabase) async throws {
        if case .sqlite(let path) = home.database,
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64, size >= Self.large_bytes
        {
            log.notice("looking at every page of the store", metadata: ["megabytes": "\(size >> 20)"])
        }
        try await database.check()
    }

    private var noBook: Failure {
        let place =
            switch home.database {
            case .sqlite: home.path
            case .postgres: home.database.description
            }
        return Failure(
            "there is no book in \(place)",
            fix: "import one first: dunlin import --mapping MAPPING.yaml FOLDER, or name another --home or --database")
    }

    /// A restored backup may hold people who were erased since: nothing is done with the store before they are gone again.
    private func settled(_ store: OpenStore) async throws -> OpenStore {
        let settled = try await store.erased.settle(store.database, vault: store.vault, clock: clock)
        if settled.erased > 0 {
            log.notice(
                "the store held borrowers who were erased: they were erased again",
                metadata: [
                    "borrowers": "\(settled.erased)"
                ])
            _ = try await store.database.forgetDeleted()
        }
        if settled.unreadable > 0 {
            log.warning(
                "entries of the list of the erased need an older master key: give it, and run dunlin erase --reapply",
                metadata: ["entries": "\(settled.unreadable)"])
        }
        return store
    }

    /// Where master keys are looked for, also later, when they change.
    var masters: MasterSource {
        let (file, environment) = (settings.masterKeyFile, ProcessInfo.processInfo.environment)
        return MasterSource { try MasterKeys.load(file: file, environment: environment) }
    }

    /// Nil when there is neither a key in the environment nor a file.
    private func givenMasters() throws -> MasterSource? {
        let environment = ProcessInfo.processInfo.environment
        guard MasterKeys.areGiven(file: settings.masterKeyFile, environment: environment) else { return nil }
        _ = try masters.load()
        return masters
    }

    /// A store that has a master key never gets a second one, neither from a new node nor after a loss.
    private func lostMaster(of database: any SQLDatabase) async throws -> StoreError {
        let needed = try await database.read { try KeyState.read(in: $0) }?.current ?? 1
        let fix =
            switch home.database {
            case .sqlite: "Restore the file from your backup, or set \(MasterKey.variable)"
            case .postgres:
                "The store in \(home.database) was made with one: copy this file from the node that has it (mode 600), "
                    + "or set \(MasterKey.variable)"
            }
        return StoreError(
            .masterKeyMissing, "there is no master key", at: settings.masterKeyFile,
            fix: fix + " (generation \(needed) is needed)")
    }

    private func vault(of database: any SQLDatabase, given: MasterSource?) async throws -> Vault {
        if let given { return try await Vault.open(database, masters: given, random: random) }
        // On disk before the store knows it: a store whose key died with its maker could never be read.
        _ = try MasterKey.create(file: settings.masterKeyFile, random: random)
        do {
            let vault = try await Vault.open(database, masters: masters, random: random)
            log.notice("a new master key was made: keep a copy of it, without it nothing personal can be read")
            return vault
        } catch let error as StoreError where error.code == .wrongMasterKey {
            // Another node was first. This key was never used.
            try FileManager.default.removeItem(atPath: settings.masterKeyFile)
            throw try await lostMaster(of: database)
        }
    }
}

extension StoreAddress {
    /// Opens the store as it stands, without migrating it. A file that is not there is made, empty.
    func open() throws -> any SQLDatabase {
        switch self {
        case .sqlite(let path):
            try refuseUnfinished()
            let database = try SQLiteDatabase(path: path)
            // A restore that began meanwhile finds this one open and gives up, or is seen here.
            do { try refuseUnfinished() } catch {
                try database.close()
                throw error
            }
            return database
        case .postgres(let url): return try PostgresDatabase(url: url)
        }
    }

    /// Throws while a restore into the store's file has begun and not ended, and for the file of a backup.
    func refuseUnfinished() throws {
        guard case .sqlite(let path) = self else { return }
        try RestoreMark(store: path).refuse()
        try StoreBackup.refuse(opening: path)
    }
}
