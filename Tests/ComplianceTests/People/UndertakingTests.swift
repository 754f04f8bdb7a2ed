import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

/// What was promised or agreed for a loan counts as the flag of that name, for messages about that loan.
@Suite struct UndertakingTests {
    private let context: LawContext
    private static let noon = Instant(seconds: 1_781_496_000)  // 2026-06-15T12:00:00+08:00

    init() throws { context = try TestLaw.context() }

    private func ask(
        _ purpose: Purpose = .overdueNotice, about loan: Loan.ID?, _ change: (inout LoanSnapshot) -> Void
    ) throws -> Verdict {
        var snapshot = TestLaw.snapshot(region: "MY", number: "+60123456789", consents: TestLaw.consents())
        let date = try #require(CivilDate(iso: "2026-01-10"))
        snapshot.loans = [
            LoanSnapshot(
                loan: Loan(
                    id: TestLaw.loan, borrower: Borrower.ID(1), reference: "L1", product: "cash",
                    principalMinor: 100_000, currency: Currency(code: "MYR", decimals: 2), annualRateMillionths: 0,
                    disbursedOn: date, rating: "", status: .open),
                instalments: [], payments: [], rejectedPayments: 0)
        ]
        change(&snapshot.loans[0])
        var contact = TestLaw.contact(snapshot, purpose)
        contact.loan = loan
        return permit(
            contact, borrower: snapshot, packs: context.book.bound(region: "MY", role: .lender), context: context,
            at: Self.noon)
    }

    private func promise(_ status: Promise.Status, due: String) throws -> Promise {
        Promise(
            id: Promise.ID(1), reference: "P1", madeOn: try #require(CivilDate(iso: "2026-06-14")),
            dueOn: try #require(CivilDate(iso: due)), amountMinor: 100, status: status)
    }

    @Test func `an open promise holds collection until its day has ended`() throws {
        let open = try promise(.open, due: "2026-06-16")
        let verdict = try ask(about: TestLaw.loan) { $0.promises = [open] }
        #expect(try verdict.outcome == .hold(until: #require(Instant(iso: "2026-06-17T08:00:00+08:00"))))
        #expect(verdict.findings.contains { $0.rule == "house/collection.agreed" && $0.detail.contains("promise") })
        let reminder = try ask(.promiseDue, about: TestLaw.loan) { $0.promises = [open] }
        if case .allow = reminder.outcome {} else { Issue.record("\(reminder)") }
    }

    @Test(arguments: [(Promise.Status.open, "2026-06-14"), (.kept, "2026-06-20"), (.broken, "2026-06-20")])
    func `a promise that is over or past holds nothing`(status: Promise.Status, due: String) throws {
        let promise = try promise(status, due: due)
        let verdict = try ask(about: TestLaw.loan) { $0.promises = [promise] }
        if case .allow = verdict.outcome {} else { Issue.record("\(verdict)") }
    }

    @Test(arguments: Arrangement.Status.allCases)
    func `an arrangement stops collection while it is agreed`(status: Arrangement.Status) throws {
        let day = try #require(CivilDate(iso: "2026-06-01"))
        let arrangement = Arrangement(
            id: Arrangement.ID(1), reference: "A1", status: status, statusOn: day, instalments: [])
        let verdict = try ask(about: TestLaw.loan) { $0.arrangements = [arrangement] }
        #expect((verdict.outcome == .suppress) == (status == .agreed), "\(verdict)")
        let other = try ask(about: Loan.ID(2)) { $0.arrangements = [arrangement] }
        if case .allow = other.outcome {} else { Issue.record("another loan: \(other)") }
        let offer = try ask(.renewalOffer, about: nil) { $0.arrangements = [arrangement] }
        #expect((offer.outcome == .suppress) == (status == .agreed), "what is about no loan: \(offer)")
    }
}
