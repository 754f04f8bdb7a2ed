@testable import Compliance
import LoanBook
import Testing

@Suite struct LawPackTests {
    static let head = "pack: t\ntitle: T\nversion: 1\njurisdiction: US\n"

    @Test(arguments: [
        ("", 1, "empty"), ("pack: [", 2, "not YAML"), ("just words", 1, "not a mapping"),
        ("title: T\nversion: 1\njurisdiction: US\nrules: []", 1, "pack is missing"),
        ("pack: t\ntitle: T\nversion: 1\njurisdiction: USA\nrules: []", 4, "USA is no region"),
        (head + "rule: []", 5, "unknown key rule"), (head + "rules: none", 5, "not a list"),
        (head + "rules:\n  - {id: a, citation: c, grade: S, says: s}", 6, "exactly one kind"),
        (
            head + "rules:\n  - {id: a, citation: c, grade: S, says: s, duty: d, consent: required}", 6,
            "exactly one kind"
        ),
        (head + "rules:\n  - {id: a, citation: c, grade: X, says: s, duty: d}", 6, "unknown value X"),
        (head + "rules:\n  - {id: a, grade: S, says: s, duty: d}", 6, "citation is missing"),
        (
            head + "rules:\n  - id: a\n    citation: c\n    grade: S\n    says: s\n    window: {every_day: 8-20}", 10,
            "8-20 is no interval"
        ),
        (
            head + "rules:\n  - id: a\n    citation: c\n    grade: S\n    says: s\n    window: {monday: closed}", 10,
            "tuesday has no hours"
        ),
        (
            head
                + "rules:\n  - {id: a, citation: c, grade: S, says: s, window: {every_day: closed, calendar: x, holidays: closed}}",
            6, "no calendar x"
        ),
        (
            head + "rules:\n  - {id: a, citation: c, grade: S, says: s, roles: [banker], duty: d}", 6,
            "unknown value banker"
        ),
        (head + "rules:\n  - {id: a, citation: c, grade: S, says: s, stop: {flags: [sad]}}", 6, "unknown value sad"),
        (head + "rules:\n  - {id: a, citation: c, grade: S, says: s, from: 2026-02-30, duty: d}", 6, "not a date"),
        (
            head
                + "rules:\n  - {id: a, citation: c, grade: S, says: s, cap: {count: [visit], per: debt, most: 0, period: day}}",
            6, "not a whole number"
        ),
        (
            head
                + "rules:\n  - {id: a, citation: c, grade: S, says: s, cap: {count: [visit], per: debt, most: 1, period: day, rolling_days: 3}}",
            6, "one period"
        ),
        (
            head
                + "rules:\n  - {id: a, citation: c, grade: S, says: s, cap: {count: [visit], per: debt, most: 1, rolling_days: 38}}",
            6, "not a whole number"
        ),
        (
            head
                + "calendars:\n  - {key: c, version: 1, years: [{year: 2026, grade: S, source: s, days: {2027-01-01: x}}]}\nrules: []",
            6, "2027-01-01 is not in 2026"
        ),
    ])
    func `a fault is named with its place and what mends it`(yaml: String, line: Int, what: String) {
        #expect { try LawPack.parse(yaml: yaml, file: "t.yaml") } throws: { error in
            guard let fault = (error as? LawPackError)?.faults.first else { return false }
            #expect(fault.file == "t.yaml" && fault.line == line && fault.column >= 1 && !fault.fix.isEmpty)
            #expect(fault.what.contains(what), "\(fault)")
            return true
        }
    }

    @Test func `all faulty rules are reported at once`() {
        let yaml =
            LawPackTests.head + """
                rules:
                  - {id: a, citation: c, grade: X, says: s, duty: d}
                  - {id: b, citation: c, grade: S, says: s, duty: d}
                  - {id: b, citation: c, grade: S, says: s, duty: d}
                  - {id: c, citation: c, grade: S, says: s, wording: {must: {en: []}, must_not: {}}}
                """
        #expect { try LawPack.parse(yaml: yaml, file: "t.yaml") } throws: {
            ($0 as? LawPackError)?.faults.map(\.line) == [6, 8, 9]
        }
    }

    @Test func `a pack that is too long is refused`() {
        let yaml = LawPackTests.head + String(repeating: "#", count: LawPack.greatestLength)
        #expect(throws: LawPackError.self) { try LawPack.parse(yaml: yaml, file: "t.yaml") }
    }

    @Test(arguments: [
        ("[08:00, 22:00)", 28_800, 79_200), ("(08:00, 21:00)", 28_801, 75_600), ("[08:00, 20:00]", 28_800, 72_001),
        ("[00:00, 24:00]", 0, 86_400), ("[08:00:30,08:00:31)", 28_830, 28_831),
    ])
    func `an interval says which boundary it holds`(text: String, first: Int32, end: Int32) throws {
        let hours = try #require(WindowRule.Hours(interval: text))
        #expect(hours.first == first && hours.end == end)
    }

    @Test(arguments: ["08:00-20:00", "[20:00, 08:00]", "(08:00, 08:00)", "[08:00]", "[08:00, 20:00", "", "["])
    func `an interval that is none is refused`(text: String) {
        #expect(WindowRule.Hours(interval: text) == nil)
    }

    @Test func `the built-in packs are listed with version, hash and what nobody verified`() throws {
        let summaries = try LawBook.builtIn().summaries
        let keys = [
            "house", "us-federal", "us-ma", "cn", "id", "gb", "eu", "in", "ru", "br", "mx", "ph", "vn", "th", "my",
            "sg",
            "hk", "au", "ke", "ng",
        ]
        #expect(Set(summaries.map(\.key)) == Set(keys))
        #expect(Set(summaries.map(\.hash)).count == summaries.count)
        #expect(summaries.allSatisfy { $0.hash.utf8.count == 64 && !$0.version.isEmpty && $0.reviewedBy == nil })
        let federal = try #require(summaries.first { $0.key == "us-federal" })
        #expect(federal.unverifiedRules.contains("us-federal/bankruptcy"))
        #expect(!federal.unverifiedRules.contains("us-federal/regf.call-cap"))
    }

    @Test func `one changed byte changes the hash`() throws {
        let yaml = LawPackTests.head + "rules: []\n"
        let hash = try LawPack.parse(yaml: yaml, file: "t.yaml").hash
        #expect(try LawPack.parse(yaml: yaml + "#", file: "t.yaml").hash != hash)
        #expect(try LawPack.parse(yaml: yaml, file: "t.yaml", hash: "given").hash == "given")
    }
}
