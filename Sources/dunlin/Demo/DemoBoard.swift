import CivilTime
import Delivery
import Synchronization

/// Live progress of the demo: a line a day, and on a terminal a moving one between them.
final class DemoBoard: Sendable {
    private let director: DemoDirector
    private let lastDay = Mutex<CivilDate?>(nil)

    init(director: DemoDirector) { self.director = director }

    func show(_ now: Instant) async {
        let (day, time) = Zone.utc.civil(at: now)
        let counts = await director.way.lane.counts
        let line =
            "   \(day)  sent \(pad(counts.attempts))  delivered \(pad(counts.delivered))  "
            + "no longer true \(pad(counts.superseded))  held \(pad(counts.held))  replies \(pad(counts.replies))"
        let isNewDay = lastDay.withLock { last in
            defer { last = day }
            return last != nil && last != day
        }
        if isNewDay {
            Output.line(Output.isTerminal ? "\r\u{1b}[K" + line : line)
        } else if Output.isTerminal {
            Output.text("\r\u{1b}[K" + line + "  \(time)")
        }
    }

    func finish() { if Output.isTerminal { Output.text("\r\u{1b}[K") } }

    private func pad(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, 5 - text.count)) + text
    }
}
