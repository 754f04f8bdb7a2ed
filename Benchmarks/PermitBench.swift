import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging

/// The law asked about one overdue notice in Massachusetts, where federal and state packs bind at once.
struct PermitBench {
    let sample: SampleLender
    let count: Int

    func measure(runs: Int) throws -> Measurement {
        let context = sample.us.context
        var makers = SampleBorrowers(sample.us, isChinese: false, seed: 1)
        guard var borrower = makers.take(1).first, let point = borrower.borrower.contactPoints.first,
            let loan = borrower.loans.first, let at = Instant(iso: "2026-11-20T15:00:00Z")
        else { throw BenchFault(words: "there is no borrower to ask about") }
        (borrower.borrower.region, borrower.borrower.zone) = ("US-MA", "America/New_York")
        borrower.flags = []
        let contact = ProposedContact(
            purpose: .overdueNotice, channel: .sms, contactPoint: point, loan: loan.loan.id, daysPastDue: 7,
            text: "Meadow: Ana Adams, 424.25 USD is 7 days overdue on loan 0001. This is a communication from a debt "
                + "collector. Help: 1-800-555-0142. Reply STOP to opt out.", language: "en",
            isFirstCollectionContact: false)
        let packs = context.law.book.bound(region: "US-MA", role: context.portfolio.role)
        var result = Measurement("permit", count: count)
        var findings = 0
        result.take(runs: runs) {
            findings = 0
            for _ in 0..<count {
                findings +=
                    permit(contact, borrower: borrower, packs: packs, context: context.law, at: at).findings.count
            }
        }
        result.outcome = [("findings_each", findings / count)]
        return result
    }
}
