import Foundation
import Messaging

/// The texts that the executable carries, read from the source tree.
enum BuiltInTexts {
    static let names = ["templates_en.yaml", "templates_es.yaml", "templates_zh_hans.yaml"]

    static func files() throws -> [(name: String, text: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try names.map { name in
            let url = root.appending(path: "Sources/dunlin/BuiltIn").appending(path: name)
            return (name, try String(contentsOf: url, encoding: .utf8))
        }
    }

    private static let read: Result<TemplateSet, any Error> = Result { try TemplateSet.parse(files: files()) }

    static func templates() throws -> TemplateSet { try read.get() }
}
