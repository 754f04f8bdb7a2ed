import Gateways
import Messaging
import Testing

/// What became of every segment, by the gateway's word and by the carrier's.
struct Ledger {
    struct Segment: Hashable, CustomStringConvertible {
        var text: Int
        var number: Int

        var description: String { "\(text)/\(number)" }
    }

    /// accepted, refused, unanswered, unwritten.
    private(set) var ends: [Segment: [String]] = [:]
    private(set) var taken: [Segment: Int] = [:]

    init(_ events: [GatewayEvent], _ counts: CarrierCounts) {
        for words in events.segments {
            let fields = words.split(separator: " ")
            let place = fields[1].split(separator: "/").compactMap { Int($0) }
            ends[Segment(text: place[0], number: place[1]), default: []].append(String(fields[0]))
        }
        for (text, times) in counts.texts {
            let number = (Int(text.destination.suffix(8)) ?? 0) - 10_000_000
            taken[Segment(text: number, number: max(0, Int(text.part) - 1)), default: 0] += times
        }
    }

    func count(_ end: String) -> Int { ends.values.count { $0 == [end] } }

    /// Every one of `count` segments ended once, and in no way that the carrier contradicts.
    func check(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(ends.count == count, sourceLocation: sourceLocation)
        #expect(ends.filter { $0.value.count != 1 }.isEmpty, "ended twice", sourceLocation: sourceLocation)
        #expect(taken.filter { $0.value != 1 }.isEmpty, "taken twice", sourceLocation: sourceLocation)
        let lost = ends.filter { $0.value == ["accepted"] && taken[$0.key] == nil }
        #expect(lost.isEmpty, "accepted and not taken", sourceLocation: sourceLocation)
        let hidden = taken.keys.filter { ends[$0] != ["accepted"] && ends[$0] != ["unanswered"] }
        #expect(hidden.isEmpty, "taken, and told otherwise", sourceLocation: sourceLocation)
    }
}
