import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging

/// The law asked about one overdue notice with its text: in New York, in Massachusetts, where federal and state packs bind at
/// once, and in Shanghai in turn.
struct PermitBench {
    let sample: SampleLender
    let count: Int

    private struct Case {
        var contact: ProposedContact
        var borrower: BorrowerSnapshot
        var packs: BoundPacks
    }

    func measure(runs: Int) throws -> Measurement {
        guard let at = Instant(iso: "2026-11-20T02:00:00Z"), let morning = Instant(iso: "2026-11-20T15:00:00Z") else {
            throw BenchFault(words: "there is no such day")
        }
        let english =
            "Meadow: Ana Adams, 424.25 USD is 7 days overdue on loan 0001. This is a communication from a debt "
            + "collector. Help: 1-800-555-0142. Reply STOP to opt out."
        let chinese = "【晨禾消费金融】王伟，您的贷款（尾号0001）逾期7天，应还424.25元。可在晨禾App还款。如有疑问请致电400-820-5555。回复T退订。"
        let cases = try [
            one(sample.us, ("US-NY", "America/New_York"), english, "en"),
            one(sample.us, ("US-MA", "America/New_York"), english, "en"),
            one(sample.china, ("CN-SH", "Asia/Shanghai"), chinese, "zh-Hans"),
        ]
        var result = Measurement("permit", count: count)
        var findings = 0
        result.take(runs: runs) {
            findings = 0
            for number in 0..<count {
                let place = number % cases.count
                findings +=
                    permit(
                        cases[place].contact, borrower: cases[place].borrower, packs: cases[place].packs,
                        context: sample.us.context.law, at: place == 2 ? at : morning
                    ).findings.count
            }
        }
        result.outcome = [("findings", findings)]
        return result
    }

    private func one(
        _ desk: SampleLender.Desk, _ home: (String, String), _ text: String, _ language: String
    ) throws -> Case {
        var makers = SampleBorrowers(desk, isChinese: language != "en", seed: 1)
        guard var borrower = makers.take(1).first, let point = borrower.borrower.contactPoints.first,
            let loan = borrower.loans.first
        else { throw BenchFault(words: "there is no borrower to ask about") }
        (borrower.borrower.region, borrower.borrower.zone) = home
        borrower.flags = []
        let contact = ProposedContact(
            purpose: .overdueNotice, channel: .sms, contactPoint: point, loan: loan.loan.id, daysPastDue: 7,
            text: text, language: language, isFirstCollectionContact: false)
        return Case(
            contact: contact, borrower: borrower,
            packs: desk.context.law.book.bound(region: home.0, role: desk.context.portfolio.role))
    }
}
