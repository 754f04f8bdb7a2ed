import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

@Suite struct DecideTests {
    /// Midnight in Shanghai of the day, when planning looks.
    static func decisions(
        _ snapshot: BorrowerSnapshot, on iso: String, _ portfolio: Portfolio = Sample.chinese,
        now: Instant? = nil, claimed: Set<Claim> = []
    ) throws -> [Decision] {
        let context = try Sample.context(portfolio)
        let date = Sample.date(iso)
        let midnight = Sample.zones.zone(portfolio.zone)?.instant(date, TimeOfDay(seconds: 0))
        var snapshot = snapshot
        let moment = now ?? midnight ?? .distantPast
        if snapshot.paymentsAsOf == Sample.instant("2026-11-20T18:00:00Z") {
            snapshot.paymentsAsOf = moment - .hours(6)
        }
        return decide(snapshot, context: context, claimed: claimed.contains, on: date, now: moment)
    }

    static func steps(_ decisions: [Decision]) -> [String] { decisions.map(\.planned.step.id) }

    /// Instalment 4 is due on 2026-11-21 and stays unpaid.
    @Test(
        arguments: [
            ("2026-11-17", []), ("2026-11-18", ["upcoming.3"]), ("2026-11-19", ["upcoming.3"]),
            ("2026-11-20", ["upcoming.3"]),
            ("2026-11-21", ["due.today"]), ("2026-11-22", ["overdue.1"]), ("2026-11-24", ["overdue.1"]),
            ("2026-11-25", []),
            ("2026-11-27", []), ("2026-11-28", ["overdue.7"]), ("2026-11-30", ["overdue.7"]), ("2026-12-01", []),
            ("2026-12-06", ["overdue.15"]), ("2026-12-08", ["overdue.15"]), ("2026-12-09", []),
            ("2026-12-18", ["upcoming.3"]), ("2026-12-21", ["overdue.30", "due.today"]), ("2026-12-23", ["overdue.30"]),
            ("2026-12-24", []), ("2027-01-10", []), ("2026-06-01", []),
        ] as [(String, [String])])
    func `each step has its day and its lateness`(date: String, expected: [String]) throws {
        let decisions = try Self.decisions(Sample.borrower(), on: date)
        #expect(Self.steps(decisions) == expected)
    }

    @Test func `an overdue notice speaks for the loan and quiets its reminder that day`() throws {
        let decisions = try Self.decisions(Sample.borrower(), on: "2026-12-21")
        #expect(decisions.map(\.kind) == ["send", "suppress"])
        #expect(decisions.last?.reason == "an overdue notice about this loan is due the same day")
        // Told already: then the due day is told.
        let overdue = try #require(decisions.first?.planned.claim)
        let next = try Self.decisions(Sample.borrower(), on: "2026-12-21", claimed: [overdue])
        #expect(Self.steps(next) == ["due.today"] && next.map(\.kind) == ["send"])
    }

