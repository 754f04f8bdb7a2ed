import Foundation
import StoreEngines

/// A folder of a test's own, gone when the test ends.
final class TemporaryFolder {
    let url: URL
    var path: String { url.path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "dunlin-intake-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
            try Engine.forget(path)
        } catch {
            FileHandle.standardError.write(Data("a test's folder could not be removed\n".utf8))
        }
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    @discardableResult func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: url.appending(path: name))
        return path(name)
    }

    @discardableResult func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appending(path: name)) }

    func text(_ name: String) throws -> String {
        // Not through Foundation's String, which takes a byte order mark away.
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }
}
