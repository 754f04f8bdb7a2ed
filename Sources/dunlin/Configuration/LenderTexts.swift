import Foundation

/// The files that change by proposal and approval where a lender wants that: strategies, texts, and law of its own, each
/// by its path beside the settings file, such as `strategies/standard.yaml`.
struct LenderTexts: Sendable, Equatable {
    static let folders = ["law", "strategies", "templates"]
    static let longest_bytes = 1 << 20
    static let mostFiles = 500

    var texts: [String: String]
    /// What faults write before a file's name.
    var place = ""

    /// The files of one folder in the order of their names, as faults name them.
    func files(_ folder: String) -> [(name: String, text: String)] {
        texts.filter { $0.key.hasPrefix(folder + "/") }.sorted { $0.key < $1.key }.map { (place + $0.key, $0.value) }
    }

    /// Nil for a path that is not one of these files.
    static func file(_ path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, folders.contains(String(parts[0])),
            parts[1].hasSuffix(".yaml") || parts[1].hasSuffix(".yml"),
            !parts[1].hasPrefix("."), parts[1].utf8.count <= 100
        else { return nil }
        return path
    }

    /// Why there is nothing that a lender could work with; nil when there is.
    var lack: String? {
        let lacking = ["strategies", "templates"].filter { files($0).isEmpty }
        return lacking.isEmpty ? nil : "no file of " + lacking.joined(separator: "/ and none of ") + "/ is approved"
    }
}
