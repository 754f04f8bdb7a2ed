import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

@testable import Decisions

/// What one thing told keeps from being told on the same day, before and after it went out.
@Suite struct YieldTests {
    /// A contact of ours about a loan, at an hour of a day in the portfolio's zone.
    private static func contact(
        _ loan: Int64, _ day: String, _ context: DecisionContext, hour: Int64 = 10,
        _ messageClass: MessageClass = .collection, kind: PastContact.Kind = .message
    ) -> PastContact {
        PastContact(
            kind: kind, channel: .sms, messageClass: messageClass, contactPoint: ContactPoint.ID(1),
            loan: Loan.ID(loan), at: SampleStrategy.moment(day, context).1 + .hours(hour))
    }

    private static func words(_ decisions: [Decision]) -> [String] {
        decisions.map { "\($0.planned.step.id) \($0.kind) \($0.planned.loans.map { String($0.number) }.joined())" }
    }

    // MARK: Reminders and notices of arrears

    private static let reminders = """
        key: mine
        steps:
          - {id: upcoming.3, purpose: reminder.upcoming, template: reminder.upcoming, anchor: {days_before_due: 3}, at: "10:00", late_days: 2, channel: sms}
        \(SampleStrategy.overdue("overdue.28", days: 28))
        """

    /// On 18 December the instalment of 20 November is 28 days past due, and another falls due in three days.
    private static func both() -> BorrowerSnapshot {
        var borrower = Sample.borrower()
        borrower.loans[0].instalments[3].dueOn = Sample.date("2026-11-20")
        return borrower
    }

    private static let day = "2026-12-18"
    private static let reason = "a message about arrears of this loan went out the same day"

    @Test(arguments: [PastContact.Kind.message, .mention])
    func `a reminder yields to the overdue notice of its day when that has gone out, and not the day after`(
        kind: PastContact.Kind
    ) throws {
        let context = try SampleStrategy.context(Self.reminders)
        var borrower = Self.both()
        let before = try SampleStrategy.decisions(borrower, on: Self.day, context)
        #expect(Self.words(before) == ["overdue.28 send 7", "upcoming.3 suppress 7"])
        let told: Set = [before[0].planned.claim]
        borrower.contacts = [Self.contact(7, Self.day, context, kind: kind)]
        let after = try SampleStrategy.decisions(borrower, on: Self.day, context, claimed: told)
        #expect(Self.words(after) == ["upcoming.3 suppress 7"] && after.map(\.reason) == [Self.reason])
        let next = try SampleStrategy.decisions(borrower, on: "2026-12-19", context, claimed: told)
        #expect(Self.words(next) == ["upcoming.3 send 7"])
    }

    @Test func `what was said of another loan, of something else or by somebody else makes no reminder yield`() throws {
        let context = try SampleStrategy.context(Self.reminders)
        let told: Set = [try SampleStrategy.decisions(Self.both(), on: Self.day, context)[0].planned.claim]
        var outside = Self.contact(7, Self.day, context)
        outside.isOutside = true
        for contact in [
            Self.contact(8, Self.day, context), Self.contact(7, Self.day, context, .service), outside,
            Self.contact(7, "2026-12-17", context, hour: 23), Self.contact(7, Self.day, context, kind: .callAttempt),
        ] {
            var borrower = Self.both()
            borrower.contacts = [contact]
            let decisions = try SampleStrategy.decisions(borrower, on: Self.day, context, claimed: told)
            #expect(Self.words(decisions) == ["upcoming.3 send 7"], "\(contact)")
        }
    }

