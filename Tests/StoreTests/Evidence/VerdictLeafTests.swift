import CivilTime
import Compliance
import Evidence
import Store
import Testing

/// A verdict as a leaf tells it.
@Suite struct VerdictLeafTests {
    private static func record(_ verdict: Verdict?) throws -> LeafValue {
        let fields: [(String, LeafValue)] = [
            ("allowed", .allowed(verdict)), ("findings", .findings(verdict)), ("packs", .packs(verdict)),
        ]
        return try CanonicalJSON.decode(CanonicalJSON.encode(.object(fields)))
    }

    private static func list(_ name: String, _ record: LeafValue) -> [LeafValue] {
        guard case .list(let items)? = record[name] else { return [] }
        return items
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `every rule that spoke stands in it once, by name where it allowed and in full where it objected`(
        seed: UInt64
    ) throws {
        let sources = try LawBook.builtIn().packs.flatMap { pack in
            pack.rules.map {
                RuleSource(
                    rule: $0.id, packVersion: pack.version, packHash: pack.hash, citation: $0.citation, grade: $0.grade)
            }
        }
        let engine = RuleSource(rule: "engine/zone", packVersion: "1", packHash: "", citation: "P10", grade: .primary)
        let end = Instant(milliseconds: 1_763_668_800_000)
        var state = seed
        func below(_ count: Int) -> Int { Int(SeededBytes.next(&state) % UInt64(count)) }
        var longest = 0
        for number in 0..<300 {
            var findings: [Finding] = []
            for _ in 0..<below(25) {
                let outcomes: [Finding.Outcome] = [.allow, .allow, .allow, .suppress, .hold(until: end)]
                findings.append(
                    Finding(
                        source: sources[below(sources.count)], outcome: outcomes[below(outcomes.count)],
                        detail: "\"detail\" \(number)"))
            }
            if below(4) == 0 { findings.append(Finding(source: engine, outcome: .suppress, detail: "no zone")) }
            let record = try Self.record(Verdict(outcome: .suppress, findings: findings))
            let objections = findings.filter { $0.outcome != .allow }
            let told = Self.list("findings", record)
            #expect(
                Self.list("allowed", record).map(\.text) == findings.filter { $0.outcome == .allow }.map(\.rule),
                "seed \(seed), case \(number)")
            #expect(told.map { $0["rule"]?.text } == objections.map(\.rule), "seed \(seed), case \(number)")
            #expect(told.map { $0["citation"]?.text } == objections.map(\.citation))
            #expect(told.map { $0["detail"]?.text } == objections.map(\.detail))
            #expect(told.map { $0["grade"]?.text } == objections.map(\.grade.rawValue))
            #expect(told.map { $0["says"]?.text } == objections.map { $0.outcome == .suppress ? "suppress" : "hold" })
            #expect(
                told.map { $0["until"]?.text } == objections.map { $0.outcome == .suppress ? nil : end.description })
            let packs = Self.list("packs", record)
            #expect(packs.compactMap { $0["hash"]?.text }.count == packs.count)
            #expect(Set(packs.compactMap { $0["hash"]?.text }) == Set(findings.map(\.packHash)))
            #expect(packs.count == Set(findings.map(\.packHash)).count, "seed \(seed), case \(number): one comes twice")
            var named = NamedPacks()
            try named.add(record)
            #expect(Set(named.hashes.keys) == Set(findings.map(\.packHash)).subtracting([""]))
            #expect(!named.hashes.values.contains(false))
            longest = max(longest, told.count)
        }
        #expect(longest > 5)
    }

    @Test func `where nobody was asked it says so in three empty lists`() throws {
        for verdict in [nil, Verdict(outcome: .suppress, findings: [])] {
            #expect(
                try CanonicalJSON.encode(Self.record(verdict))
                    == Array(#"{"allowed":[],"findings":[],"packs":[]}"#.utf8))
        }
    }
}
