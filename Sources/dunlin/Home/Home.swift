import Foundation

/// The data folder of one installation.
struct Home: Sendable {
    let path: String

    var database: String { path + "/dunlin.db" }
    var evidence: String { path + "/evidence" }
    var rejected: String { path + "/rejected" }
    var lock: String { path + "/delivery.lock" }

    /// Makes the folder, readable by its owner only, when it is missing.
    func prepare() throws {
        for folder in [path, path + "/keys"] {
            var isFolder: ObjCBool = false
            if unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) {
                guard isFolder.boolValue else {
                    throw Failure("\(folder) is a file, not a folder", fix: "name another data folder with --home")
                }
                continue
            }
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw Failure(
                    "\(folder) could not be made: \((error as NSError).localizedDescription)",
                    fix: "check the folder above it, or name another with --home")
            }
        }
    }

    /// Marks a folder that `dunlin demo` made and will delete.
    var demoMarker: String { path + "/this-is-a-demo" }

    /// What a lender brings in would be gone at the next demo.
    func refuseDemo() throws {
        guard FileManager.default.fileExists(atPath: demoMarker) else { return }
        throw Failure(
            "\(path) is the demo's data folder, which the next demo deletes",
            fix: "name another with --home, such as --home ./book, or delete this one")
    }

    var exists: Bool { FileManager.default.fileExists(atPath: database) }
}
