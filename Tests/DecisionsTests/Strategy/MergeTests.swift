import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

/// Three loans of one borrower due the same day are one message that holds three claims.
@Suite struct MergeTests {
    /// The 21st is a Saturday; 10:00 in Shanghai is 02:00Z.
    static let due = "2026-11-21"
    static let yaml = """
        key: merging
        steps:
          - id: upcoming.3
            purpose: reminder.upcoming
            template: reminder.upcoming
            merged_template: reminder.upcoming.several
            anchor: {days_before_due: 3}
            at: "10:00"
            late_days: 2
            channel: sms
        \(SampleStrategy.overdue("overdue.1", days: 1, template: "overdue.1", "merged_template: overdue.notice.several"))
        """

    static let plain = yaml.split(separator: "\n").filter { !$0.contains("merged_template") }.joined(separator: "\n")

    static func context(_ yaml: String = yaml, _ portfolio: Portfolio = Sample.chinese) throws -> DecisionContext {
        try SampleStrategy.context(yaml, portfolio)
    }

    /// Loans 7, 8 and 9, each with its fourth instalment of 1,000.00 due on the 21st.
    static func borrower(_ change: (inout BorrowerSnapshot) -> Void = { _ in }) -> BorrowerSnapshot {
        var borrower = Sample.borrower()
        borrower.loans = (7...9).map { loan($0, of: borrower) }
        change(&borrower)
        return borrower
    }

    static func loan(_ number: Int64, of borrower: BorrowerSnapshot) -> LoanSnapshot {
        var loan = Sample.loan(number, payments: [], currency: Currency(code: "CNY", decimals: 2))
        loan.payments = [Sample.payment(number * 10, "2026-10-20", 300_000)]
        return loan
    }

    static func message(about loan: Int64, _ iso: String, kind: PastContact.Kind = .message) -> PastContact {
        PastContact(
            kind: kind, channel: .sms, messageClass: .service, contactPoint: ContactPoint.ID(1),
            loan: Loan.ID(loan), at: Sample.instant(iso))
    }

    /// What each decision is about: its kind and the numbers of its loans.
    static func words(_ decisions: [Decision]) -> [String] {
        decisions.map { decision in
            "\(decision.kind) \(decision.planned.loans.map { String($0.number) }.joined(separator: "+"))"
        }
    }

    static func claim(_ loan: Int64, step: String = "upcoming.3") -> Claim {
        Claim(
            borrower: Borrower.ID(1), subject: .instalment, subjectID: loan, subjectPart: 4, step: step, generation: 1)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var day = "2026-11-18"
        var change: @Sendable (inout BorrowerSnapshot) -> Void = { _ in }
        var expected: [String]
    }

    static let cases: [Case] = [
        Case(testDescription: "three loans due the same day", expected: ["send 7+8+9"]),
        Case(testDescription: "three loans overdue since the same day", day: "2026-11-22", expected: ["send 7+8+9"]),
        Case(
            testDescription: "another currency",
            change: { $0.loans[1].loan.currency = Currency(code: "USD", decimals: 2) },
            expected: ["send 7+9", "send 8"]),
        Case(
            testDescription: "another due date, which the step tells late",
            change: { $0.loans[0].instalments[3].dueOn = Sample.date("2026-11-20") }, expected: ["send 7", "send 8+9"]),
        Case(
            testDescription: "overdue since another day, told by the same step", day: "2026-11-23",
            change: { $0.loans[2].instalments[3].dueOn = Sample.date("2026-11-22") }, expected: ["send 7+8+9"]),
        Case(
            testDescription: "one paid",
            change: { $0.loans[1].payments.append(Sample.payment(1, "2026-11-17", 100_000)) },
            expected: ["send 7+9"]),
        Case(
            testDescription: "one arranged", day: "2026-11-22",
            change: { borrower in
                borrower.loans[0].arrangements = [
                    Arrangement(
                        id: Arrangement.ID(1), reference: "A1", status: .agreed, statusOn: Sample.date("2026-11-20"),
                        instalments: [])
                ]
            }, expected: ["suppress 7", "send 8+9"]),
        Case(
            testDescription: "a payment row of one was rejected", day: "2026-11-22",
            change: { $0.loans[2].rejectedPayments = 1 }, expected: ["send 7+8", "hold 9"]),
        Case(
            testDescription: "the law forbids to write to the person", day: "2026-11-22",
            change: { $0.flags = [.deceased] },
            expected: ["suppress 7", "suppress 8", "suppress 9"]),
        Case(
            testDescription: "two instalments of one loan on one day",
            change: { borrower in
                borrower.loans.removeLast(2)
                borrower.loans[0].instalments[4].dueOn = Sample.date("2026-11-21")
            }, expected: ["send 7"]),
        Case(testDescription: "one loan alone", change: { $0.loans.removeLast(2) }, expected: ["send 7"]),
    ]

