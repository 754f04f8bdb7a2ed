import CivilTime
import Testing

@testable import Messaging

/// Every arrow of `RouteHealth`.
struct RouteHealthTests {
    private let start = Instant(iso: "2026-11-21T02:00:00Z") ?? .distantPast

    private func sample(_ change: (inout RouteSample) -> Void) -> RouteSample {
        var sample = RouteSample()
        change(&sample)
        return sample
    }

    private func good(_ count: Int, response_ms: Int64 = 100) -> RouteSample {
        sample {
            $0.answered = count
            $0.response_ms = response_ms * Int64(count)
        }
    }

    private func delivered(_ good: Int, of all: Int, after delay: Span = .seconds(5)) -> RouteSample {
        sample {
            $0.delivered = good
            $0.undelivered = all - good
            $0.delay_ms = delay.milliseconds * Int64(good)
        }
    }

    /// A route that has done well for a window.
    private func well(_ more: RouteSample = RouteSample()) -> (RouteHealth, Instant) {
        var health = RouteHealth(at: start)
        var all = good(100)
        all += more
        health.take(all, isLinkUp: true, began: start, at: start + .seconds(1))
        health.take(RouteSample(), isLinkUp: true, began: start, at: start + .seconds(61))
        return (health, start + .seconds(61))
    }

    @Test func `what does well stays normal`() {
        let (health, _) = well()
        #expect(health.level == .normal && health.why.isEmpty && health.past?.response_ms == 100)
    }

    @Test func `many refusals for its own fault lower it, and a good window raises it`() {
        var (health, now) = well()
        let mixed = sample {
            $0.answered = 88
            $0.faults = 7
            $0.unanswered = 5
        }
        health.take(mixed, isLinkUp: true, began: start, at: now + .seconds(5))
        #expect(health.level == .normal, "its window is not over")
        now = now + .seconds(60)
        health.take(RouteSample(), isLinkUp: true, began: start, at: now)
        #expect(health.level == .lowered)
        #expect(health.why == "of 100 segments 7 were refused for the route's fault, 5 had no answer")
        health.take(good(30), isLinkUp: true, began: start, at: now + .seconds(60))
        #expect(health.level == .normal && health.why.isEmpty)
    }

    @Test func `few messages say nothing`() {
        var (health, now) = well()
        let few = sample {
            $0.answered = 5
            $0.faults = 4
        }
        health.take(few, isLinkUp: true, began: start, at: now + .seconds(60))
        #expect(health.level == .normal)
        now = now + .seconds(120)
        health.take(delivered(1, of: 10), isLinkUp: true, began: start, at: now)
        #expect(health.level == .normal)
    }

    @Test func `slower answers than ever lower it, slow ones that are usual do not`() {
        var (health, now) = well()
        health.take(good(50, response_ms: 1_900), isLinkUp: true, began: start, at: now + .seconds(60))
        #expect(health.level == .normal, "nineteen times as slow, and still quick")
        (health, now) = well()
        health.take(good(50, response_ms: 3_000), isLinkUp: true, began: start, at: now + .seconds(60))
        #expect(health.level == .lowered && health.why == "answers take 3000 ms, they took 100 ms")
    }

    @Test func `fewer or later deliveries than ever lower it`() {
        var (health, now) = well(delivered(96, of: 100))
        health.take(delivered(80, of: 100), isLinkUp: true, began: start, at: now + .seconds(60))
        #expect(health.level == .normal)
        health.take(delivered(60, of: 100), isLinkUp: true, began: start, at: now + .seconds(120))
        #expect(health.level == .lowered && health.why == "60 % are delivered, 92 % were")
        (health, now) = well(delivered(96, of: 100))
        health.take(delivered(96, of: 100, after: .minutes(2)), isLinkUp: true, began: start, at: now + .seconds(60))
        #expect(health.level == .lowered && health.why == "receipts come after 120 s, they came after 5 s")
    }

    @Test func `what was lowered and gets nothing any more is forgiven`() {
        var (health, now) = well()
        health.take(good(50, response_ms: 3_000), isLinkUp: true, began: start, at: now + .seconds(60))
        for minute in 2...11 as ClosedRange<Int64> {
            #expect(health.level == .lowered)
            health.take(RouteSample(), isLinkUp: true, began: start, at: now + .minutes(minute))
        }
        #expect(health.level == .normal)
    }

