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

    /// A carrier that answers 50 ms after the writing, and puts off what `isTooMuch` says. Returns what it took in the last
    /// `seconds` of `seconds + warmUp`.
    private func run(
        _ pace: inout Pace, seconds: Int, warmUp: Int = 0, isTooMuch: (_ millisecond: Int, _ random: Double) -> Bool
    ) -> (taken: Int, putOff: Int) {
        var numbers = SeededNumbers(seed: 5)
        var answers: [(at: Int, writtenAt: Int)] = []
        var (taken, putOff, next) = (0, 0, 0)
        for millisecond in 0..<(seconds + warmUp) * 1_000 {
            while next < answers.count, answers[next].at <= millisecond {
                let isPutOff = isTooMuch(answers[next].writtenAt, Double(numbers.next() >> 11) * 0x1p-53)
                pace.answered(
                    putOff: isPutOff, writtenAt: .milliseconds(answers[next].writtenAt), now: .milliseconds(millisecond)
                )
                if millisecond >= warmUp * 1_000 {
                    (taken, putOff) = isPutOff ? (taken, putOff + 1) : (taken + 1, putOff)
                }
                next += 1
            }
            while pace.take(now: .milliseconds(millisecond)) { answers.append((millisecond + 50, millisecond)) }
        }
        return (taken, putOff)
    }

    @Test func `in no second more is taken than the pace says, though the bucket was full`() {
        var pace = Pace(segmentsPerSecond: 100)
        _ = pace.take(now: .zero)
        var times: [Int] = []
        for millisecond in 5_000..<15_000 {
            // Pauses let the bucket fill up.
            if millisecond / 300 % 3 == 0 { continue }
            while pace.take(now: .milliseconds(millisecond)) { times.append(millisecond) }
        }
        for (index, time) in times.enumerated() where index >= 100 { #expect(time - times[index - 100] >= 1_000) }
        #expect(times.count > 600)
        while pace.take(now: .seconds(15)) {}
        #expect(pace.wait > .zero && pace.wait <= .seconds(1))
    }

    @Test(arguments: [20.0, 100, 1_000, 5_000])
    func `one refusal in a hundred at random costs no pace`(_ rate: Double) {
        var pace = Pace(segmentsPerSecond: rate)
        let (taken, putOff) = run(&pace, seconds: 100) { $1 < 0.01 }
        #expect(Double(taken) >= 100 * rate * 0.96)
        #expect(Double(putOff) > 0.5 * rate)
    }

    @Test(arguments: [(1_000.0, 400), (200, 20), (20, 8)])
    func `the pace finds what a carrier takes, and is whole again when it takes all`(_ rate: Double, _ limit: Int) {
        var pace = Pace(segmentsPerSecond: rate)
        var second = 0
        var inSecond = 0
        let (taken, putOff) = run(&pace, seconds: 120, warmUp: 10) { millisecond, _ in
            if millisecond / 1_000 != second { (second, inSecond) = (millisecond / 1_000, 0) }
            inSecond += 1
            return inSecond > limit
        }
        #expect(taken >= limit * 120 * 8 / 10)
        #expect(putOff <= taken / 4)
        #expect(pace.rate ?? 0 < rate)
        for second in 131...160 { _ = pace.take(now: .seconds(second)) }
        #expect(pace.rate == rate)
    }

    @Test func `a window of refusals slows down once`() {
        var pace = Pace(segmentsPerSecond: 100)
        while pace.take(now: .milliseconds(1_000)) {}
        for _ in 0..<50 { pace.answered(putOff: true, writtenAt: .milliseconds(1_000), now: .milliseconds(1_050)) }
        #expect(pace.rate == 50)
    }

    @Test func `a route without a pace gets one when told to slow down, and loses it again`() {
        var pace = Pace(segmentsPerSecond: nil)
        _ = taken(&pace, from: 0, seconds: 1)
        for _ in 0..<20 { pace.answered(putOff: true, writtenAt: .milliseconds(990), now: .milliseconds(1_000)) }
        let rate = pace.rate ?? 0
        #expect((400...600).contains(rate))
        _ = taken(&pace, from: 1, seconds: 25)
        #expect(pace.rate == nil)
    }

    @Test func `it never stops altogether`() {
        var pace = Pace(segmentsPerSecond: 4)
        _ = run(&pace, seconds: 100) { _, _ in true }
        #expect(pace.rate ?? 0 >= 1)
    }

    @Test func `a part of the pace is what a share of the binds gives, and a gain is not there at once`() {
        var pace = Pace(segmentsPerSecond: 400)
        pace.share(0.25, now: .zero)
        let quarter = taken(&pace, from: 0, seconds: 10)
        #expect((990...1_011).contains(quarter))
        pace.share(0.75, now: .seconds(10))
        let atOnce = pace.take(now: .seconds(10))
        #expect(!atOnce)
        let most = taken(&pace, from: 10, seconds: 10)
        #expect((2_970...3_031).contains(most))
        pace.share(0, now: .seconds(20))
        let none = taken(&pace, from: 20, seconds: 2)
        #expect(none <= 1)
        pace.share(1, now: .seconds(22))
        let all = taken(&pace, from: 22, seconds: 10)
        #expect((3_960...4_041).contains(all))
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
