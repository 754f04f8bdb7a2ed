import Messaging
import Testing

/// The fold over segments and the word of a receipt: design §7, `Documentation/lifecycle.md`.
@Suite struct AttemptStateTests {
    typealias Case = (segments: [AttemptState], fold: AttemptState)

    static let folds: [Case] = [
        ([.delivered], .delivered), ([.accepted], .accepted), ([.written], .written), ([.unknown], .unknown),
        ([.refused], .refused), ([.unwritten], .unwritten), ([.undelivered], .undelivered), ([.expired], .expired),
        ([], .accepted),
        ([.delivered, .delivered], .delivered), ([.delivered, .accepted], .accepted),
        ([.delivered, .undelivered], .undelivered), ([.undelivered, .delivered], .undelivered),
        ([.delivered, .expired, .delivered], .expired), ([.expired, .undelivered], .undelivered),
        ([.accepted, .undelivered], .undelivered), ([.accepted, .expired], .expired),
        ([.written, .refused], .written), ([.written, .unknown, .delivered], .written),
        ([.refused, .accepted], .refused), ([.refused, .unknown], .refused), ([.refused, .unwritten], .refused),
        ([.unknown, .delivered], .unknown), ([.unknown, .undelivered], .unknown), ([.unwritten, .delivered], .unknown),
        ([.unwritten, .accepted], .unknown), ([.unwritten, .unwritten], .unwritten),
    ]

    @Test(arguments: folds) func `an attempt is the fold of its segments`(_ row: Case) {
        #expect(AttemptState.fold(row.segments) == row.fold)
        #expect(AttemptState.fold(row.segments.reversed()) == row.fold, "the order of segments says nothing")
    }

    /// Every sequence of up to three segments.
    static let sequences: [[AttemptState]] = {
        let one = AttemptState.allCases.map { [$0] }
        let two = one.flatMap { head in AttemptState.allCases.map { head + [$0] } }
        return one + two + two.flatMap { head in AttemptState.allCases.map { head + [$0] } }
    }()

    @Test func `it is delivered only when every segment is`() {
        for segments in Self.sequences where AttemptState.fold(segments) == .delivered {
            #expect(segments.allSatisfy { $0 == .delivered })
        }
    }

    @Test func `any failure shows, whatever the other segments say`() {
        let good: Set<AttemptState> = [.delivered, .accepted]
        let bad: Set<AttemptState> = [.undelivered, .expired, .refused, .unknown]
        for segments in Self.sequences where segments.contains(where: bad.contains) {
            let fold = AttemptState.fold(segments)
            #expect(!good.contains(fold), "\(segments) folds to \(fold)")
            #expect(fold != .unwritten, "\(segments): something may have gone out")
        }
    }

    @Test func `an open segment keeps the attempt open`() {
        for segments in Self.sequences {
            #expect((AttemptState.fold(segments) == .written) == segments.contains(.written))
        }
    }

    @Test func `only what was never written may be sent again without a word of the carrier`() {
        for segments in Self.sequences where AttemptState.fold(segments).message == nil {
            #expect(segments.allSatisfy { $0 == .unwritten })
        }
    }

    static let outcomes: [CarrierReceipt.Outcome] = [
        .delivered, .undelivered, .expired, .rejected, .accepted, .enroute, .unknown,
    ]

    @Test(arguments: [AttemptState.delivered, .undelivered, .expired, .refused, .unwritten])
    func `a final word is never unsaid`(_ state: AttemptState) {
        for outcome in Self.outcomes { #expect(state.after(outcome) == nil) }
    }

    typealias Word = (state: AttemptState, says: CarrierReceipt.Outcome, after: AttemptState?)

    static let words: [Word] = [
        (.accepted, .delivered, .delivered), (.accepted, .undelivered, .undelivered), (.accepted, .expired, .expired),
        (.accepted, .rejected, .undelivered), (.accepted, .enroute, nil), (.accepted, .accepted, nil),
        (.accepted, .unknown, nil),
        (.unknown, .delivered, .delivered), (.unknown, .undelivered, .undelivered), (.unknown, .expired, .expired),
        (.unknown, .rejected, .undelivered), (.unknown, .enroute, .accepted), (.unknown, .accepted, .accepted),
        (.unknown, .unknown, nil),
        (.written, .delivered, .delivered), (.written, .enroute, .accepted), (.written, .unknown, nil),
    ]

    @Test(arguments: words) func `a receipt settles what is open`(_ word: Word) {
        #expect(word.state.after(word.says) == word.after)
    }

    @Test func `receipts in any order end in one word, the first final one`() {
        for start in [AttemptState.written, .accepted, .unknown] {
            for first in Self.outcomes {
                for second in Self.outcomes {
                    let once = start.after(first) ?? start
                    let twice = once.after(second) ?? once
                    if once.message?.isFinal == true { #expect(twice == once, "\(start), \(first), then \(second)") }
                }
            }
        }
    }

    @Test(arguments: 0..<50)
    func `receipts for parts in any order, twice over, end in one word`(seed: Int) {
        var random = SeededNumbers(seed: UInt64(seed))
        let words: [CarrierReceipt.Outcome] = [.delivered, .undelivered, .expired, .rejected]
        let finals = (0..<5).map { _ in words[Int.random(in: 0..<4, using: &random)] }
        var ends: Set<AttemptState> = []
        for _ in 0..<10 {
            // Each part hears of its way, its end, and its end again.
            var receipts = finals.enumerated().flatMap { part, end in
                [(part, CarrierReceipt.Outcome.enroute), (part, end), (part, end)]
            }
            receipts.shuffle(using: &random)
            var parts = [AttemptState](repeating: .accepted, count: finals.count)
            for (part, outcome) in receipts { parts[part] = parts[part].after(outcome) ?? parts[part] }
            ends.insert(AttemptState.fold(parts))
        }
        #expect(ends.count == 1, "seed \(seed)")
    }

    @Test func `the message says what its last attempt says`() {
        let expected: [AttemptState: MessageState] = [
            .written: .submitted, .accepted: .accepted, .unknown: .unknown, .delivered: .delivered,
            .undelivered: .undelivered, .expired: .expired, .refused: .failed,
        ]
        for state in AttemptState.allCases { #expect(expected[state] == state.message) }
    }
}
