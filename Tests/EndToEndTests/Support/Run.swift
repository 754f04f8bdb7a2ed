import Foundation
import Glibc
import Synchronization

/// One run of a program to its end: what it said and how it ended.
struct Run: Sendable {
    var out: String
    var err: String
    /// The exit code; for a program that a signal ended, its number plus 128.
    var code: Int32
    var wasOutOfTime: Bool
    /// From its start to its end, without what it waited for its turn.
    var seconds: Double

    /// The last line of standard output as a JSON document.
    func json() throws -> JSONDocument { try JSONDocument(text: out) }

    /// Runs `program` and waits for its end without holding a thread.
    static func of(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:],
        within limit_s: Double = 60
    ) async throws -> Run {
        await Turnstile.shared.enter()
        defer { Turnstile.shared.leave() }
        let start = ContinuousClock.now
        let child = try Child(program, arguments, in: folder, environment: environment)
        let wasOutOfTime = await child.waitForEnd(within: limit_s)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Run(
            out: try child.output(), err: try child.errors(), code: child.code, wasOutOfTime: wasOutOfTime,
            seconds: seconds)
    }
}

/// Lets a few programs run at a time: tests run side by side, and the machine's cores are few.
final class Turnstile: Sendable {
    static let shared = Turnstile(places: 3)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(free: places)) }

    func enter() async {
        await withCheckedContinuation { continuation in
            let mayGo = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if mayGo { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return CheckedContinuation<Void, Never>?.none
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