    @Test func `a reminder that is planned already is superseded when a notice of arrears has gone out that day`()
        throws
    {
        let context = try SampleStrategy.context(Self.reminders)
        var borrower = Self.both()
        let claim = try SampleStrategy.decisions(borrower, on: Self.day, context)[1].planned.claim
        #expect(SampleStrategy.recheck(claim, borrower, on: Self.day, context).words == "send")
        borrower.contacts = [Self.contact(7, Self.day, context)]
        #expect(
            SampleStrategy.recheck(claim, borrower, on: Self.day, context).words == "superseded: \(Self.reason)")
        #expect(SampleStrategy.recheck(claim, borrower, on: "2026-12-19", context).words == "send")
    }

    // MARK: The validation of a debt

    private static let validating = """
        key: collector
        steps:
          - {id: validation, purpose: debt.validation, template: debt.validation, anchor: debt_validation, at: "09:00", channel: sms}
        \(SampleStrategy.overdue("overdue.1", days: 1, template: "overdue.7", "merged_template: overdue.notice.several"))
          - {id: overdue.1.again, purpose: overdue.notice, template: overdue.7, anchor: {undelivered: overdue.1, after_h: 2}, channel: sms}
        """

    private static func collector(_ more: String = "") throws -> (DecisionContext, BorrowerSnapshot) {
        var context = try SampleStrategy.context(validating + "\n" + more, Sample.american)
        context.portfolio.address = "PO Box 1, Albany NY"
        context.portfolio.validationPage = "https://meadow.example/notice"
        var borrower = Sample.borrower(Sample.american)
        borrower.loans = ([7, 8] as [Int64]).map { number in
            var loan = Sample.loan(number, payments: [], currency: Currency(code: "USD", decimals: 2))
            loan.payments = [Sample.payment(number * 10, "2026-10-20", 300_000)]
            return loan
        }
        return (context, borrower)
    }

    private static func validation(_ loan: Int64) -> Claim {
        Claim(
            borrower: Borrower.ID(1), subject: .loan, subjectID: loan, subjectPart: 0, step: "validation",
            generation: 1)
    }

    private static func overdue(_ loan: Int64) -> Claim { MergeTests.claim(loan, step: "overdue.1") }

    @Test func `other collection of a loan waits for the day after its validation went out`() throws {
        var (context, borrower) = try Self.collector()
        borrower.loans.removeLast()
        let first = try SampleStrategy.decisions(borrower, on: "2026-11-22", context)
        #expect(Self.words(first) == ["overdue.1 suppress 7", "validation send 7"])
        let told: Set = [Self.validation(7)]
        borrower.contacts = [Self.contact(7, "2026-11-22", context, hour: 13)]
        let after = try SampleStrategy.decisions(borrower, on: "2026-11-22", context, claimed: told)
        #expect(after.map(\.reason) == ["the notice that validates the debt goes first"])
        let next = try SampleStrategy.decisions(borrower, on: "2026-11-23", context, claimed: told)
        #expect(Self.words(next) == ["overdue.1 send 7"])
        context.portfolio.role = .lender
        #expect(
            Self.words(try SampleStrategy.decisions(borrower, on: "2026-11-22", context)) == ["overdue.1 send 7"],
            "who is no collector validates nothing")
    }

    @Test func `the first word after long silence is not taken for the validation`() throws {
        var (context, borrower) = try Self.collector(
            SampleStrategy.overdue("overdue.45", days: 45, template: "overdue.7"))
        borrower.loans.removeLast()
        let day = "2027-01-05"
        borrower.contacts = [Self.contact(7, day, context, hour: 9)]
        context.portfolio.paymentsFeedMaxAge_h = 24
        let decisions = try SampleStrategy.decisions(borrower, on: day, context, claimed: [Self.validation(7)])
        #expect(Self.words(decisions) == ["overdue.45 send 7"], "\(decisions.map(\.reason))")
    }

    @Test func `a rung waits for no validation of long ago`() throws {
        let (context, known) = try Self.collector()
        var borrower = known
        borrower.loans.removeLast()
        borrower.contacts = [Self.contact(7, "2026-11-22", context)]
        borrower.undelivered = [
            UndeliveredMessage(
                subject: Claim.Subject.instalment.rawValue, subjectID: 7, subjectPart: 4, step: "overdue.1",
                generation: 1, writtenAt: borrower.contacts[0].at, failedAt: nil)
        ]
        let now = borrower.contacts[0].at + .hours(3)
        borrower.paymentsAsOf = now
        let told: Set = [Self.validation(7), Self.overdue(7)]
        let decisions = decide(
            borrower, context: context, claimed: told.contains, on: Sample.date("2026-11-22"), now: now)
        #expect(Self.words(decisions) == ["overdue.1.again send 7"])
    }

    @Test func `validated loans of a collector are told in one message`() throws {
        let (context, borrower) = try Self.collector()
        let told: Set = [Self.validation(7), Self.validation(8)]
        let decisions = try SampleStrategy.decisions(borrower, on: "2026-11-23", context, claimed: told)
        #expect(MergeTests.words(decisions) == ["send 7+8"])
        #expect(Self.look(borrower, on: "2026-11-23", told: told, context) == "7+8")
    }

    @Test func `on the day of its validation a loan is left out, and told alone to nobody`() throws {
        let (context, known) = try Self.collector()
        var borrower = known
        borrower.contacts = [
            Self.contact(7, "2026-11-22", context), Self.contact(8, "2026-11-23", context),
        ]
        let told: Set = [Self.validation(7), Self.validation(8)]
        #expect(Self.look(borrower, on: "2026-11-23", told: told, context) == "7")
        borrower.contacts[0] = Self.contact(7, "2026-11-23", context)
        #expect(
            Self.look(borrower, on: "2026-11-23", told: told, context)
                == "superseded: the notice that validates the debt goes first")
        #expect(
            Self.look(borrower, on: "2026-11-23", told: [], context)
                == "superseded: the notice that validates the debt goes first")
    }

    private static func look(
        _ snapshot: BorrowerSnapshot, on day: String, told: Set<Claim>, _ context: DecisionContext
    ) -> String {
        MergeSubmissionTests.words(
            MergeSubmissionTests.look(snapshot, on: day, step: "overdue.1", told: told, context))
    }

    // MARK: Late steps

    /// Of 15 days past due, and of a payment two days before.
    private static let replacing = """
        key: mine
        late: replace
        experiments:
          - key: tone
            salt: s
            arms: [{key: heard, weight: 1}, {key: quiet, weight: 1, holdout: true}]
        steps:
          - {id: payment, purpose: payment.received, template: payment.received, anchor: payment_received, at: "09:00", channel: sms}
          - {id: formal.15, purpose: overdue.formal, template: overdue.15, anchor: {days_past_due: 15}, at: "10:00", channel: sms}
        """

    @Test func `what the law asks for yields to nothing that a hold-out does not hear`() throws {
        let context = try SampleStrategy.context(Self.replacing)
        let experiment = try #require(context.strategy.experiments.first)
        var seen: Set<Bool> = []
        for number in 1...20 {
            var borrower = ExperimentTests.borrower("B\(number)")
            // The formal notice is a day late; the payment is of today.
            borrower.loans[0].payments.append(Sample.payment(9, "2026-12-07", 10_000))
            let isHeldOut = experiment.arm(strategy: "mine", portfolio: "zh", borrower: "B\(number)").isHoldout
            let decisions = try SampleStrategy.decisions(borrower, on: "2026-12-07", context)
            let formal = try #require(decisions.first { $0.planned.step.id == "formal.15" })
            #expect(formal.kind == (isHeldOut ? "send" : "suppress"), "\(formal.reason)")
            seen.insert(isHeldOut)
        }
        #expect(seen.count == 2)
    }
}
