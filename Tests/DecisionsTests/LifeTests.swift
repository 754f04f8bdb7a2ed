import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

/// A loan's whole life under the standard strategy: each fact has its words, with the values of its own day.
@Suite struct LifeTests {
    private static func application(_ status: Application.Status) -> Application {
        Application(
            id: Application.ID(5), reference: "AP-0005", product: "现金贷", amountMinor: 800_000,
            currency: Currency(code: "CNY", decimals: 2), status: status, statusOn: Sample.date("2026-11-02"),
            documents: "身份证正反面照片")
    }

    private static func arrangement(_ status: Arrangement.Status, _ on: String) -> Arrangement {
        Arrangement(
            id: Arrangement.ID(6), reference: "R6", status: status, statusOn: Sample.date(on),
            instalments: [("2026-12-05", 1), ("2027-01-05", 2)].map {
                Instalment(number: Int32($0.1), dueOn: Sample.date($0.0), amountMinor: 51_234)
            })
    }

    /// With nothing unpaid before August 2027.
    private static func borrower(_ change: (inout BorrowerSnapshot) -> Void) -> BorrowerSnapshot {
        var borrower = Sample.borrower(payments: [Sample.payment(1, "2026-08-01", 900_000)])
        let point = ContactPoint.ID(1)
        for messageClass in [MessageClass.marketing, .education] {
            borrower.consents.append(
                Consent(
                    contactPoint: point, messageClass: messageClass, given: true,
                    at: Sample.instant("2026-07-21T02:00:00Z"), act: .importedRow))
        }
        change(&borrower)
        return borrower
    }

    /// A step, its day, what its text holds, and the fact that brings it.
    struct Fact: Sendable {
        var step: String
        var day: String
        var words: [String]
        var change: @Sendable (inout BorrowerSnapshot) -> Void

        init(
            _ step: String, _ day: String, _ words: [String] = [],
            _ change: @escaping @Sendable (inout BorrowerSnapshot) -> Void = { _ in }
        ) {
            self.step = step
            self.day = day
            self.words = words
            self.change = change
        }
    }

    private static let applications: [Fact] = Application.Status.allCases.filter { $0 != .withdrawn }.map { status in
        let words = status == .documentsNeeded ? ["0005", "身份证正反面照片"] : ["0005"]
        return Fact("application.\(status.word)", "2026-11-02", words) { $0.applications = [application(status)] }
    }

    private static let loan: [Fact] = [
        Fact("loan.disbursed", "2026-07-21", ["10,000.00", "等额本息"]) {
            $0.loans[0].terms = StatedTerms()
            $0.loans[0].terms?.method = .equalInstalments
        },
        Fact("loan.schedule_changed", "2026-12-31") { $0.loans[0].scheduleChangedOn = Sample.date("2026-12-31") },
        Fact("loan.rate_changed", "2026-12-31", ["15.4"]) { $0.loans[0].rateChangedOn = Sample.date("2026-12-31") },
        Fact("payment.partial", "2026-11-22", ["400.00"]) {
            $0.loans[0].payments = [
                Sample.payment(1, "2026-10-20", 300_000), Sample.payment(2, "2026-11-22", 40_000),
            ]
        },
        Fact("payment.failed", "2026-11-21", ["1,000.01"]) {
            $0.loans[0].failedPayments = [
                FailedPayment(
                    id: FailedPayment.ID(3), reference: "F3", failedOn: Sample.date("2026-11-21"),
                    amountMinor: 100_001)
            ]
        },
        Fact("overdue.60", "2027-01-20", ["2,000.00"]) {
            $0.loans[0].payments = [Sample.payment(1, "2026-10-20", 300_000)]
        },
    ]

    private static let agreed: [Fact] = [
        Fact("promise.confirmed", "2026-11-10", ["777.77", "11月20日"]) { $0.loans[0].promises = [promise] },
        Fact("promise.1", "2026-11-19", ["777.77"]) { $0.loans[0].promises = [promise] },
        Fact("arrangement.offered", "2026-11-23", ["512.34"]) {
            $0.loans[0].arrangements = [arrangement(.offered, "2026-11-23")]
        },
        Fact("arrangement.confirmed", "2026-11-23", ["512.34"]) {
            $0.loans[0].arrangements = [arrangement(.agreed, "2026-11-23")]
        },
        Fact("arrangement.3", "2026-12-02", ["512.34"]) {
            $0.loans[0].arrangements = [arrangement(.agreed, "2026-11-23")]
        },
        Fact("arrangement.broken", "2026-12-20", ["512.34"]) {
            $0.loans[0].arrangements = [arrangement(.broken, "2026-12-20")]
        },
    ]

    private static let people: [Fact] = [
        Fact("dispute.received", "2026-11-05") {
            $0.disputes = [Dispute(id: Dispute.ID(11), raisedAt: Sample.instant("2026-11-04T20:00:00Z"))]
            $0.flags = [.dispute]
        },
        Fact("birthday", "2027-02-03", ["生日"]), Fact("festival", "2027-02-06", ["春节"]),
    ]

    static let facts = applications + loan + agreed + people

    private static let promise = Promise(
        id: Promise.ID(4), reference: "P4", madeOn: Sample.date("2026-11-10"), dueOn: Sample.date("2026-11-20"),
        amountMinor: 77_777)