    @Test func `a claimed occurrence yields nothing, whatever day it is`() throws {
        let first = try Self.decisions(Sample.borrower(), on: "2026-11-28")
        let claim = try #require(first.first?.planned.claim)
        #expect(
            claim
                == Claim(
                    borrower: Borrower.ID(1), subject: .instalment, subjectID: 7, subjectPart: 4, step: "overdue.7",
                    generation: 1))
        for day in ["2026-11-28", "2026-11-29", "2026-11-30"] {
            #expect(try Self.decisions(Sample.borrower(), on: day, claimed: [claim]).isEmpty)
        }
    }

    @Test func `an instalment of a new generation is told again, and the others are not`() throws {
        var snapshot = Sample.borrower()
        let told = try #require(try Self.decisions(snapshot, on: "2026-11-28").first?.planned.claim)
        snapshot.loans[0].instalments[4].generation = 2
        #expect(try Self.decisions(snapshot, on: "2026-11-28", claimed: [told]).isEmpty)
        snapshot.loans[0].instalments[3].generation = 2
        let again = try #require(try Self.decisions(snapshot, on: "2026-11-28", claimed: [told]).first?.planned.claim)
        #expect(again.generation == 2 && again.step == told.step && again.subjectPart == told.subjectPart)
        #expect(try Self.decisions(snapshot, on: "2026-11-28", claimed: [told, again]).isEmpty)
        // A reminder has its instalment's too.
        snapshot.loans[0].instalments[4].generation = 7
        let reminder = try Self.decisions(snapshot, on: "2026-12-18").first?.planned.claim
        #expect(reminder?.generation == 7 && reminder?.subjectPart == 5)
    }

    @Test func `the text has the amounts of the day`() throws {
        let partly = Sample.borrower(payments: [Sample.payment(1, "2026-10-20", 330_050)])
        let reminder = try #require(try Self.decisions(partly, on: "2026-11-18").first?.planned)
        #expect(
            reminder.text
                == "【晨禾消费金融】王芳您好，本期应还699.50元，2026年11月21日到期。可在晨禾App还款。客服：400-820-5555。")
        let late = try #require(try Self.decisions(partly, on: "2026-12-21").first?.planned)
        #expect(late.daysPastDue == 30)
        #expect(late.text.contains("已逾期30天，逾期金额699.50元"))
        let later = try #require(try Self.decisions(Sample.borrower(payments: []), on: "2026-08-28").first?.planned)
        #expect(later.text.contains("已逾期7天，逾期金额1,000.00元"))
    }

    @Test func `an instalment that payments cover makes no reminder`() throws {
        let ahead = Sample.borrower(payments: [Sample.payment(1, "2026-10-01", 400_000)])
        for day in ["2026-11-18", "2026-11-21", "2026-11-22", "2026-11-28"] {
            #expect(try Self.decisions(ahead, on: day).isEmpty)
        }
        // One cent short is not covered.
        let short = Sample.borrower(payments: [Sample.payment(1, "2026-10-01", 399_999)])
        #expect(try Self.decisions(short, on: "2026-11-21").first?.planned.text.contains("应还0.01元") == true)
    }

    @Test func `a payment is told once, with what remains`() throws {
        let paid = Sample.borrower(payments: [
            Sample.payment(1, "2026-10-20", 300_000), Sample.payment(9, "2026-11-20", 100_000),
        ])
        for day in ["2026-11-20", "2026-11-21", "2026-11-22"] {
            let decisions = try Self.decisions(paid, on: day)
            #expect(Self.steps(decisions) == ["payment.received"])
            #expect(decisions.first?.planned.claim.subject == .payment && decisions.first?.planned.claim.subjectID == 9)
            #expect(
                decisions.first?.planned.text
                    == "【晨禾消费金融】王芳您好，已于2026年11月20日收到您的还款1,000.00元，贷款剩余应还6,000.00元。客服：400-820-5555。")
        }
        #expect(try Self.decisions(paid, on: "2026-11-23").isEmpty)
        #expect(try Self.decisions(paid, on: "2026-11-19").map(\.planned.step.id) == ["upcoming.3"])
    }

    @Test func `a payment that settles the loan is told as that`() throws {
        let settled = Sample.borrower(payments: [
            Sample.payment(1, "2026-10-20", 300_000), Sample.payment(9, "2026-11-20", 700_000),
        ])
        let decisions = try Self.decisions(settled, on: "2026-11-20")
        #expect(Self.steps(decisions) == ["loan.settled", "payment.received"])
        #expect(decisions.map(\.kind) == ["send", "suppress"])
        #expect(decisions.first?.planned.claim.subject == .loan)
        #expect(decisions.first?.planned.text.contains("尾号2607的贷款已全部还清") == true)
        #expect(decisions.last?.reason == "the loan is settled by it, which is told instead")
    }

    @Test(arguments: [Loan.Status.settled, .writtenOff]) func `a loan that is closed makes no reminder`(
        status: Loan.Status
    ) throws {
        var borrower = Sample.borrower()
        borrower.loans[0].loan.status = status
        for day in ["2026-11-18", "2026-11-21", "2026-11-22", "2026-12-21"] {
            #expect(try Self.decisions(borrower, on: day).isEmpty)
        }
    }

    @Test func `no payments feed, or an old one, holds reminders and collection but not receipts`() throws {
        for (asOf, reason) in [
            (nil, "no payments feed was imported yet"), ("2026-11-18T01:00:00Z", "payments feed older than 48 h"),
        ] {
            for day in ["2026-11-21", "2026-11-22"] {
                var borrower = Sample.borrower()
                borrower.paymentsAsOf = asOf.map(Sample.instant)
                let decision = try #require(try Self.decisions(borrower, on: day).first)
                #expect(decision.kind == "hold" && decision.reason == reason)
                #expect(decision.verdict == nil && decision.heading == reason)
            }
            var paid = Sample.borrower(payments: [Sample.payment(1, "2026-11-21", 400_000)])
            paid.paymentsAsOf = asOf.map(Sample.instant)
            #expect(try Self.decisions(paid, on: "2026-11-21").map(\.kind) == ["send"])
        }
    }

    @Test func `the feed may be exactly as old as the portfolio says`() throws {
        let now = Sample.instant("2026-11-22T01:00:00Z")
        for (age, kind) in [(Span.hours(48), "send"), (Span(milliseconds: 48 * 3_600_000 + 1), "hold")] {
            var borrower = Sample.borrower()
            borrower.paymentsAsOf = now - age
            #expect(try Self.decisions(borrower, on: "2026-11-22", now: now).map(\.kind) == [kind])
        }
    }

    @Test func `a rejected payment row holds the loan's collection only`() throws {
        var borrower = Sample.borrower()
        borrower.loans[0].rejectedPayments = 1
        let overdue = try #require(try Self.decisions(borrower, on: "2026-11-22").first)
        #expect(overdue.kind == "hold" && overdue.reason == "a payment row of this loan was rejected")
        #expect(try Self.decisions(borrower, on: "2026-11-21").map(\.kind) == ["send"])
    }

    @Test func `without a usable number of the borrower's own nothing goes out`() throws {
        for change in 0..<4 {
            var borrower = Sample.borrower()
            switch change {
            case 0: borrower.borrower.contactPoints = []
            case 1: borrower.borrower.contactPoints[0].standing = .invalid
            case 2: borrower.borrower.contactPoints[0].owner = .guarantor
            default: borrower.borrower.contactPoints[0].channel = .email
            }
            let decision = try #require(try Self.decisions(borrower, on: "2026-11-22").first)
            let why = change == 1 ? "no usable phone number: invalid" : "no usable phone number"
            #expect(decision.kind == "suppress" && decision.reason == why)
        }
    }

    @Test func `a company is told through its officer, by its name`() throws {
        var borrower = Sample.borrower()
        borrower.borrower.kind = .company
        borrower.borrower.name = "晨曦农牧有限公司"
        borrower.borrower.contactPoints.append(
            ContactPoint(
                id: ContactPoint.ID(2), channel: .sms, address: "+8613900139000", owner: .companyOfficer,
                standing: .usable))
        let planned = try #require(try Self.decisions(borrower, on: "2026-11-21").first?.planned)
        #expect(planned.contactPoint?.id == ContactPoint.ID(2))
        #expect(planned.text.hasPrefix("【晨禾消费金融】晨曦农牧有限公司您好，"))
    }

    @Test func `a language without texts and a zone without clocks are silent`() throws {
        var borrower = Sample.borrower()
        borrower.borrower.language = "id"
        let language = try #require(try Self.decisions(borrower, on: "2026-11-22").first)
        #expect(language.kind == "suppress" && language.reason == "no template `overdue.1` in the language `id`")
        borrower = Sample.borrower()
        borrower.borrower.zone = "Asia/Atlantis"
        let zone = try #require(try Self.decisions(borrower, on: "2026-11-22").first)
        #expect(zone.kind == "suppress" && zone.reason == "the time zone of the borrower is not known")
        borrower = Sample.borrower()
        borrower.borrower.language = ""
        #expect(try Self.decisions(borrower, on: "2026-11-22").first?.planned.language == "zh-Hans")
    }

    @Test func `the hour is the borrower's, not before the portfolio's day, not before now`() throws {
        let planned = try #require(try Self.decisions(Sample.borrower(), on: "2026-11-22").first?.planned)
        #expect(planned.dueAt == Sample.instant("2026-11-22T02:00:00Z"))
        // An hour that has passed: now.
        let noon = Sample.instant("2026-11-22T04:00:00Z")
        #expect(try Self.decisions(Sample.borrower(), on: "2026-11-22", now: noon).first?.planned.dueAt == noon)
        // West of the portfolio's zone, the same wall hour comes later.
        var west = Sample.borrower()
        west.borrower.zone = "Asia/Urumqi"
        #expect(
            try Self.decisions(west, on: "2026-11-22").first?.planned.dueAt == Sample.instant("2026-11-22T04:00:00Z"))
        // East of it, the hour may fall before the portfolio's day: then the day's beginning counts.
        var east = Sample.borrower(Sample.american)
        east.borrower.zone = "Pacific/Auckland"
        let first = try #require(
            try Self.decisions(east, on: "2026-11-22", Sample.american, now: Sample.instant("2026-11-21T12:00:00Z"))
                .first?.planned)
        #expect(first.dueAt == Sample.instant("2026-11-22T05:00:00Z"))
    }

    @Test(arguments: 0..<30) func `days past due and amounts agree with the arrears of the book`(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        var payments: [Payment] = []
        for number in 0..<Int.random(in: 0...8, using: &random) {
            let day = Sample.date("2026-07-25") + Int.random(in: 0...300, using: &random)
            payments.append(
                Payment(
                    id: Payment.ID(Int64(number + 1)), reference: "P\(number)", paidOn: day,
                    amountMinor: Int64.random(in: 1...250_000, using: &random)))
        }
        var borrower = Sample.borrower(payments: payments)
        let context = try Sample.context()
        for offset in 0..<320 {
            let date = Sample.date("2026-07-20") + offset
            let now = Sample.zones.zone("Asia/Shanghai")?.instant(date, TimeOfDay(seconds: 0)) ?? .distantPast
            borrower.paymentsAsOf = now
            let loan = borrower.loans[0]
            let arrears = Arrears.on(date, instalments: loan.instalments, payments: loan.payments)
            let decisions = decide(borrower, context: context, claimed: { _ in false }, on: date, now: now)
            let overdue = decisions.filter { $0.planned.step.purpose.messageClass == .collection }
            #expect(overdue.count <= 1, "seed \(seed), \(date)")
            let expected = [1, 7, 15, 30, 60].last { $0 <= arrears.daysPastDue }.flatMap {
                arrears.daysPastDue <= $0 + 2 ? $0 : nil
            }
            #expect(overdue.first?.planned.step.id == expected.map { "overdue.\($0)" }, "seed \(seed), \(date)")
            for decision in overdue {
                #expect(decision.planned.values.amount?.minorUnits == arrears.overdueMinor, "seed \(seed), \(date)")
                #expect(decision.planned.daysPastDue == arrears.daysPastDue, "seed \(seed), \(date)")
                #expect(decision.planned.claim.subjectPart == arrears.oldestUnpaid, "seed \(seed), \(date)")
            }
            for decision in decisions where decision.planned.claim.subject != .day {
                #expect(
                    decision.planned.values.outstanding?.minorUnits == arrears.outstandingMinor, "seed \(seed), \(date)"
                )
            }
        }
    }
}
