import CivilTime
@testable import Compliance
import LoanBook
import Messaging
import Testing

@Suite struct VectorTests {
    @Test func `every vector beside a rule holds`() throws {
        let context = try TestLaw.context()
        var count = 0
        for pack in context.book.packs {
            for (rule, vector) in pack.vectors {
                let objection = vector.objection(asking: rule, of: pack, context: context)
                #expect(objection == nil, "\(rule.id), line \(vector.line), \(vector.name): \(objection ?? "")")
                count += 1
            }
        }
        #expect(count >= 375)
    }

    @Test func `every rule that can be asked has a vector in which it speaks`() throws {
        for pack in try LawBook.builtIn().packs {
            for rule in pack.judgedRules {
                // A class that no purpose has cannot be asked about: marketing, until there are such messages.
                let isReached = Purpose.allCases.contains { rule.classes.contains($0.messageClass) }
                #expect(!isReached || rule.vectors.contains { $0.expected != .silent }, "\(rule.id) has no vector")
            }
        }
    }

    @Test func `every window and cap is shown at its edges`() throws {
        for pack in try LawBook.builtIn().packs {
            for rule in pack.rules where rule.kind.needsVectors {
                let expected = Set(rule.vectors.map(\.expected))
                #expect(expected.isSuperset(of: [.allow, .hold]), "\(rule.id) lacks a vector that allows or holds")
            }
        }
    }

    @Test func `a rule with a first or last day is shown on both sides of it`() throws {
        var shown = 0
        for pack in try LawBook.builtIn().packs {
            for rule in pack.rules where !rule.kind.isDataOnly {
                for (day, inForce) in [(rule.from, 1), (rule.to, -1)] {
                    guard let day else { continue }
                    // Noon of the day in Greenwich: no vector of an edge is further away than a day and a half.
                    let edge = Instant(seconds: Int64(day.daysSinceEpoch) * 86_400 + 43_200)
                    let near = rule.vectors.filter { abs(($0.at - edge).milliseconds) < 130_000_000 }
                    #expect(near.contains { $0.expected == .silent }, "\(rule.id) is not shown outside \(day)")
                    #expect(near.contains { $0.expected != .silent }, "\(rule.id) is not shown on \(day)")
                    shown += inForce > 0 ? 1 : 0
                }
            }
        }
        #expect(shown >= 20)
    }

    @Test func `a vector that is wrong is found`() throws {
        let pack = try TestLaw.pack(
            """
              - id: w
                citation: none
                grade: M
                says: office hours
                window: {every_day: "[09:00, 17:00)"}
                vectors:
                  - {name: wrong outcome, at: "2026-06-15T08:59:59-04:00", region: US-NY, expect: allow}
                  - {name: wrong instant, at: "2026-06-15T09:00:00-04:00", region: US-NY, expect: allow, until: "2026-06-15T17:00:01-04:00"}
                  - {name: wrong words, at: "2026-06-15T08:00:00-04:00", region: US-NY, expect: hold, finding: Chicago}
            """)
        let context = try TestLaw.context()
        for (rule, vector) in pack.vectors {
            #expect(vector.objection(asking: rule, of: pack, context: context) != nil, "\(vector.name)")
        }
        #expect(pack.vectors.count == 3)
    }
}
