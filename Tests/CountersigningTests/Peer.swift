import Foundation
import Glibc

/// A Python program of this folder that serves on loopback until the test is over.
final class Peer: Sendable {
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first(
        where: FileManager.default.isExecutableFile(atPath:))

    static var canRun: Bool {
        python != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")
    }

    struct Silent: Error { let program: String }

    private let process: Process
    /// What it said at its start.
    let lines: [String]

    init(_ program: String, _ arguments: [String], lines count: Int) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers/" + program)
        process = Process()
        process.executableURL = URL(filePath: Self.python ?? "/usr/bin/python3")
        process.arguments = ["-B", script.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var text = Data()
        while text.count(where: { $0 == 0x0a }) < count {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Silent(program: program) }
            text += more
        }
        lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}

/// Runs a program to its end, and gives what it wrote and how it ended.
func output(of program: String, _ arguments: [String]) throws -> (text: String, code: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
}
