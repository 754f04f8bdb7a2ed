import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

@Suite struct ProductRuleTests {
    private let noon = Instant(seconds: 1_781_539_200)  // 2026-06-15T12:00:00-04:00
    private static let rule = """
          - id: payday.hours
            citation: Test
            grade: P
            says: Payday loans are spoken of in the afternoon only.
            classes: [collection]
            products: [payday, advance]
            window: {every_day: "[14:00, 18:00)"}
            vectors:
              - {name: in the morning, at: "2026-06-15T12:00:00-04:00", region: US-NY, product: payday, expect: hold, until: "2026-06-15T14:00:00-04:00"}
              - {name: another product, at: "2026-06-15T12:00:00-04:00", region: US-NY, product: mortgage, expect: silent}
              - {name: nobody knows which, at: "2026-06-15T12:00:00-04:00", region: US-NY, expect: hold}
        """

    private func ask(product: String?) throws -> Verdict {
        let book = LawBook(packs: [try TestLaw.pack(Self.rule)])
        let snapshot = TestLaw.snapshot(region: "US-NY", consents: TestLaw.consents())
        var contact = TestLaw.contact(snapshot)
        contact.product = product
        return permit(
            contact, borrower: snapshot, packs: book.bound(region: "US-NY", role: .lender),
            context: LawContext(zones: TestLaw.zones, book: book), at: noon)
    }

    @Test func `a rule of some products binds loans of these, and what nobody knows the product of`() throws {
        for (product, isHeld) in [("payday", true), ("advance", true), ("mortgage", false), (nil, true)] {
            let verdict = try ask(product: product)
            let held = if case .hold = verdict.outcome { true } else { false }
            #expect(held == isHeld, "\(product ?? "none"): \(verdict)")
        }
    }

    @Test func `its vectors say for which product`() throws {
        let pack = try TestLaw.pack(Self.rule)
        let results = pack.vectorResults(try TestLaw.context())
        #expect(results.count == 3 && results.allSatisfy { $0.objection == nil }, "\(results)")
    }

    @Test func `an empty list of products is a fault`() {
        #expect(throws: LawPackError.self) {
            try TestLaw.pack(Self.rule.replacing("[payday, advance]", with: "[]"))
        }
    }
}
