import Foundation
import Logging
import Store
import StorePostgres

/// The store with the keys to read it.
struct OpenStore: Sendable {
    var database: any SQLDatabase
    var vault: Vault
}

extension Workplace {
    /// Opens the store. With `making`, one that is not there yet is begun, with a new master key if none is given.
    func store(making: Bool) async throws -> OpenStore {
        guard making || !home.lacksFile else { throw noBook }
        if making { try home.prepare() }
        // A key that is no key is told before anything is made.
        let given = try givenMaster()
        let database = try home.database.open()
        do {
            let version = try await Migrations.currentVersion(of: database)
            guard making || version > 0 else { throw noBook }
            // A node that joins others has nothing in its folder yet.
            if !making { try home.prepare() }
            if version > 0 {
                let place = home.database.description
                try await database.read { try StoreMark.refuse(in: $0, at: place) }
            }
            if given == nil, version > 0, try await Vault.hasMaster(database) { throw lostMaster }
            try await Migrations.run(on: database)
            return OpenStore(database: database, vault: try await vault(of: database, given: given))
        } catch {
            try database.close()
            throw error
        }
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

    /// Nil when there is neither a key in the environment nor a file.
    private func givenMaster() throws -> MasterKey? {
        let environment = ProcessInfo.processInfo.environment
        let isGiven = environment[MasterKey.variable].map { !$0.isEmpty } == true
        guard isGiven || FileManager.default.fileExists(atPath: settings.masterKeyFile) else { return nil }
        return try MasterKey.load(file: settings.masterKeyFile, environment: environment)
    }

    /// A store that has a master key never gets a second one, neither from a new node nor after a loss.
    private var lostMaster: StoreError {
        let fix =
            switch home.database {
            case .sqlite: "Restore the file from your backup, or set \(MasterKey.variable)"
            case .postgres:
                "The store in \(home.database) was made with one: copy this file from the node that has it (mode 600), "
                    + "or set \(MasterKey.variable)"
            }
        return StoreError(.masterKeyMissing, "there is no master key", at: settings.masterKeyFile, fix: fix)
    }

    private func vault(of database: any SQLDatabase, given: MasterKey?) async throws -> Vault {
        if let given { return try await Vault.open(database, master: given, random: random) }
        // On disk before the store knows it: a store whose key died with its maker could never be read.
        let made = try MasterKey.create(file: settings.masterKeyFile, random: random)
        do {
            let vault = try await Vault.open(database, master: made, random: random)
            log.notice("a new master key was made: keep a copy of it, without it nothing personal can be read")
            return vault
        } catch let error as StoreError where error.code == .wrongMasterKey {
            // Another node was first. This key was never used.
            try FileManager.default.removeItem(atPath: settings.masterKeyFile)
            throw lostMaster
        }
    }
}

extension StoreAddress {
    /// Opens the store as it stands, without migrating it. A file that is not there is made, empty.
    func open() throws -> any SQLDatabase {
        switch self {
        case .sqlite(let path): try SQLiteDatabase(path: path)
        case .postgres(let url): try PostgresDatabase(url: url)
        }
    }
}
