import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

/// On which days each fact speaks. The steps are tasks, so that no text and no law has a word in it.
@Suite struct AnchorTests {
    static let anchors = [
        ("application.received", "{application: received}"),
        ("application.documents", "{application: documents_needed}"),
        ("application.review", "{application: in_review}"), ("application.approved", "{application: approved}"),
        ("application.declined", "{application: declined}"), ("disbursed", "disbursed"),
        ("schedule.changed", "schedule_changed"), ("rate.changed", "rate_changed"), ("payment", "payment_received"),
        ("payment.partial", "payment_partial"), ("payment.failed", "payment_failed"), ("settled", "loan_settled"),
        ("validation", "debt_validation"), ("arrangement.offered", "arrangement_offered"),
        ("arrangement.agreed", "arrangement_agreed"), ("arrangement.broken", "arrangement_broken"),
        ("arrangement.3", "{days_before_arrangement: 3}"), ("arrangement.0", "{days_before_arrangement: 0}"),
        ("promise.made", "promise_made"), ("promise.1", "{days_before_promise: 1}"),
        ("promise.0", "{days_before_promise: 0}"), ("dispute", "dispute_raised"), ("birthday", "birthday"),
        ("overdue.7", "{days_past_due: 7}"), ("upcoming.3", "{days_before_due: 3}"), ("due", "due_day"),
    ]

    static let yaml =
        "key: whole\nsteps:\n"
        + anchors.map { "  - {id: \($0.0), task: look, anchor: \($0.1)}\n" }.joined()

    static func context(_ portfolio: Portfolio = Sample.chinese) throws -> DecisionContext {
        try SampleStrategy.context(yaml, portfolio)
    }

    /// A loan with nothing unpaid before August 2027.
    static func quiet() -> BorrowerSnapshot {
        Sample.borrower(payments: [Sample.payment(1, "2026-08-01", 900_000)])
    }

    /// The days of a year on which a step speaks.
    static func days(
        _ step: String, _ borrower: BorrowerSnapshot, _ context: DecisionContext, from: String = "2026-06-01"
    ) throws -> [String] {
        try (0..<400).compactMap { offset in
            let day = (Sample.date(from) + offset).description
            let decisions = try SampleStrategy.decisions(borrower, on: day, context)
            return decisions.contains { $0.planned.step.id == step } ? day : nil
        }
    }

