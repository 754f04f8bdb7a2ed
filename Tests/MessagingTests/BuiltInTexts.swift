import Foundation
import Messaging

/// The texts that the executable carries, read from the source tree.
enum BuiltInTexts {
    static let names = [
        "en", "en_life", "es", "es_life", "zh_hans", "zh_hans_life", "zh_hant", "id", "hi", "vi", "pt", "fil",
    ].map { "templates_\($0).yaml" }

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
