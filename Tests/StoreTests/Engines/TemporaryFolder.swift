import Foundation
import Testing

/// A folder of one test, gone with the test.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "dunlin-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            Issue.record("the test's folder stays behind: \(error)")
        }
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
}