    @Test func `half of all failing opens the circuit at once`() {
        var (health, now) = well()
        now = now + .seconds(2)
        health.take(sample { $0.unanswered = 10 }, isLinkUp: true, began: start, at: now)
        #expect(health.level == .open && health.until == now + .seconds(30) && health.trials == nil)
    }

    /// A circuit that has just opened.
    private func opened() -> (RouteHealth, Instant) {
        var (health, now) = well()
        now = now + .seconds(2)
        health.take(sample { $0.faults = 10 }, isLinkUp: true, began: start, at: now)
        return (health, now)
    }

    @Test func `an open circuit is tried by a few, and closes when they are answered`() {
        var (health, now) = opened()
        health.take(RouteSample(), isLinkUp: true, began: start, at: now + .seconds(29))
        #expect(health.level == .open)
        now = now + .seconds(30)
        health.take(RouteSample(), isLinkUp: true, began: start, at: now)
        #expect(health.level == .trying && health.trials == 3)
        health.take(good(2), isLinkUp: true, began: start, at: now + .seconds(1))
        #expect(health.level == .trying && health.trials == nil)
        health.take(good(1), isLinkUp: true, began: start, at: now + .seconds(2))
        #expect(health.level == .normal && health.why.isEmpty)
    }

    @Test func `a trial that fails opens it for twice as long, up to a limit`() {
        var (health, now) = opened()
        var waits: [Int64] = []
        for _ in 0..<7 {
            now = health.until ?? now
            health.take(RouteSample(), isLinkUp: true, began: start, at: now)
            #expect(health.level == .trying)
            health.take(sample { $0.unanswered = 1 }, isLinkUp: true, began: start, at: now)
            #expect(health.level == .open)
            waits.append(((health.until ?? now) - now).milliseconds / 1000)
        }
        #expect(waits == [60, 120, 240, 480, 900, 900, 900])
    }

    @Test func `trials that came to nothing are given again, and one that nobody needs is forgiven`() {
        var (health, now) = opened()
        now = now + .seconds(30)
        health.take(RouteSample(), isLinkUp: true, began: start, at: now)
        health.take(RouteSample(), isLinkUp: true, began: start, at: now + .minutes(2))
        #expect(health.level == .trying && health.trials == 3)
        health.take(RouteSample(), isLinkUp: true, began: start, at: now + .minutes(10))
        #expect(health.level == .normal)
    }

    @Test func `a link that is down everywhere opens it, and it is tried when there is one`() {
        var (health, now) = well()
        health.take(RouteSample(), isLinkUp: false, began: start, at: now + .seconds(20))
        #expect(health.level == .normal)
        // Another node has one.
        health.take(RouteSample(), isLinkUp: true, began: start, at: now + .seconds(21))
        health.take(RouteSample(), isLinkUp: false, began: start, at: now + .seconds(40))
        // A node that holds no bind knows nothing of it.
        health.take(RouteSample(), isLinkUp: nil, began: start, at: now + .seconds(42))
        #expect(health.level == .normal)
        now = now + .seconds(42)
        health.take(RouteSample(), isLinkUp: false, began: start, at: now)
        #expect(health.level == .open && health.why == "no link for 21 s")
        health.take(RouteSample(), isLinkUp: false, began: start, at: now + .minutes(5))
        #expect(health.level == .open)
        health.take(RouteSample(), isLinkUp: true, began: start, at: now + .minutes(6))
        #expect(health.level == .trying && health.trials == 3)
    }

    @Test func `what was down before the lane began does not count`() {
        var (health, now) = well()
        now = now + .hours(8)
        health.take(RouteSample(), isLinkUp: false, began: now, at: now + .seconds(2))
        #expect(health.level == .normal)
    }

    @Test func `it is written and read as the same value`() throws {
        var (health, now) = opened()
        #expect(stored(health) == health)
        health.take(RouteSample(), isLinkUp: true, began: start, at: now + .seconds(30))
        health.trials = nil
        #expect(stored(health) == health)
        health = RouteHealth(at: start)
        #expect(stored(health) == health)
        now = start
        #expect(RouteHealth(level: .normal, why: "", until: nil, figures: "2 3") == nil)
    }

    private func stored(_ health: RouteHealth) -> RouteHealth? {
        RouteHealth(level: health.level, why: health.why, until: health.until, figures: health.figures)
    }
}
