import Foundation
import Store

/// The data folder of one installation: keys, evidence, and the store itself unless the settings name another place.
struct Home: Sendable {
    static let storeFile = "dunlin.db"

    let path: String
    /// Where the store is. The one place from which it is opened: see `Workplace.store`.
    let database: StoreAddress

    init(path: String, database: StoreAddress? = nil) {
        self.path = path
        self.database = database ?? .sqlite(path: path + "/" + Self.storeFile)
    }

    var evidence: String { path + "/evidence" }
    var rejected: String { path + "/rejected" }
    /// The list of the erased, beside the store: a backup of the one does not bring back the other.
    var erased: String { path + "/erased" }

    /// Beside the file that it guards, so that two homes that share one find the same lock.
    var lock: String {
        switch database {
        case .sqlite(let file):
            ((file as NSString).deletingLastPathComponent as NSString).appendingPathComponent(lockFile)
        case .postgres: path + "/" + lockFile
        }
    }

    private var lockFile: String { "delivery.lock" }

    /// For people: the folder, or the file where the store is one that lies elsewhere.
    var deliversFrom: String {
        guard case .sqlite(let file) = database, file != path + "/" + Self.storeFile else { return path }
        return database.description
    }

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

    /// Whether the store's file is missing. Of a server only asking it tells.
    var lacksFile: Bool {
        if case .sqlite(let path) = database { !FileManager.default.fileExists(atPath: path) } else { false }
    }
}
