import Compliance
import LoanBook
import Testing

@Suite struct LawBookTests {
    @Test(arguments: [
        ("US-NY", ["house", "us-federal"]), ("US-MA", ["house", "us-federal", "us-ma"]),
        ("US", ["house", "us-federal", "us-ma"]), ("CN-BJ", ["house", "cn"]), ("CN", ["house", "cn"]),
        ("ID-PA", ["house", "id"]), ("DE", ["house"]), ("USA", ["house"]),
    ])
    func `a region is bound by its country, its state and the house`(region: String, keys: [String]) throws {
        let packs = try LawBook.builtIn().bound(region: region, role: .lender)
        #expect(packs.packs.map(\.key) == keys)
        #expect(packs.isUnknownCountry == (keys == ["house"]))
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
