import Foundation
import Testing

/// The rooms and the arrows between them, as `Documentation/architecture.md` draws them.
private let arrows: [String: Set<String>] = {
    let line = ["Decisions", "Compliance", "Messaging", "LoanBook", "CivilTime"]
    var allowed: [String: Set<String>] = [:]
    for (index, room) in line.enumerated() { allowed[room] = Set(line.dropFirst(index + 1)) }
    let pure = Set(line)
    allowed["LoanBook"]?.formUnion(["CPhoneNumber"])
    allowed["Conversations"] = pure.subtracting(["Decisions"])
    allowed["Evidence"] = []
    allowed["CarrierProtocols"] = []
    allowed["Gateways"] = ["Messaging", "LoanBook", "CivilTime", "CarrierProtocols"]
    allowed["Store"] = pure.union(["Evidence"])
    allowed["StorePostgres"] = ["Store", "CLibPQ"]
    allowed["Countersigning"] = ["Store", "Evidence"]
    allowed["Intake"] = pure.union(["Store", "Evidence"])
    allowed["Planning"] = pure.union(["Store", "Evidence"])
    allowed["Delivery"] = pure.union(["Store", "Evidence", "Conversations"])
    allowed["Web"] = pure.union(["Store", "Intake", "Planning"])
    allowed["SettingsFiles"] = [
        "Countersigning", "Planning", "Store", "Gateways", "CarrierProtocols", "Evidence", "Messaging", "LoanBook",
        "CivilTime",
    ]
    allowed["dunlin"] = pure.union([
        "Conversations", "Evidence", "CarrierProtocols", "Gateways", "Store", "StorePostgres", "Countersigning",
        "Intake", "Planning", "Delivery", "Web", "SettingsFiles", "CProcess",
    ])
    return allowed
}()

/// What from outside the package a room may import. Pure rooms name no I/O.
private let outside: [String: Set<String>] = [
    "CivilTime": ["Synchronization"],
    "LoanBook": ["Yams"],
    "Messaging": ["Crypto", "Yams"],
    "Compliance": ["Yams", "Synchronization"],
    "Decisions": ["Yams"],
    "Conversations": [],
    "Evidence": ["Crypto", "FoundationEssentials", "SwiftASN1", "X509"],
    "CarrierProtocols": ["NIOCore", "Crypto"],
    "Gateways": ["NIOCore", "NIOPosix", "NIOSSL", "Logging", "Synchronization", "Glibc"],
    "Store": [
        "GRDB", "GRDBSQLite", "CSQLite", "Crypto", "Foundation", "FoundationEssentials", "Synchronization", "Glibc",
        "Musl", "Dispatch",
    ],
    "StorePostgres": ["Synchronization", "Glibc", "Musl", "Dispatch"],
    "Countersigning": ["AsyncHTTPClient", "NIOCore", "NIOHTTP1", "Synchronization"],
    "Intake": ["Foundation", "Synchronization", "Glibc", "Dispatch"],
    "Planning": ["Synchronization"],
    "Delivery": ["Logging", "Synchronization"],
    "Web": ["Hummingbird", "Logging", "NIOCore", "Synchronization"],
    "SettingsFiles": ["Foundation"],
    "dunlin": [
        "ArgumentParser", "Configuration", "Foundation", "FoundationEssentials", "Glibc", "Logging", "ServiceLifecycle",
        "Synchronization", "SystemPackage", "UnixSignals", "Yams", "Dispatch",
    ],
]

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

private struct SourceFile {
    let room: String
    let path: String
    let lines: [Substring]
}

private func swiftFiles(under folder: String) throws -> [SourceFile] {
    let base = root.appending(path: folder).path
    let names = try FileManager.default.subpathsOfDirectory(atPath: base).filter { $0.hasSuffix(".swift") }
    return try names.sorted().map { name in
        let text = try String(contentsOfFile: base + "/" + name, encoding: .utf8)
        return SourceFile(
            room: String(name.prefix { $0 != "/" }), path: folder + "/" + name,
            lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
}

private func importedModules(_ file: SourceFile) -> [String] {
    file.lines.compactMap { line in
        var words = line.split(separator: " ").map(String.init)
        while let first = words.first, first.hasPrefix("@") { words.removeFirst() }
        if let access = words.first, ["internal", "package", "public", "private", "fileprivate"].contains(access) {
            words.removeFirst()
        }
        guard words.first == "import", words.count >= 2 else { return nil }
        let kinds = ["struct", "class", "enum", "protocol", "func", "var", "typealias"]
        let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
        return String(name.prefix { $0 != "." })
    }
}

@Suite struct ArrowTests {
    @Test func `every import follows an arrow of the architecture`() throws {
        let files = try swiftFiles(under: "Sources")
        #expect(files.count > 50)
        for file in files {
            let rooms = try #require(arrows[file.room], "\(file.path): a room that the architecture does not name")
            let libraries = outside[file.room] ?? []
            for module in importedModules(file) {
                #expect(
                    rooms.contains(module) || libraries.contains(module),
                    "\(file.path) imports \(module), which \(file.room) may not")
            }
        }
    }

    @Test func `the reader of imports sees every form that Swift has`() {
        let forms = """
            import NIOCore
            package import LoanBook
            @preconcurrency import GRDB
            internal import struct Foundation.URL
            // import Nothing
            let important = 1
            """
        let file = SourceFile(room: "X", path: "X.swift", lines: forms.split(separator: "\n"))
        #expect(importedModules(file) == ["NIOCore", "LoanBook", "GRDB", "Foundation"])
    }

    @Test func `no file of the sources is longer than 300 lines`() throws {
        for file in try swiftFiles(under: "Sources") {
            #expect(file.lines.count <= 301, "\(file.path) has \(file.lines.count) lines: split it by its ideas")
        }
    }

    @Test func `folders and files are named after what they hold`() throws {
        let empty = ["Utils", "Utilities", "Helpers", "Common", "Manager", "Base", "Impl", "Misc"]
        for file in try swiftFiles(under: "Sources") {
            for part in file.path.split(separator: "/") {
                let name = part.replacing(".swift", with: "")
                #expect(!empty.contains { name.hasSuffix($0) }, "\(file.path): \(name) says nothing")
            }
        }
    }
}
