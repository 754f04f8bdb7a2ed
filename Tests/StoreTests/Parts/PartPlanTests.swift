import CivilTime
import Testing

@testable import Store

/// What the duty decides, without a server.
struct PartPlanTests {
    private static let start = Instant(milliseconds: 1_795_262_400_000)

    private func plan(
        _ parts: [PartPlan.Part], next: Int64, rest: ClosedRange<Int64>? = nil,
        cut: PartedTables.Cut = .numbers(kind: "attempt"), day: Int64 = 0
    ) -> PartPlan {
        PartPlan(parts: parts, next: next, rest: rest, cut: cut, now: Self.start + .days(day))
    }

    private func part(_ number: Int64, from: Int64?, below: Int64, day: Int64? = 0) -> PartPlan.Part {
        PartPlan.Part(number: number, from: from, below: below, inUseSince: day.map { Self.start + .days($0) })
    }

    @Test func `the next part is made while the one before it is filled`() {
        let first = part(1, from: nil, below: 1_000_000)
        #expect(plan([first], next: 1).step == .add(number: 2, 1_000_000..<2_000_000))
        let ready = [first, part(2, from: 1_000_000, below: 2_000_000, day: nil)]
        #expect(plan(ready, next: 999_999).step == nil)
        // Its time has come: that is noted, and another one made.
        #expect(plan(ready, next: 1_000_000).step == .note(2))
        let noted = [first, part(2, from: 1_000_000, below: 2_000_000, day: 40)]
        #expect(plan(noted, next: 1_000_000, day: 40).step == .add(number: 3, 2_000_000..<3_000_000))
    }

    @Test func `a part has room for a month at the pace of the one before, by factors of four at most`() {
        func width(held: Int64, days: Int64) -> Int64? {
            let parts = [
                part(1, from: nil, below: 1_000_000), part(2, from: 1_000_000, below: 1_000_000 + held, day: 0),
                part(3, from: 1_000_000 + held, below: 1_000_000 + 2 * held, day: days),
            ]
            guard case .add(4, let values) = plan(parts, next: 1_000_000 + held, day: days).step else { return nil }
            return Int64(values.count)
        }
        #expect(width(held: 10_000_000, days: 30) == 10_000_000)
        #expect(width(held: 10_000_000, days: 20) == 15_000_000)
        #expect(width(held: 10_000_000, days: 1) == 40_000_000)
        #expect(width(held: 10_000_000, days: 0) == 40_000_000)
        #expect(width(held: 10_000_000, days: 300) == 3_000_000)
        #expect(width(held: 1_000_000, days: 900) == 1_000_000)
    }

    @Test func `a month has a part of its own, made in the month before`() {
        let before = part(1, from: nil, below: 683)
        #expect(plan([before], next: 682, cut: .months).step == .add(number: 2, 683..<684))
        let ready = [before, part(2, from: 683, below: 684, day: nil)]
        #expect(plan(ready, next: 682, cut: .months).step == nil)
        #expect(plan(ready, next: 683, cut: .months).step == .note(2))
    }

    @Test func `what came while nobody made parts becomes one`() {
        let first = part(1, from: nil, below: 1_000_000)
        let away = plan([first], next: 5_000_001, rest: 1_000_000...5_000_000)
        #expect(away.step == .takeRest(number: 2, 1_000_000..<6_000_001))
        #expect(
            plan([part(1, from: nil, below: 683)], next: 690, rest: 684...690, cut: .months).step
                == .takeRest(number: 2, 683..<692))
    }

    @Test func `rows of a part that somebody took away and brought back keep no new one from being made`() {
        // The first part was detached; some of its rows came back, and stand under no part.
        let parts = [part(2, from: 1_000_000, below: 2_000_000)]
        let step = plan(parts, next: 1_500_000, rest: 7...2_100_000).step
        #expect(step == .add(number: 3, 3_100_001..<4_100_001))
    }
}