    @Test(arguments: cases) func `what may stand in one message stands in one`(example: Case) throws {
        let decisions = try SampleStrategy.decisions(Self.borrower(example.change), on: example.day, Self.context())
        #expect(Self.words(decisions) == example.expected, "\(decisions.map(\.reason))")
    }

    @Test func `the text has the sum, the number of loans and the day, and the claims are those of all`() throws {
        let context = try Self.context()
        let merged = try #require(try SampleStrategy.decisions(Self.borrower(), on: "2026-11-18", context).first)
            .planned
        #expect(merged.text.contains("您3笔贷款本期合计应还3,000.00元，2026年11月21日到期"), "\(merged.text)")
        #expect(merged.told == [7, 8, 9].map { Self.claim($0) } && merged.claims == merged.told)
        #expect(merged.step.template == "reminder.upcoming.several" && merged.claim == Self.claim(7))
        #expect(merged.references == ["LN-202607", "LN-202608", "LN-202609"])
        #expect(merged.contacts(at: merged.dueAt).map(\.kind) == [.message, .mention, .mention])
        let late = try SampleStrategy.decisions(
            Self.borrower { $0.loans[2].instalments[3].dueOn = Sample.date("2026-11-22") }, on: "2026-11-23", context)
        #expect(late.first?.planned.text.contains("您有3笔贷款逾期，最早一笔2026年11月21日到期，逾期金额合计3,000.00元") == true)
        // Of one loan it reads like any other, with the sum.
        let twice = try SampleStrategy.decisions(
            Self.borrower { borrower in
                borrower.loans.removeLast(2)
                borrower.loans[0].instalments[4].dueOn = Sample.date("2026-11-21")
            }, on: "2026-11-18", context)
        #expect(twice.first?.planned.text.contains("本期应还2,000.00元") == true)
        #expect(twice.first?.planned.told.map(\.subjectPart) == [4, 5])
    }

    @Test func `without the key each loan is told by itself`() throws {
        let decisions = try SampleStrategy.decisions(Self.borrower(), on: "2026-11-18", Self.context(Self.plain))
        #expect(Self.words(decisions) == ["send 7", "send 8", "send 9"])
    }

    @Test func `a loan that was told is not told again with the others`() throws {
        let decisions = try SampleStrategy.decisions(
            Self.borrower(), on: "2026-11-18", Self.context(), claimed: [Self.claim(8)])
        #expect(Self.words(decisions) == ["send 7+9"])
    }

    @Test func `a message about several counts once against the strategy's limits`() throws {
        let context = try Self.context("limits: {messages_a_day: 1}\n" + Self.yaml)
        #expect(try Self.words(SampleStrategy.decisions(Self.borrower(), on: "2026-11-18", context)) == ["send 7+8+9"])
        var told = Self.borrower()
        told.contacts = [Self.message(about: 7, "2026-11-18T01:00:00Z")]
        let held = try SampleStrategy.decisions(told, on: "2026-11-18", context)
        #expect(Self.words(held) == ["hold 7+8+9"])
        told.contacts = [Self.message(about: 7, "2026-11-18T01:00:00Z", kind: .mention)]
        #expect(try Self.words(SampleStrategy.decisions(told, on: "2026-11-18", context)) == ["send 7+8+9"])
    }

    @Test func `a cap per debt leaves out the debt that has reached it, and counts each that was named`() throws {
        var context = try Self.context()
        let law = try LawPack.parse(
            yaml: """
                pack: cap-cn
                title: Once a day for a debt, twice for a person
                version: 1
                jurisdiction: CN
                rules:
                  - id: debt
                    citation: the tests
                    grade: P
                    says: One message a day about a debt.
                    cap: {count: [message], channels: [sms], per: debt, most: 1, period: day}
                  - id: person
                    citation: the tests
                    grade: P
                    says: Two messages a day to a person.
                    cap: {count: [message], channels: [sms], per: borrower, most: 2, period: day}
                """, file: "cap.yaml")
        context.law = LawContext(zones: Sample.zones, book: LawBook(packs: try LawBook.builtIn().packs + [law]))
        var borrower = Self.borrower()
        borrower.contacts = [Self.message(about: 8, "2026-11-18T01:00:00Z")]
        let once = try SampleStrategy.decisions(borrower, on: "2026-11-18", context)
        #expect(Self.words(once) == ["send 7+9", "hold 8"])
        // What the merged message was: one contact with the person, one about each debt.
        let contacts = try #require(once.first).planned.contacts(at: Sample.instant("2026-11-17T18:00:00Z"))
        #expect(contacts.count == 2)
        borrower.contacts = contacts
        let twice = try SampleStrategy.decisions(borrower, on: "2026-11-18", context)
        #expect(Self.words(twice) == ["hold 7+9", "send 8"])
    }

