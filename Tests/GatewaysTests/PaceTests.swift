import CivilTime
import Gateways
import Testing

struct PaceTests {
    /// Segments taken in `seconds`, asked for every millisecond.
    private func taken(_ pace: inout Pace, from start: Int, seconds: Int) -> Int {
        (start * 1_000..<(start + seconds) * 1_000).count { pace.take(now: .milliseconds($0)) }
    }

    @Test(arguments: [(1.0, 10), (50.0, 500), (400.0, 4_000)])
    func `ten seconds take ten seconds' worth`(_ rate: Double, _ expected: Int) {
        var pace = Pace(segmentsPerSecond: rate)
        let count = taken(&pace, from: 0, seconds: 10)
        #expect((expected...expected + expected / 10 + 1).contains(count))
    }

    @Test func `without a pace nothing waits`() {
        var pace = Pace(segmentsPerSecond: nil)
        #expect(taken(&pace, from: 0, seconds: 1) == 1_000)
        #expect(pace.wait == .zero)
        #expect(pace.waitingLimit == .max)
    }

    @Test func `a slow-down halves once for a whole window and grows back`() {
        var pace = Pace(segmentsPerSecond: 100)
        for _ in 0..<50 { pace.slowDown(now: .seconds(1)) }
        #expect(pace.rate == 50)
        pace.slowDown(now: .milliseconds(1_300))
        #expect(pace.rate == 25)
        _ = taken(&pace, from: 2, seconds: 20)
        #expect(pace.rate == 100)
    }

    @Test func `a route without a pace gets one when told to slow down, and loses it again`() {
        var pace = Pace(segmentsPerSecond: nil)
        _ = taken(&pace, from: 0, seconds: 1)
        pace.slowDown(now: .seconds(1))
        let rate = pace.rate ?? 0
        #expect((400...600).contains(rate))
        _ = taken(&pace, from: 1, seconds: 15)
        #expect(pace.rate == nil)
    }

    @Test func `it never stops altogether`() {
        var pace = Pace(segmentsPerSecond: 4)
        for second in 0..<100 { pace.slowDown(now: .milliseconds(second * 300)) }
        #expect(pace.rate ?? 0 >= 1)
    }

    @Test func `back-off doubles within its bounds, and a stable link starts it anew`() {
        var random = SeededNumbers(seed: 3)
        var backoff = Backoff(.init(first: .milliseconds(100), longest: .seconds(1), stableAfter: .seconds(10)))
        for longest in [100, 200, 400, 800, 1_000, 1_000] {
            let wait = backoff.next(lived: .zero, hopeless: false, random: &random)
            #expect(wait >= .milliseconds(longest / 2) && wait <= .milliseconds(longest))
        }
        #expect(backoff.next(lived: .seconds(10), hopeless: false, random: &random) <= .milliseconds(100))
        #expect(backoff.next(lived: .zero, hopeless: true, random: &random) >= .milliseconds(500))
    }
}
