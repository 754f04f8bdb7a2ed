import Synchronization

/// Progress of long work on standard error: a bar with rate and time left on a terminal, a line now and then when piped.
final class ProgressBar: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant?
        var lastWhat = ""
        var hasBar = false
        var isDone = false
    }

    private let state = Mutex(State())
    private let started = ContinuousClock.now
    private let isQuiet: Bool
    private let isTerminal = Output.isTerminal

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// `done` and `total` in any one unit; `count` of what a person counts, such as rows.
    func show(what: String, done: Int64, of total: Int64, count: Int64, unit: String) {
        guard !isQuiet else { return }
        let now = ContinuousClock.now
        let every: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
        let isShown = state.withLock { state in
            let isNewlyDone = done >= total && !(state.isDone && state.lastWhat == what)
            if state.lastWhat == what, let last = state.lastShown, now - last < every, !isNewlyDone { return false }
            state.isDone = done >= total
            state.lastShown = now
            state.lastWhat = what
            state.hasBar = true
            return true
        }
        guard isShown else { return }
        let seconds = max(0.001, Double((now - started) / .milliseconds(1)) / 1000)
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let rate = Int64(Double(count) / seconds)
        let left = share > 0.01 ? Int64(seconds / share * (1 - share)) : 0
        let percent = Int(share * 100)
        if isTerminal {
            let width = 24
            let filled = Int(share * Double(width))
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
            Output.noteText("\r\u{1b}[K[\(bar)] \(percent)%  \(what)  \(count) \(unit)  \(rate)/s  \(left) s left")
        } else {
            Output.note("\(what): \(percent)%, \(count) \(unit), \(rate) \(unit)/s, \(left) s left")
        }
    }

    func finish() {
        let hasBar = state.withLock { $0.hasBar }
        if hasBar, isTerminal { Output.noteText("\n") }
    }
}
