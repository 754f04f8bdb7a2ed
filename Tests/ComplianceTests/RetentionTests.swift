import CivilTime
import LoanBook
import Testing

@testable import Compliance

/// What must be kept and what must go.
struct RetentionTests {
    @Test func `every vector beside a rule of retention holds, and every rule with a period has some`() throws {
        var count = 0
        for pack in try LawBook.builtIn().packs {
            for (rule, vector) in pack.retentionVectors {
                let objection = vector.objection(asking: rule, of: pack)
                #expect(objection == nil, "\(rule.id), line \(vector.line), \(vector.name): \(objection ?? "")")
                count += 1
            }
            for rule in pack.rules {
                guard case .retention(let limits) = rule.kind, limits.kept != .stray else { continue }
                let expected = Set(rule.retentionVectors.map(\.expected))
                let edge: Set<RetentionVector.Expected> = limits.atMost == nil ? [.keep, .free] : [.free, .gone]
                #expect(expected.isSuperset(of: edge), "\(rule.id)")
            }
        }
        #expect(count >= 20)
    }

    /// Promise P10, for what cannot be undone: whatever else wants a thing gone, a rule that keeps it wins.
    @Test(arguments: ["CN-BJ", "US-NY", "US-MA", "ID-JK", "FR"], Portfolio.Role.allCases)
    func `what is kept is never due, and time alone frees it`(_ region: String, _ role: Portfolio.Role) throws {
        let packs = try LawBook.builtIn().bound(region: region, role: role)
        for seed in UInt64(0)..<200 {
            var random = SeededNumbers(seed: seed)
            func instant() -> Instant? {
                random.next() % 4 == 0 ? nil : Instant(milliseconds: Int64(random.next() % 2_000_000_000) * 1000)
            }
            let facts = RetentionFacts(
                lastCollection: instant(), lastContact: instant(), lastActivity: instant(), endOfBusiness: instant(),
                flags: random.next() % 5 == 0 ? [.dispute] : [])
            let now = Instant(milliseconds: Int64(random.next() % 2_000_000_000) * 1000)
            for kept in [RetentionRule.Kept.profile, .record] {
                let verdict = retention(of: kept, facts: facts, packs: packs, at: now)
                if !verdict.mayGo { #expect(!verdict.mustGo(at: now)) }
                guard !verdict.mayGo, let until = verdict.until else { continue }
                #expect(until > now)
                #expect(!retention(of: kept, facts: facts, packs: packs, at: until - .milliseconds(1)).mayGo)
                #expect(retention(of: kept, facts: facts, packs: packs, at: until).mayGo)
            }
        }
    }

    @Test func `a country without a pack keeps its record`() throws {
        let packs = try LawBook.builtIn().bound(region: "FR", role: .lender)
        let verdict = retention(of: .record, facts: RetentionFacts(), packs: packs, at: .distantFuture)
        #expect(verdict.keeping.map(\.rule) == ["engine/region"] && verdict.until == nil)
        #expect(retention(of: .profile, facts: RetentionFacts(), packs: packs, at: .distantPast).mayGo)
    }

    @Test(arguments: [
        ("{keep_y: 3}", "counted_from is missing"), ("{counted_from: last_contact}", "names no limit"),
        ("{keep_y: 1, keep_d: 3, counted_from: last_contact}", "written twice"),
        ("{keep_y: 3, counted_from: the last day}", "unknown value"),
        ("{class: soul, keep_y: 1, counted_from: last_contact}", "unknown value"),
        ("{keep_y: 0, counted_from: last_contact}", "not a whole number"),
    ]) func `a rule that cannot be read is a fault with its place`(body: String, says: String) {
        let error = #expect(throws: LawPackError.self) {
            try TestLaw.pack(
                """
                  - id: r
                    citation: none
                    grade: M
                    says: kept
                    retention: \(body)
                """)
        }
        #expect(error?.faults.first?.what.contains(says) == true, "\(String(describing: error))")
    }
}
