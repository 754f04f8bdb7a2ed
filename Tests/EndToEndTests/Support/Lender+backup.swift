import Foundation
import PostgresServer
import StoreEngines

/// A copy of the store as it stands, and what an operator does with it after a loss.
extension Lender {
    private static let files = ["", "-wal", "-shm"]

    /// Nobody is at work with the store.
    func backUp() throws {
        switch Engine.current {
        case .sqlite:
            for tail in Self.files where FileManager.default.fileExists(atPath: folder[".dunlin/dunlin.db" + tail]) {
                try FileManager.default.copyItem(
                    atPath: folder[".dunlin/dunlin.db" + tail], toPath: folder["backup.db" + tail])
            }
        case .postgres: try copy(from: "book", to: "backup")
        }
    }

    func restore() throws {
        switch Engine.current {
        case .sqlite:
            for tail in Self.files {
                let file = folder[".dunlin/dunlin.db" + tail]
                if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
                guard FileManager.default.fileExists(atPath: folder["backup.db" + tail]) else { continue }
                try FileManager.default.copyItem(atPath: folder["backup.db" + tail], toPath: file)
            }
        case .postgres: try copy(from: "backup", to: "book")
        }
    }

    private func copy(from: String, to: String) throws {
        let server = try PostgresServer.shared()
        // Asking for a name makes the database, so that both are asked for before one is dropped.
        let (old, new) = (try database(from), try database(to))
        try server.drop(new)
        try server.create(new, template: old)
    }

    /// The name that the tests' server has for one of this lender's databases.
    func database(_ name: String = "book") throws -> String {
        let url = try Engine.postgres.address(in: folder.path, name: name)
        return String(url.split(separator: "/")[2].prefix { $0 != "?" })
    }
}
