import Foundation
import Store
import StoreEngines
import Testing

/// A folder of one test, gone with the test; so are the server's databases that go by its name.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "dunlin-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
            try Engine.forget(url.path)
        } catch {
            Issue.record("the test's folder stays behind: \(error)")
        }
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

extension Engine {
    /// An empty database in `folder`; the same folder and name again is another connection to the same one.
    func open(in folder: TemporaryFolder, name: String = "book") throws -> any SQLDatabase {
        try open(in: folder.url.path, name: name)
    }

    /// As the setting `database` names it.
    func address(in folder: TemporaryFolder, name: String = "book") throws -> String {
        try address(in: folder.url.path, name: name)
    }

    func migrated(in folder: TemporaryFolder, name: String = "book") async throws -> any SQLDatabase {
        try await migrated(in: folder.url.path, name: name)
    }
}
