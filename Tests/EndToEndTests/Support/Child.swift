import Foundation
import Glibc
import Synchronization

/// A program that runs beside the test. Its output goes to files, so that nobody waits for a full pipe.
final class Child: Sendable {
    struct NotInTime: Error {
        var what: String
        var errors: String
    }

    private let process: Process
    private let ended = AsyncStream<Void>.makeStream()
    private let hasEnded = Flag()
    private let outputFile: URL
    private let errorFile: URL

    init(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws {
        let name = FileManager.default.temporaryDirectory.appending(path: "dunlin-e2e-\(UUID().uuidString)").path
        outputFile = URL(filePath: name + ".out")
        errorFile = URL(filePath: name + ".err")
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("DUNLIN_") }
        variables.merge(environment) { $1 }
        process.environment = variables
        process.standardInput = FileHandle.nullDevice
        let (out, err) = try (FileHandle(forWritingTo: outputFile), FileHandle(forWritingTo: errorFile))
        (process.standardOutput, process.standardError) = (out, err)
        process.terminationHandler = { [ended, hasEnded] _ in
            hasEnded.raise()
            ended.continuation.finish()
        }
        try process.run()
        // Now the child's. Foundation keeps a process and its handles for ever, and falls over where a test process has some
        // 1,350 files open: it reads past the end of the list of them.
        for handle in [out, err] { try handle.close() }
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        for file in [outputFile, errorFile] { unlinkQuietly(file) }
    }

    private func unlinkQuietly(_ file: URL) { _ = unsafe unlink(file.path) }

    var isRunning: Bool { !hasEnded.isRaised }

    var pid: Int32 { process.processIdentifier }

    /// As a shell has it: a signal's number plus 128.
    var code: Int32 { process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0) }

    func output() throws -> String { String(decoding: try Data(contentsOf: outputFile), as: UTF8.self) }
    func errors() throws -> String { String(decoding: try Data(contentsOf: errorFile), as: UTF8.self) }

    func signal(_ number: Int32) { if isRunning { Glibc.kill(process.processIdentifier, number) } }

    /// True when it had to be killed because it did not end in time.
    func waitForEnd(within limit_s: Double) async -> Bool {
        let isLate = Flag()
        let pid = process.processIdentifier
        let alarm = DispatchWorkItem { [hasEnded] in
            guard !hasEnded.isRaised else { return }
            isLate.raise()
            Glibc.kill(pid, SIGKILL)
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit_s, execute: alarm)
        for await _ in ended.stream {}
        alarm.cancel()
        return isLate.isRaised
    }

    /// Looks again and again until `condition` holds: files of another process offer nothing to wait on. `orAfter`: it may
    /// come to hold when the program has ended.
    func wait(
        for what: String, within limit_s: Double = 60, orAfter: Bool = false, _ condition: () throws -> Bool
    ) async throws {
        let start = ContinuousClock.now
        while true {
            // Asked before the condition: what it did last may be what is waited for.
            let mayStillCome = (isRunning || orAfter) && ContinuousClock.now - start < .seconds(limit_s)
            if try condition() { return }
            guard mayStillCome else { throw NotInTime(what: what, errors: try errors()) }
            await withCheckedContinuation { next in
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { next.resume() }
            }
        }
    }

    /// The digits that follow `mark` on standard error, once they are there with what ends them.
    func number(after mark: String) async throws -> Int {
        var found: Int?
        try await wait(for: mark) {
            let text = try errors()
            guard let start = text.range(of: mark)?.upperBound else { return false }
            let digits = text[start...].prefix { $0.isNumber }
            guard digits.endIndex < text.endIndex else { return false }
            found = Int(digits)
            return true
        }
        guard let found else { throw NotInTime(what: mark, errors: try errors()) }
        return found
    }
}

/// Goes up once, and stays up.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}
