import Foundation
import StoreEngines

/// A lender on this machine: a folder with settings, books and a home, and the program to run in it.
struct Lender: Sendable {
    let folder: TemporaryFolder
    /// What every program of this lender is told: where the store is, if not in the home.
    let environment: [String: String]

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        environment =
            Engine.current == .sqlite ? [:] : ["DUNLIN_DATABASE": try Engine.current.address(in: folder.path)]
    }

    /// One whose store is on a server of the test's own; with the folder of another lender to go on in, after a move.
    init(database: String, in folder: TemporaryFolder? = nil) throws {
        self.folder = try folder ?? TemporaryFolder()
        environment = ["DUNLIN_DATABASE": database]
    }

    /// A lender who has brought in `book` at `SmallBook.now`.
    static func with(_ book: SmallBook = .standard) async throws -> Lender {
        let lender = try Lender()
        try lender.write(book)
        try await lender.bringIn()
        return lender
    }

    func write(_ book: SmallBook, as name: String = "book") throws {
        for file in book.files { try folder.write(file.text, to: name + "/" + file.name) }
    }

    @discardableResult
    func bringIn(_ name: String = "book", now: String = SmallBook.now) async throws -> Run {
        let run = try await importing(name, now: now)
        guard run.code == 0 else { throw Unexpected(run: run) }
        return run
    }

    func importing(_ source: String, mapping: String = Checkout.mapping("en"), now: String = SmallBook.now) async throws
        -> Run
    {
        try await dunlin("import", "--mapping", mapping, source, "--json", "--now", now)
    }

    /// Runs the program in the lender's folder.
    func dunlin(_ arguments: String..., environment: [String: String] = [:], within limit_s: Double = 60) async throws
        -> Run
    {
        try await run(arguments, environment: environment, within: limit_s)
    }

    /// One that is not over in time is killed.
    func run(_ arguments: [String], environment: [String: String] = [:], within limit_s: Double = 60) async throws
        -> Run
    {
        try await Run.of(
            Checkout.program, arguments, in: folder.path,
            environment: self.environment.merging(environment) { $1 }, within: limit_s)
    }

    /// Writes the lender's files as `dunlin init` does, and lets the route lead to `port`.
    func settings(port: Int) async throws {
        let run = try await dunlin("init", ".")
        guard run.code == 0 else { throw Unexpected(run: run) }
        for (file, port) in [("routes.yaml", port), ("dunlin.yaml", 0)] {
            try folder.write(folder.text(file).replacing(/port: \d+/, with: "port: \(port)"), to: file)
        }
    }

    func start(_ arguments: String..., environment: [String: String] = [:]) throws -> Child {
        try Child(
            Checkout.program, arguments, in: folder.path,
            environment: self.environment.merging(environment) { $1 })
    }

    /// Runs `body` beside a program, which is killed when `body` is over, however it ends.
    func beside<Value>(
        _ arguments: [String], environment: [String: String] = [:], _ body: (Child) async throws -> Value
    ) async throws -> Value {
        let child = try Child(
            Checkout.program, arguments, in: folder.path,
            environment: self.environment.merging(environment) { $1 })
        do {
            let value = try await body(child)
            child.signal(9)
            _ = await child.waitForEnd(within: 10)
            return value
        } catch {
            child.signal(9)
            _ = await child.waitForEnd(within: 10)
            throw error
        }
    }

    /// Runs the program and kills it as soon as `condition` holds, a Python expression about files of the lender's folder:
    /// looked at without a pause, so that short moments are met. False when the program ended first.
    func killing(_ arguments: [String], when condition: String) async throws -> Bool {
        let script = """
            import os, subprocess, sys
            from glob import glob
            from os.path import exists
            quiet = subprocess.DEVNULL
            child = subprocess.Popen(sys.argv[1:], stdin=quiet, stdout=quiet, stderr=quiet)
            if os.geteuid() == 0:
                os.nice(-15)
            while child.poll() is None:
                if \(condition):
                    child.kill()
                    break
            sys.exit(0 if child.wait() == -9 else 1)
            """
        let run = try await Run.of(
            "/usr/bin/env", ["python3", "-c", script, Checkout.program] + arguments, in: folder.path,
            environment: environment)
        return run.code == 0
    }

    /// Runs `body` beside a carrier on a free port, to which the lender's route leads.
    func withCarrier<Value>(_ flags: [String] = [], _ body: (Child) async throws -> Value) async throws -> Value {
        try await beside(["carrier", "--port", "0", "--json"] + flags) { carrier in
            try await settings(port: carrier.number(after: "listening on 127.0.0.1:"))
            return try await body(carrier)
        }
    }

    /// A program that holds the store's write lock until it is killed; says `holds 1` once it has it.
    func holdingStore() throws -> Child {
        let hold = """
            import signal, sqlite3, sys
            held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
            held.execute('BEGIN IMMEDIATE')
            sys.stderr.write('holds 1\\n')
            sys.stderr.flush()
            signal.pause()
            """
        return try Child("/usr/bin/env", ["python3", "-c", hold, folder[".dunlin/dunlin.db"]], in: folder.path)
    }

    /// Ends a carrier as Ctrl-C does, and returns what it has counted.
    func counts(of carrier: Child) async throws -> JSONDocument {
        carrier.signal(15)
        _ = await carrier.waitForEnd(within: 10)
        return try JSONDocument(text: carrier.output())
    }
}

/// A run that had to succeed for the test to go on.
struct Unexpected: Error {
    var run: Run
}
