import Foundation

/// A file of the second form as the version before the third wrote it, with that log's public key.
struct EarlierExport {
    let file: [UInt8]
    let key: String

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/form2")
        file = Array(try Data(contentsOf: folder.appending(path: "export.json")))
        key = try String(contentsOf: folder.appending(path: "key"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