    @Test(arguments: facts.indices) func `a fact of a loan's life has its words`(index: Int) throws {
        let fact = Self.facts[index]
        let (step, day) = (fact.step, fact.day)
        let context = try Sample.context()
        let borrower = Self.borrower(fact.change)
        let decision = try #require(
            try SampleStrategy.decisions(borrower, on: day, context).first { $0.planned.step.id == step },
            "\(step) is not found")
        let text = decision.planned.text
        #expect(decision.kind == "send", "\(step): \(decision.reason)")
        #expect(!text.isEmpty && text.hasPrefix("【晨禾消费金融】"), "\(step): \(text)")
        for word in fact.words { #expect(text.contains(word), "\(step): \(text)") }
        let again = SampleStrategy.recheck(decision.planned.claim, borrower, on: day, context)
        guard case .send(_, let sent, _, _, _) = again else {
            Issue.record("\(step): \(again.words)")
            return
        }
        #expect(sent == text)
        // Told once, whatever day it is.
        let claimed: Set = [decision.planned.claim]
        #expect(
            try !SampleStrategy.decisions(borrower, on: day, context, claimed: claimed).contains {
                $0.planned.step.id == step
            })
    }

    @Test func `a debt is validated with what 12 CFR 1006 34 asks for`() throws {
        var portfolio = Sample.american
        portfolio.address = "1 Main St, Albany, NY 12201"
        portfolio.creditor = "Meadow Bank"
        let yaml = """
            key: collector
            steps:
              - id: debt.validation
                purpose: debt.validation
                template: debt.validation
                anchor: debt_validation
                at: "09:30"
                channel: sms
            """
        let context = try SampleStrategy.context(yaml, portfolio)
        let borrower = Sample.borrower(portfolio)
        let decision = try #require(
            try SampleStrategy.decisions(borrower, on: "2026-11-23", context).first {
                $0.planned.step.id == "debt.validation"
            })
        let values = decision.planned.values
        // From the last payment on; ten instalments of which three are paid.
        #expect(values.itemizedOn == Sample.date("2026-10-20"))
        #expect(values.itemizedAmount?.minorUnits == 700_000 && values.amount?.minorUnits == 700_000)
        #expect(values.validationDeadline == Sample.date("2027-01-02"))
        // The text is no validation notice, and says where it is; without such a page nothing is said.
        #expect(decision.planned.text.isEmpty && decision.reason.contains("validationPage"), "\(decision.reason)")
        portfolio.validationPage = "https://meadow.example/notices"
        let told = try #require(
            try SampleStrategy.decisions(borrower, on: "2026-11-23", SampleStrategy.context(yaml, portfolio)).first {
                $0.planned.step.id == "debt.validation"
            })
        let text = told.planned.text
        #expect(
            text.contains("Meadow Bank") && text.contains("the debt itemized: https://meadow.example/notices"),
            "\(told.reason)")
    }

    /// Promise P3: whatever the reference and the day's order of the two.
    @Test func `a payment that failed is not told once as much came in`() throws {
        let fact = try #require(Self.facts.first { $0.step == "payment.failed" })
        let context = try Sample.context()
        func paid(_ amountMinor: Int64, _ day: String) -> BorrowerSnapshot {
            var borrower = Self.borrower(fact.change)
            borrower.loans[0].payments.append(Sample.payment(9, day, amountMinor))
            return borrower
        }
        func claims(_ borrower: BorrowerSnapshot, on day: String) throws -> [Claim] {
            try SampleStrategy.decisions(borrower, on: day, context).map(\.planned)
                .filter { $0.step.id == fact.step }.map(\.claim)
        }
        // Before it failed, or not enough since.
        #expect(try claims(paid(100_001, "2026-11-20"), on: fact.day).count == 1)
        let claim = try #require(try claims(paid(100_000, "2026-11-21"), on: fact.day).first)
        for day in ["2026-11-21", "2026-11-22"] {
            let borrower = paid(100_001, day)
            #expect(try claims(borrower, on: day).isEmpty)
            #expect(
                SampleStrategy.recheck(claim, borrower, on: day, context).words
                    == "superseded: as much was paid since")
        }
    }

    @Test(arguments: [
        ("the application is withdrawn", "application.approved", "2026-11-02"),
        ("the promise is broken", "promise.confirmed", "2026-11-10"),
        ("the arrangement is withdrawn", "arrangement.offered", "2026-11-23"),
        ("the loan is written off", "payment.failed", "2026-11-21"),
    ])
    func `what is no longer true says why`(reason: String, step: String, day: String) throws {
        let fact = try #require(Self.facts.first { $0.step == step })
        let context = try Sample.context()
        var borrower = Self.borrower(fact.change)
        let claim = try #require(
            try SampleStrategy.decisions(borrower, on: day, context).first { $0.planned.step.id == step }
        ).planned.claim
        switch step {
        case "application.approved": borrower.applications[0].status = .withdrawn
        case "promise.confirmed": borrower.loans[0].promises[0].status = .broken
        case "arrangement.offered": borrower.loans[0].arrangements[0].status = .withdrawn
        default: borrower.loans[0].loan.status = .writtenOff
        }
        #expect(SampleStrategy.recheck(claim, borrower, on: day, context).words == "superseded: \(reason)")
    }
}
