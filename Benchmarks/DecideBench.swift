import CivilTime
import Decisions
import LoanBook
import Store

/// A day's deciding for many borrowers: arrears, a strategy of twelve steps with conditions, text and law; nothing stored.
/// Each has 1.3 loans and 60 contacts of the year before. Half of them live in the United States, half in China. Borrowers are
/// made a chunk at a time, so that memory does not grow, and only deciding is timed, on all cores as planning does it.
struct DecideBench {
    private static let chunk = 5_000

    let sample: SampleLender
    let borrowers: Int

    func measure(runs: Int) throws -> Measurement {
        var result = Measurement("decide", count: borrowers)
        var counts = Counts()
        let desks = try [sample.us, sample.china].map { desk in
            var desk = desk
            desk.context.strategy = try Strategy.parse(
                yaml: Self.strategy, file: "decide.yaml", templates: desk.context.templates)
            return desk
        }
        // A first chunk fills the caches of zones and packs, as the first page of a plan does.
        _ = try run(Self.chunk, desks)
        for _ in 0..<runs {
            let (time, counted) = try run(borrowers, desks)
            result.runs.append(time)
            counts = counted
        }
        result.outcome = [
            ("borrowers_with_a_step", counts.withStep), ("send", counts.send), ("hold", counts.hold),
            ("suppress", counts.suppress), ("text_bytes", counts.textBytes),
        ]
        return result
    }

    private struct Counts: Sendable {
        var withStep = 0
        var send = 0
        var hold = 0
        var suppress = 0
        var textBytes = 0

        mutating func add(_ decisions: [Decision]) {
            if !decisions.isEmpty { withStep += 1 }
            for decision in decisions {
                textBytes += decision.planned.text.utf8.count
                switch decision {
                case .send: send += 1
                case .hold: hold += 1
                case .suppress: suppress += 1
                case .task: break
                }
            }
        }
    }

    private func run(_ borrowers: Int, _ desks: [SampleLender.Desk]) throws -> (Duration, Counts) {
        var makers = desks.enumerated().map { place, desk in
            SampleBorrowers(
                desk, isChinese: place == 1, seed: UInt64(place + 1), secondLoans: 30, contactsEach: 60)
        }
        var total = Duration.zero
        var counts = Counts()
        var left = borrowers
        while left > 0 {
            for index in makers.indices where left > 0 {
                let borrowers = makers[index].take(min(left, Self.chunk))
                left -= borrowers.count
                let desk = makers[index].desk
                total += try ContinuousClock().measure {
                    let found = try borrowers.parallelMap { borrower in
                        decide(borrower, context: desk.context, claimed: { _ in false }, on: desk.date, now: desk.now)
                    }
                    for decisions in found { counts.add(decisions) }
                }
            }
        }
        return (total, counts)
    }
}