    @Test(arguments: Application.Status.allCases) func `an application is told by its status`(
        status: Application.Status
    ) throws {
        var borrower = Self.quiet()
        borrower.applications = [
            Application(
                id: Application.ID(5), reference: "A5", product: "cash", amountMinor: 500_000,
                currency: Currency(code: "CNY", decimals: 2), status: status, statusOn: Sample.date("2026-11-02"))
        ]
        let names: [Application.Status: String] = [
            .received: "application.received", .documentsNeeded: "application.documents",
            .inReview: "application.review", .approved: "application.approved", .declined: "application.declined",
        ]
        let context = try Self.context()
        for (other, step) in names {
            #expect(
                try Self.days(step, borrower, context)
                    == (other == status ? ["2026-11-02", "2026-11-03", "2026-11-04"] : []))
        }
        // Somebody who has no loan yet hears of the application too.
        borrower.loans = []
        let decision = try SampleStrategy.decisions(borrower, on: "2026-11-02", context).first
        #expect(decision?.planned.claim.subject == (status == .withdrawn ? nil : .application))
        #expect(decision?.planned.claim.subjectPart == (status == .withdrawn ? nil : Int32(status.rawValue)))
    }

    @Test func `the day of the loan and of its changes`() throws {
        var borrower = Self.quiet()
        let context = try Self.context()
        #expect(try Self.days("disbursed", borrower, context) == ["2026-07-21", "2026-07-22", "2026-07-23"])
        #expect(try Self.days("schedule.changed", borrower, context).isEmpty)
        borrower.loans[0].scheduleChangedOn = Sample.date("2026-12-31")
        borrower.loans[0].rateChangedOn = Sample.date("2027-01-15")
        #expect(try Self.days("schedule.changed", borrower, context) == ["2026-12-31", "2027-01-01", "2027-01-02"])
        #expect(try Self.days("rate.changed", borrower, context) == ["2027-01-15", "2027-01-16", "2027-01-17"])
        // Another change is another occurrence.
        let first = try SampleStrategy.decisions(borrower, on: "2026-12-31", context).map(\.planned.claim)
        borrower.loans[0].scheduleChangedOn = Sample.date("2027-01-01")
        let second = try SampleStrategy.decisions(borrower, on: "2027-01-01", context, claimed: Set(first))
        #expect(second.contains { $0.planned.step.id == "schedule.changed" })
        borrower.loans[0].loan.status = .writtenOff
        #expect(try Self.days("rate.changed", borrower, context).isEmpty)
    }

    @Test(
        arguments: [
            // Instalments of 1,000.00 from 21 August; three are paid by 20 October.
            (100_000, "2026-11-20", "payment"), (40_000, "2026-11-20", "payment.partial"),
            (40_000, "2026-11-22", "payment.partial"), (150_000, "2026-11-20", "payment"),
            (150_000, "2027-01-22", "payment.partial"), (700_000, "2026-11-20", ""),
        ] as [(Int64, String, String)])
    func `a payment is whole or partial`(amount: Int64, on: String, step: String) throws {
        let borrower = Sample.borrower(payments: [
            Sample.payment(1, "2026-10-20", 300_000), Sample.payment(9, on, amount),
        ])
        let decisions = try SampleStrategy.decisions(borrower, on: on, Self.context())
        let told = decisions.filter { $0.planned.claim.subject == .payment && $0.kind == "task" }
        #expect(told.map(\.planned.step.id) == (step.isEmpty ? [] : [step]))
        if step == "payment.partial" {
            #expect(told.first?.planned.values.paidAmount?.minorUnits == amount)
            #expect(told.first?.planned.values.amount?.minorUnits == (amount == 40_000 ? 60_000 : 50_000))
        }
    }

    @Test func `a payment that failed, a promise and what keeps it`() throws {
        var borrower = Self.quiet()
        let context = try Self.context()
        borrower.loans[0].failedPayments = [
            FailedPayment(
                id: FailedPayment.ID(3), reference: "F3", failedOn: Sample.date("2026-11-21"), amountMinor: 100_000)
        ]
        #expect(try Self.days("payment.failed", borrower, context) == ["2026-11-21", "2026-11-22", "2026-11-23"])
        borrower.loans[0].promises = [
            Promise(
                id: Promise.ID(4), reference: "P4", madeOn: Sample.date("2026-11-10"), dueOn: Sample.date("2026-11-20"),
                amountMinor: 100_000)
        ]
        #expect(try Self.days("promise.made", borrower, context) == ["2026-11-10", "2026-11-11", "2026-11-12"])
        #expect(try Self.days("promise.1", borrower, context) == ["2026-11-19"])
        #expect(try Self.days("promise.0", borrower, context) == ["2026-11-20"])
        var kept = borrower
        kept.loans[0].payments.append(Sample.payment(8, "2026-11-19", 100_000))
        #expect(try Self.days("promise.1", kept, context).isEmpty && Self.days("promise.0", kept, context).isEmpty)
        kept.loans[0].payments[1].amountMinor -= 1
        #expect(try Self.days("promise.0", kept, context) == ["2026-11-20"])
        borrower.loans[0].promises[0].status = .withdrawn
        #expect(try Self.days("promise.0", borrower, context).isEmpty)
    }

    @Test func `an arrangement stands in place of the schedule, and has its own due days`() throws {
        var borrower = Sample.borrower()
        let context = try Self.context()
        let parts = [("2026-12-05", 1), ("2027-01-05", 2)].map {
            Instalment(number: Int32($0.1), dueOn: Sample.date($0.0), amountMinor: 50_000)
        }
        borrower.loans[0].arrangements = [
            Arrangement(
                id: Arrangement.ID(6), reference: "R6", status: .offered, statusOn: Sample.date("2026-11-23"),
                instalments: parts)
        ]
        #expect(try Self.days("arrangement.offered", borrower, context).first == "2026-11-23")
        #expect(try Self.days("arrangement.0", borrower, context).isEmpty)
        #expect(try Self.days("overdue.7", borrower, context) == ["2026-11-28", "2026-11-29", "2026-11-30"])
        borrower.loans[0].arrangements[0].status = .agreed
        #expect(try Self.days("arrangement.agreed", borrower, context).count == 3)
        #expect(
            try Self.days("arrangement.3", borrower, context)
                == ["2026-12-02", "2026-12-03", "2026-12-04", "2027-01-02", "2027-01-03", "2027-01-04"])
        #expect(try Self.days("arrangement.0", borrower, context) == ["2026-12-05", "2027-01-05"])
        // What is overdue by the schedule is not told meanwhile.
        let overdue = try #require(
            try SampleStrategy.decisions(borrower, on: "2026-11-28", context).first {
                $0.planned.step.id == "overdue.7"
            })
        #expect(overdue.kind == "suppress" && overdue.reason == "an agreed arrangement stands in place of the schedule")
        borrower.loans[0].payments.append(Sample.payment(8, "2026-12-01", 50_000))
        #expect(try Self.days("arrangement.0", borrower, context) == ["2027-01-05"])
        borrower.loans[0].arrangements[0].status = .broken
        borrower.loans[0].arrangements[0].statusOn = Sample.date("2026-12-20")
        #expect(try Self.days("arrangement.broken", borrower, context).first == "2026-12-20")
        #expect(try Self.days("arrangement.3", borrower, context).isEmpty)
    }

    @Test func `only a collector validates a debt, once, before anything else it says of the loan`() throws {
        let collector = try Self.context(Sample.american)
        let borrower = Sample.borrower(Sample.american)
        #expect(try Self.days("validation", borrower, collector).first == "2026-11-22")
        #expect(try Self.days("validation", Sample.borrower(), Self.context()).isEmpty)
        let both = try SampleStrategy.decisions(borrower, on: "2026-11-28", collector)
        let notice = try #require(both.first { $0.planned.step.id == "overdue.7" })
        #expect(notice.reason == "the notice that validates the debt goes first")
        let validated = try #require(both.first { $0.planned.step.id == "validation" })
        let after = try SampleStrategy.decisions(
            borrower, on: "2026-11-29", collector, claimed: [validated.planned.claim])
        #expect(after.map(\.planned.step.id) == ["overdue.7"] && after.map(\.kind) == ["task"])
    }

    @Test(arguments: [
        ("1990-02-03", ["2027-02-03"]), ("1992-02-29", ["2027-03-01"]), ("1992-03-01", ["2027-03-01"]),
        ("1992-02-28", ["2027-02-28"]),
    ])
    func `a birthday is told on its day`(born: String, days: [String]) throws {
        var borrower = Self.quiet()
        borrower.borrower.birthDate = Sample.date(born)
        #expect(try Self.days("birthday", borrower, Self.context()) == days)
        borrower.borrower.kind = .company
        #expect(try Self.days("birthday", borrower, Self.context()).isEmpty)
    }

    @Test func `a leap day is a birthday in leap years`() throws {
        var borrower = Self.quiet()
        borrower.borrower.birthDate = Sample.date("1992-02-29")
        #expect(try Self.days("birthday", borrower, Self.context(), from: "2028-01-01") == ["2028-02-29"])
    }

    @Test func `a dispute is answered in the days after it was raised, while it stands`() throws {
        var borrower = Self.quiet()
        let context = try Self.context()
        // 00:30 on the 5th in Shanghai.
        borrower.disputes = [Dispute(id: Dispute.ID(11), raisedAt: Sample.instant("2026-11-04T16:30:00Z"))]
        #expect(try Self.days("dispute", borrower, context) == ["2026-11-05", "2026-11-06", "2026-11-07"])
        let claim = try #require(
            try SampleStrategy.decisions(borrower, on: "2026-11-05", context).first?.planned.claim)
        #expect(claim.subject == .flag && claim.subjectID == 11)
        borrower.disputes = []
        #expect(
            SampleStrategy.recheck(claim, borrower, on: "2026-11-05", context).words
                == "superseded: the dispute has ended")
    }

    @Test(arguments: 0..<40) func `whatever planning finds submission finds again on that day, once`(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let context = try Self.context(seed.isMultiple(of: 2) ? Sample.chinese : Sample.american)
        let borrower = try RandomBook(context.portfolio, &random).borrower
        var told: Set<Claim> = []
        for offset in 0..<420 {
            let day = (Sample.date("2026-06-01") + offset).description
            let decisions = try SampleStrategy.decisions(borrower, on: day, context, claimed: told)
            #expect(Set(decisions.map(\.planned.claim)).count == decisions.count, "seed \(seed), \(day)")
            for decision in decisions {
                let words = SampleStrategy.recheck(decision.planned.claim, borrower, on: day, context).words
                let expected =
                    decision.kind == "task"
                    ? "superseded: the step is a task for a person now" : "\(decision.reason)"
                let isSame = decision.kind == "task" ? words == expected : true
                #expect(isSame, "seed \(seed), \(day), \(decision.planned.step.id): \(words)")
                #expect(!told.contains(decision.planned.claim), "seed \(seed), \(day)")
                if decision.kind == "task" { told.insert(decision.planned.claim) }
            }
        }
        #expect(told.count > 3, "seed \(seed)")
    }
}

