import CivilTime
@testable import Compliance
import LoanBook
import Messaging
import Testing

@Suite struct LawBookTests {
    @Test(arguments: [
        ("US-NY", ["house", "us-federal"]), ("US-MA", ["house", "us-federal", "us-ma"]),
        ("US", ["house", "us-federal", "us-ma"]), ("CN-BJ", ["house", "cn"]), ("CN", ["house", "cn"]),
        ("ID-PA", ["house", "id"]), ("GB-SCT", ["house", "gb"]), ("BR-SP", ["house", "br"]), ("BR", ["house", "br"]),
        ("DE", ["house", "eu"]), ("ES-MD", ["house", "eu"]), ("CH", ["house"]), ("USA", ["house"]),
    ])
    func `a region is bound by its country, its state and the house`(region: String, keys: [String]) throws {
        let packs = try LawBook.builtIn().bound(region: region, role: .lender)
        #expect(packs.packs.map(\.key) == keys)
        #expect(packs.isUnknownCountry == (keys == ["house"] || keys == ["house", "eu"]))
    }

    @Test func `bound packs are made once`() throws {
        let book = try LawBook.builtIn()
        #expect(book.bound(region: "US-MA", role: .bank) === book.bound(region: "US-MA", role: .bank))
        #expect(book.bound(region: "US-MA", role: .bank) !== book.bound(region: "US-MA", role: .lender))
    }

    @Test func `a lender's own pack binds beside the law, and may replace the house rules only`() throws {
        let rule =
            "  - {id: a, citation: own, grade: P, says: s, cap: {count: [message], per: borrower, most: 1, period: day}}"
        let own = try TestLaw.pack(rule, key: "own")
        let book = try LawBook.builtIn().adding([own])
        #expect(book.bound(region: "US-NY", role: .lender).packs.map(\.key) == ["house", "us-federal", "own"])
        let house = try TestLaw.pack(rule, jurisdiction: "\"*\"", key: "house")
        let replaced = try LawBook.builtIn().adding([house])
        #expect(replaced.packs.first { $0.key == "house" }?.hash == house.hash)
        #expect(throws: LawPackError.self) { try LawBook.builtIn().adding([try TestLaw.pack(rule, key: "us-ma")]) }
    }

    @Test func `the law of the Union binds beside a member state's own pack, and is not enough without one`() throws {
        let book = try LawBook.builtIn()
        let snapshot = TestLaw.snapshot(region: "DE", number: "+4915112345678", consents: TestLaw.consents())
        let noon = try #require(Instant(iso: "2026-11-23T12:00:00+01:00"))
        func verdict(_ book: LawBook, _ text: String) -> Verdict {
            permit(
                TestLaw.contact(snapshot, text: text, language: "de"), borrower: snapshot,
                packs: book.bound(region: "DE", role: .lender), context: LawContext(zones: TestLaw.zones, book: book),
                at: noon)
        }
        let alone = verdict(book, "Schuldnerberatung")
        #expect(alone.outcome == .suppress)
        #expect(alone.findings.first?.detail.contains("write a pack of jurisdiction DE") == true)
        let rule = "  - {id: a, citation: own, grade: P, says: s., window: {every_day: \"[09:00, 17:00)\"}}"
        let own = try book.adding([try TestLaw.pack(rule, jurisdiction: "DE", key: "de")])
        guard case .allow = verdict(own, "Hilfe: Schuldnerberatung").outcome else {
            Issue.record("a pack of the state and the Union's line should allow")
            return
        }
        let lacking = verdict(own, "Bitte zahlen Sie.")
        #expect(lacking.outcome == .suppress && lacking.findings.contains { $0.rule == "eu/ccd2.debt-advice" })
    }

    @Test func `a rule of some states binds those, and whoever's state is not known`() throws {
        let yaml =
            "  - {id: a, citation: c, grade: S, says: s., regions: [US-NY, US-CA], window: {every_day: \"[09:00, 17:00)\"}}"
        let book = LawBook(packs: [try TestLaw.pack(yaml)])
        func count(_ region: String) -> Int {
            var count = 0
            book.bound(region: region, role: .lender).forEachRule(for: .overdueNotice, .sms) { _ in count += 1 }
            return count
        }
        #expect(count("US-NY") == 1 && count("US-CA") == 1 && count("US") == 1 && count("US-TX") == 0)
        #expect(throws: LawPackError.self) {
            try TestLaw.pack("  - {id: a, citation: c, grade: S, says: s., regions: [CA-ON], duty: d}")
        }
    }

    @Test func `opt-out words come from every pack that binds`() throws {
        let book = try LawBook.builtIn()
        let american = optOutWords(for: book.bound(region: "US-NY", role: .lender))
        #expect(Set(american).isSuperset(of: ["stop", "quit", "revoke", "alto", "退订"]))
        #expect(Set(american).count == american.count)
        #expect(optOutWords(for: book.bound(region: "ID-JK", role: .lender)).contains("berhenti"))
    }

    @Test(arguments: [("US-NY", true), ("CN-BJ", false), ("ID-JK", false), ("DE", false)])
    func `a confirmation of an opt-out needs a pack that allows it`(region: String, allowed: Bool) throws {
        #expect(allowsOptOutConfirmation(try LawBook.builtIn().bound(region: region, role: .lender)) == allowed)
    }

    @Test func `every rule cites its source and says itself in words`() throws {
        for pack in try LawBook.builtIn().packs {
            #expect(!pack.rules.isEmpty)
            for rule in pack.rules {
                #expect(!rule.citation.isEmpty && rule.says.hasSuffix("."), "\(rule.id)")
                #expect(rule.isUnverified == (rule.grade == .memory))
            }
        }
    }
}
