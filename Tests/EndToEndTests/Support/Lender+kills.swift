import Foundation
import Testing

/// A command that was killed (SIGKILL) again and again.
struct Killed {
    /// Runs that were killed before their end.
    var kills = 0
    /// What was seen after each of them.
    var seen: [String] = []
    /// The run that came to its end by itself; nil when the work was found done after a kill.
    var last: Run?

    /// How many different states the kills left behind.
    var states: Int { Set(seen).count }
}

extension Lender {
    /// How long this machine takes now to start the program and open the store: the shortest of some runs.
    func opening_s() async throws -> Double {
        var shortest = Double.infinity
        for _ in 0..<4 {
            let run = try await dunlin("keys", "status")
            guard run.code == 0 else { throw Unexpected(run: run) }
            shortest = min(shortest, run.seconds)
        }
        return shortest
    }

    /// Runs a command, kills it, and runs it again, each time after a little longer (by `growth`, from a quarter of what it takes
    /// to open the store), until a run ends by itself: the kills lie all over its work, however fast the machine is. `look`
    /// says how far it came; nil when there is nothing left to do.
    func killingOften(
        _ arguments: [String], growth: Double = 1.15, look: () async throws -> String?
    ) async throws -> Killed {
        var limit_s = try await opening_s() / 4
        var killed = Killed()
        while true {
            let run = try await self.run(arguments, within: limit_s)
            guard run.wasOutOfTime else {
                killed.last = run
                return killed
            }
            killed.kills += 1
            guard let state = try await look() else { return killed }
            killed.seen.append(state)
            limit_s *= growth
        }
    }
}