    @Test func `a collector says who it is in full while one of the debts is new`() throws {
        let context = try Self.context(Self.yaml, Sample.american)
        func told(_ loans: [Int64]) throws -> String {
            var borrower = Sample.borrower(Sample.american, asOf: "2026-11-23T00:00:00Z")
            borrower.loans = [Int64(7), 8].map { number in
                var loan = Self.loan(number, of: borrower)
                loan.loan.currency = Currency(code: "USD", decimals: 2)
                return loan
            }
            borrower.contacts = loans.enumerated().map { place, loan in
                var contact = Self.message(about: loan, "2026-11-01T15:00:00Z", kind: place == 0 ? .message : .mention)
                contact.messageClass = .collection
                return contact
            }
            let decisions = try SampleStrategy.decisions(borrower, on: "2026-11-23", context)
            #expect(Self.words(decisions) == ["send 7+8"], "\(decisions.map(\.reason))")
            return decisions.first?.planned.text ?? ""
        }
        #expect(try told([7]).contains("attempt to collect a debt"))
        let later = try told([7, 8])
        #expect(!later.contains("attempt to collect a debt") && later.contains("from a debt collector"))
        #expect(later.contains("2 of your loans are overdue"))
    }

    @Test(arguments: [
        ("merged_template: overdue.notice", "the template `overdue.notice` is about one loan"),
        ("merged_template: reminder.upcoming.several", "has the purpose `reminder.upcoming`"),
        ("merged_template: nothing", "there is no template `nothing`"),
    ])
    func `a text that is not about several loans is a fault`(line: String, what: String) {
        let yaml = "key: k\nsteps:\n" + SampleStrategy.overdue("o", days: 1, template: "overdue.1", line)
        let faults = #expect(throws: Faults.self) { try SampleStrategy.parse(yaml) }
        #expect(faults?.list.contains { $0.what.contains(what) } == true, "\(faults?.description ?? "")")
    }

    @Test func `neither a text about several loans as the ordinary one, nor a formal notice about several, is read`() {
        let several = SampleStrategy.overdue("o", days: 1, template: "overdue.notice.several")
        let formal = SampleStrategy.overdue("f", template: "overdue.15", "merged_template: overdue.notice.several")
            .replacing("overdue.notice\n", with: "overdue.formal\n")
        let faults = #expect(throws: Faults.self) {
            try SampleStrategy.parse("key: k\nsteps:\n" + several + "\n" + formal)
        }
        let list = faults?.list.map(\.what) ?? []
        #expect(list.contains { $0.contains("`overdue.notice.several` is about several loans") }, "\(list)")
        #expect(list.contains { $0 == "a step of purpose `overdue.formal` tells of one loan at a time" }, "\(list)")
    }

    @Test func `a hold-out hears of none of them`() throws {
        let context = try Self.context(
            """
            experiments:
              - {key: e, salt: s, arms: [{key: a, weight: 0}, {key: quiet, weight: 1, holdout: true}]}

            """ + Self.yaml)
        let decisions = try SampleStrategy.decisions(Self.borrower(), on: "2026-11-18", context)
        #expect(Self.words(decisions) == ["suppress 7", "suppress 8", "suppress 9"])
    }

    @Test func `loans of other segments are told by their own step, and all claims on their facts are asked`() throws {
        let context = try Self.context(
            """
            key: segments
            steps:
            \(SampleStrategy.overdue("large", days: 1, template: "overdue.1", "merged_template: overdue.notice.several\nwhen: loan.principal > 15000.0"))
            \(SampleStrategy.overdue("other", days: 1, template: "overdue.1", "merged_template: overdue.notice.several"))
            """)
        let borrower = Self.borrower { $0.loans[1].loan.principalMinor = 2_000_000 }
        let decisions = try SampleStrategy.decisions(borrower, on: "2026-11-22", context)
        #expect(Self.words(decisions) == ["send 7+9", "send 8"])
        let claims = try #require(decisions.first).planned.claims
        #expect(claims.map(\.step) == ["large", "other", "large", "other"])
        let told = try SampleStrategy.decisions(
            borrower, on: "2026-11-22", context, claimed: [Self.claim(9, step: "large")])
        #expect(Self.words(told) == ["send 7", "send 8"])
    }

    @Test func `late loans of one message do not replace each other`() throws {
        let context = try Self.context("late: replace\n" + Self.yaml)
        #expect(try Self.words(SampleStrategy.decisions(Self.borrower(), on: "2026-11-19", context)) == ["send 7+8+9"])
    }
}
