internal import Foundation

/// Folders of files that are whole or not there.
enum FolderFiles {
    /// Every file below a folder, by path in order; hidden ones are locks and left out.
    static func names(in folder: String) throws -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var names: [String] = []
        for case let name as String in walk {
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder),
                !isFolder.boolValue, !name.split(separator: "/").contains(where: { $0.hasPrefix(".") })
            else { continue }
            names.append(name)
        }
        return names.sorted()
    }

    /// Makes a folder for its owner only, which must not be there.
    static func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw failure(folder, error) }
    }

    /// Removes a file or a folder with all that is in it; nothing when it is not there.
    static func remove(_ path: String) throws {
        guard DurableFile.exists(path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch { throw failure(path, error) }
    }

    /// Removes the files of a folder whose paths begin so: what writers that were killed have left.
    static func removeAll(beginning prefix: String) throws {
        let folder = parent(prefix)
        let start = (prefix as NSString).lastPathComponent
        for name in try names(directlyIn: folder) where name.hasPrefix(start) { try remove("\(folder)/\(name)") }
    }

    private static func names(directlyIn folder: String) throws -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch { throw failure(folder, error) }
    }

    /// Makes the names of files in a folder and in those below it last.
    static func flush(_ folder: String, files: [String]) throws {
        var folders: Set<String> = [folder]
        for file in files {
            var name = file[...]
            while let slash = name.lastIndex(of: "/") {
                name = name[..<slash]
                folders.insert("\(folder)/\(name)")
            }
        }
        for folder in folders { try DurableFile.flushFolder(folder) }
    }

    static func parent(_ path: String) -> String {
        let parent = (path as NSString).deletingLastPathComponent
        return parent.isEmpty ? "." : parent
    }

    private static func failure(_ path: String, _ error: any Error) -> StoreError {
        StoreError(
            .disk, (error as NSError).localizedDescription, at: path, fix: "Check the folder, its rights and its disk")
    }
}
