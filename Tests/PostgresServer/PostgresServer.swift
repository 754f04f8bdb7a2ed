import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own, gone with the process however that ends: `Scripts/postgres-server` runs it
/// for as long as the pipe to it is open.
package final class PostgresServer: Sendable {
    /// One for the whole test process, started when it is first asked for. A crash of the machine would cost it its data
    /// (`fsync` is off), which is what makes it fast.
    package static func shared() throws -> PostgresServer { try theShared.get() }

    private static let theShared = Result {
        try PostgresServer(
            settings: [
                "fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_connections": "500",
                "shared_buffers": "64MB", "max_wal_size": "128MB", "wal_level": "minimal", "max_wal_senders": "0",
            ], under: memory)
    }

    /// A file system in memory, where there is one with room: tests make a database each.
    private static var memory: String? {
        let place = "/dev/shm"
        let room = (try? FileManager.default.attributesOfFileSystem(forPath: place))?[.systemFreeSize] as? Int ?? 0
        return room > 4 * 1024 * 1024 * 1024 ? place : nil
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Holds the server's data (`data`), log (`log`) and socket.
    package let folder: String
    package let port: Int

    private let process: Process
    private let commands: FileHandle
    private let answers: FileHandle
    /// Databases that were made; one is made at a time.
    let making = Mutex<Set<String>>([])
    /// One command at a time.
    private let turn = Mutex(())

    /// Starts a server with settings of its configuration file. `dataFrom`: a shell command that fills `$DATA` with
    /// another server's data, instead of a new one's. `under`: the folder for its folder.
    package init(settings: [String: String] = [:], dataFrom: String? = nil, under: String? = nil) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        process = Process()
        process.executableURL = root.appending(path: "Scripts/postgres-server")
        process.arguments =
            (dataFrom.map { ["--from", $0] } ?? []) + settings.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
        if let under {
            process.environment = ProcessInfo.processInfo.environment.merging(["POSTGRES_TEST_FOLDER": under]) { $1 }
        }
        let (input, output) = (Pipe(), Pipe())
        // The other children of this process must not hold the pipe open.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process.standardInput = input
        process.standardOutput = output
        commands = input.fileHandleForWriting
        answers = output.fileHandleForReading
        try process.run()
        let words = try Self.line(of: answers).split(separator: " ")
        guard words.count == 3, words[0] == "ready", let port = Int(words[2]) else {
            throw Failure(
                description: "the test's PostgreSQL server does not start (see above; `make setup` installs it)")
        }
        folder = String(words[1])
        self.port = port
    }

    deinit { end() }

    /// Stops the server and removes its folder.
    package func end() {
        try? commands.close()
        process.waitUntilExit()
    }

    /// `start`, `stop fast`, `stop immediate`, `promote`, `settings`: waits until it is done.
    package func command(_ line: String) throws {
        try turn.withLock { _ in
            try commands.write(contentsOf: Data((line + "\n").utf8))
            let answer = try Self.line(of: answers)
            guard answer == "done 0" else {
                throw Failure(description: "`\(line)` failed for the test's PostgreSQL server")
            }
        }
    }

    /// Over the socket in `folder`.
    package func url(_ database: String) -> String { "postgres://dunlin@/\(database)?host=\(folder)&port=\(port)" }

    /// Over TCP on loopback.
    package func tcpURL(_ database: String) -> String { "postgres://dunlin@127.0.0.1:\(port)/\(database)" }

    private static func line(of handle: FileHandle) throws -> String {
        var bytes: [UInt8] = []
        while let byte = try handle.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
