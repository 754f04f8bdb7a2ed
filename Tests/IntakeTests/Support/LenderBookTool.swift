import Foundation

/// The program that writes a lender's book with the answers to it, when the shared folder stands beside the package.
enum LenderBookTool {
    static let path: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let tool = root.deletingLastPathComponent().appending(path: "shared/tools/lender-book").path
        return FileManager.default.fileExists(atPath: tool) ? tool : nil
    }()

    static func mapping(_ dialect: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "mappings/lender-book.\(dialect).yaml"), encoding: .utf8)
    }

    struct Failed: Error { var status: Int32 }

    static func write(to folder: String, borrowers: Int, seed: Int, dialect: String, quirks: Double) throws {
        guard let path else { return }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", path, "--out", folder, "--borrowers", "\(borrowers)", "--seed", "\(seed)", "--dialect", dialect,
            "--today", "2026-11-21", "--quirks", "\(quirks)",
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
    }
}

/// `expected.json` of the tool.
struct ExpectedBook: Decodable {
    struct File: Decodable {
        var rows: Int
        var accept: Int
        var reject: [String: String]
        var warn: [String: String]
    }

    var borrowers: File
    var loans: File
    var instalments: File
    var payments: File
}
