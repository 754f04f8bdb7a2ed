import Foundation
import Intake
import LoanBook
import Store

/// The demo's own data folder. It is begun afresh every time; a folder that holds anything else is left alone.
struct DemoHome {
    let home: Home

    var book: String { home.path + "/book" }
    var stories: String { home.path + "/stories" }

    func begin() throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: home.path) {
            let content = (try manager.contentsOfDirectory(atPath: home.path)).filter { $0 != "rejected" }
            guard content.isEmpty || manager.fileExists(atPath: home.demoMarker) else {
                throw Failure(
                    "\(home.path) holds a book that is not the demo's; nothing was touched",
                    fix: "give the demo a folder of its own: dunlin demo --home ./demo")
            }
            try manager.removeItem(atPath: home.path)
        }
        try home.prepare()
        guard
            manager.createFile(
                atPath: home.demoMarker, contents: Data("Made by `dunlin demo`, which deletes it.\n".utf8))
        else {
            throw Failure("\(home.demoMarker) could not be written", fix: "check the folder's permissions")
        }
        for folder in [book, stories] {
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
    }

    /// Writes an export as a lender would, and returns its folder.
    func write(_ files: [(name: String, text: String)], as name: String) throws -> String {
        let folder = book + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in files {
            try Data(file.text.utf8).write(to: URL(filePath: folder + "/" + file.name))
        }
        return folder
    }
}
