import Foundation
import Testing

/// SMPP programs that this project did not write, from a Python environment that the tests make once.
enum Peers {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let environment = root.appendingPathComponent(".venv-peers")
    private static let packages = ["smpp34==1.5.0", "smpplib==2.2.4"]

    /// nil when they can be had; else why not.
    static let absence: String? = make()
    static var areHere: Bool { absence == nil }

    static func script(_ name: String, _ arguments: [String] = []) -> Process {
        let process = Process()
        process.executableURL = environment.appendingPathComponent("bin/python3")
        process.arguments =
            ["-u", root.appendingPathComponent("Tests/GatewaysTests/Peers/\(name)").path] + arguments
        return process
    }

    /// Debian's Net::SMPP, installed by `Scripts/system-packages`.
    static let hasPerl: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
        process.arguments = ["-MNet::SMPP", "-e", "1"]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    static func perl(_ name: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
        process.arguments = [root.appendingPathComponent("Tests/GatewaysTests/Peers/\(name)").path] + arguments
        return process
    }

    /// Two test runs at once must not install into one folder: `flock` lets the second wait for the first.
    private static func make() -> String? {
        let done = environment.appendingPathComponent("complete")
        if FileManager.default.fileExists(atPath: done.path) { return nil }
        let folder = environment.path
        let commands = """
            [ -e '\(done.path)' ] && exit 0
            python3 -m venv '\(folder)' && '\(folder)/bin/pip' install --quiet --disable-pip-version-check \
            \(packages.joined(separator: " ")) && touch '\(done.path)'
            """
        do {
            try FileManager.default.createDirectory(at: environment, withIntermediateDirectories: true)
        } catch {
            return "\(folder) cannot be made: \(error)"
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        process.arguments = [folder + "/lock", "/bin/sh", "-c", commands]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return "flock or sh is missing: \(error)"
        }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : "python3, its venv module or its packages cannot be had"
    }
}

/// A child process that ends with the test, and its output line by line.
final class Child {
    private let process: Process
    private var chunks: AsyncStream<Data>.Iterator
    private var rest: [UInt8] = []

    init(_ process: Process) throws {
        self.process = process
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        let (stream, continuation) = AsyncStream.makeStream(of: Data.self)
        chunks = stream.makeAsyncIterator()
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            guard data.isEmpty else {
                continuation.yield(data)
                return
            }
            handle.readabilityHandler = nil
            continuation.finish()
        }
        try process.run()
    }

    /// A peer whose threads ignore a polite signal must not outlive the test.
    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// The next line of output; nil at its end.
    func line() async -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            guard let data = await chunks.next(isolation: #isolation) else { return nil }
            rest.append(contentsOf: data)
        }
    }
}