/// A borrower with everything that a book can hold, at random.
struct RandomBook {
    var borrower: BorrowerSnapshot

    init(_ portfolio: Portfolio, _ random: inout SeededNumbers) throws {
        func day() -> CivilDate { Sample.date("2026-06-01") + Int.random(in: 0...380, using: &random) }
        func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }
        borrower = Sample.borrower(portfolio, payments: [])
        for number in 0..<Int.random(in: 0...10, using: &random) {
            borrower.loans[0].payments.append(
                Payment(
                    id: Payment.ID(Int64(number + 1)), reference: "P\(number)", paidOn: day(),
                    amountMinor: Int64.random(in: 1...250_000, using: &random)))
        }
        if chance(2) { borrower.loans[0].scheduleChangedOn = day() }
        if chance(2) { borrower.loans[0].rateChangedOn = day() }
        for number in 0..<Int.random(in: 0...3, using: &random) {
            borrower.loans[0].failedPayments.append(
                FailedPayment(id: FailedPayment.ID(Int64(number)), reference: "F", failedOn: day(), amountMinor: 1000))
            let made = day()
            borrower.loans[0].promises.append(
                Promise(
                    id: Promise.ID(Int64(number)), reference: "R", madeOn: made,
                    dueOn: made + Int.random(in: 0...20, using: &random), amountMinor: 50_000,
                    status: chance(3) ? .broken : .open))
            borrower.disputes.append(
                Dispute(id: Dispute.ID(Int64(number)), raisedAt: Zone.utc.instant(day(), TimeOfDay(seconds: 40_000))))
            borrower.applications.append(
                Application(
                    id: Application.ID(Int64(number)), reference: "A", product: "cash", amountMinor: 1,
                    currency: Currency(code: "CNY", decimals: 2),
                    status: Application.Status.allCases.randomElement(using: &random) ?? .received, statusOn: day()))
        }
        if chance(3) {
            borrower.loans[0].arrangements = [
                Arrangement(
                    id: Arrangement.ID(1), reference: "R", status: chance(2) ? .agreed : .offered, statusOn: day(),
                    instalments: (1...3).map { Instalment(number: $0, dueOn: day(), amountMinor: 30_000) })
            ]
        }
        borrower.borrower.birthDate = day() + -12_000
    }
}
