import Compliance
import Decisions
import Delivery
import Evidence
import LoanBook
import Messaging
import StoreEngines
import Testing

/// What an attempt's leaf says of the rules that were asked.
@Suite(.everyEngine) struct AttemptLeafTests {
    @Test(arguments: House.allCases)
    func `every rule that allowed is named, and its pack once with the version and hash in force`(
        _ house: House
    ) async throws {
        let desk = try await Desk(house)
        try await desk.borrower(1, house)
        try await desk.plan()
        _ = try await desk.lane().turn([])
        let leaf = try #require(try await desk.leaves(1).first { $0.kind == .attempt })
        guard case .list(let findings)? = leaf.record["findings"], case .list(let allowed)? = leaf.record["allowed"],
            case .list(let packs)? = leaf.record["packs"]
        else {
            Issue.record("findings, allowed and packs are lists")
            return
        }
        #expect(findings.isEmpty && allowed.count > 5)
        let rules = allowed.compactMap(\.text)
        let named = Set(rules.compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(named.count > 1)
        #expect(packs.count == named.count && Set(packs.compactMap { $0["key"]?.text }) == named)
        let book = try house.context().law.book.packs
        for pack in packs {
            let inForce = try #require(book.first { $0.key == pack["key"]?.text })
            #expect(pack["version"]?.text == inForce.version && pack["hash"]?.text == inForce.hash)
        }
        let known = Set(book.flatMap(\.rules).map(\.id))
        #expect(rules.count == allowed.count && rules.allSatisfy(known.contains) && Set(rules).count == rules.count)
    }
}
