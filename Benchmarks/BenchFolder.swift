import Foundation

/// A folder of one run, in the system's place for such, gone with it.
final class BenchFolder {
    let path = NSTemporaryDirectory() + "/dunlin-bench-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            FileHandle.standardError.write(Data("\(path) stays behind\n".utf8))
        }
    }
}
