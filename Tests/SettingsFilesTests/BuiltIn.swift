import Foundation

/// The files that `dunlin init` writes.
enum BuiltIn {
    static func text(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Sources/dunlin/BuiltIn/\(name).yaml"), encoding: .utf8)
    }
}
