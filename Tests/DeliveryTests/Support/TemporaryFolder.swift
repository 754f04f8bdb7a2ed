import Foundation
import StoreEngines
import Testing

/// A folder of one test, gone with the test; in memory where the system has such a place, for these tests commit often.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        let memory = URL(filePath: "/dev/shm")
        let isThere = FileManager.default.isWritableFile(atPath: memory.path)
        let place = isThere ? memory : FileManager.default.temporaryDirectory
        url = place.appending(path: "dunlin-delivery-\(UUID().uuidString)")
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
