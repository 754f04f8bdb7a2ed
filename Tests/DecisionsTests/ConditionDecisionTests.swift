import CivilTime
import Compliance
import Foundation
import LoanBook
import Messaging
import Testing

@testable import Decisions

@Suite struct ConditionDecisionTests {
    static func yaml(strategy: String = "", overdue: String = "", optOut: String = "") -> String {
        """
        key: standard
        \(strategy)
        steps:
          - id: overdue.7
            purpose: overdue.notice
            template: overdue.7
            anchor: {days_past_due: 7}
            at: "10:00"
            channel: sms
            \(overdue)
          - id: upcoming.3
            purpose: reminder.upcoming
            template: reminder.upcoming
            anchor: {days_before_due: 3}
            at: "10:00"
            channel: sms
          - id: opt_out.confirmation
            purpose: opt_out.confirmation
            template: opt_out.confirmation
            anchor: opt_out
            channel: sms
            \(optOut)
        """
    }

    static func parse(_ yaml: String) throws -> Strategy {
        try Strategy.parse(yaml: yaml, file: "s.yaml", templates: Sample.templates(), zones: Sample.zones)
    }

    static func context(strategy: String = "", overdue: String = "") throws -> DecisionContext {
        var context = try Sample.context()
        context.strategy = try parse(yaml(strategy: strategy, overdue: overdue))
        return context
    }

    /// Seven days after the first instalment of the sample's loan.
    static let date = Sample.date("2026-08-28")
    static let now = Sample.instant("2026-08-28T02:00:00Z")

    static func decisions(_ context: DecisionContext, _ change: (inout BorrowerSnapshot) -> Void = { _ in })
        -> [Decision]
    {
        var snapshot = Sample.borrower(payments: [])
        snapshot.paymentsAsOf = now
        change(&snapshot)
        return decide(snapshot, context: context, claimed: { _ in false }, on: date, now: now)
    }

    @Test func `a step whose condition does not hold is not decided, nor one of a strategy that is not meant`() throws {
        #expect(Self.decisions(try Self.context()).map(\.planned.step.id) == ["overdue.7"])
        #expect(Self.decisions(try Self.context(overdue: "when: arrears.days_past_due == 7")).count == 1)
        #expect(Self.decisions(try Self.context(overdue: "when: arrears.amount > 1000")).isEmpty)
        #expect(
            Self.decisions(try Self.context(overdue: "when: arrears.amount >= 1000 && loan.currency == 'CNY'")).count
                == 1)
        #expect(Self.decisions(try Self.context(strategy: "when: borrower.country != 'CN'")).isEmpty)
    }

    @Test func `a condition that cannot be decided suppresses with its reason`() throws {
        let context = try Self.context(overdue: "when: borrower.age < 70 && arrears.amount > 1.0")
        let decision = try #require(Self.decisions(context) { $0.borrower.birthDate = nil }.first)
        guard case .suppress(_, let reason, nil) = decision else {
            Issue.record("not suppressed: \(decision)")
            return
        }
        #expect(
            reason
                == "its condition cannot be decided: the book has no `borrower.age`, at character 1 of "
                + "`borrower.age < 70 && arrears.amount > 1.0`")
        // The other term decides, whatever is not known of this one.
        let settled = try Self.context(overdue: "when: borrower.age < 70 && arrears.amount < 1.0")
        #expect(Self.decisions(settled) { $0.borrower.birthDate = nil }.isEmpty)
    }

    @Test func `a condition that surely fails decides, whatever is not known of the strategy's`() throws {
        let context = try Self.context(strategy: "when: borrower.age < 70", overdue: "when: arrears.amount < 1.0")
        #expect(Self.decisions(context) { $0.borrower.birthDate = nil }.isEmpty)
    }

    @Test func `submission asks the condition again`() throws {
        let context = try Self.context(overdue: "when: \"!('dispute' in borrower.flags) && arrears.amount > 500\"")
        let planned = try #require(Self.decisions(context).first).planned
        func again(_ change: (inout BorrowerSnapshot) -> Void) -> Recheck {
            var snapshot = Sample.borrower(payments: [])
            snapshot.paymentsAsOf = Self.now
            change(&snapshot)
            return recheck(planned.claim, stepID: "overdue.7", snapshot: snapshot, context: context, now: Self.now)
        }
        let flagged = again { $0.flags = [.dispute] }
        guard case .superseded(let reason) = flagged else {
            Issue.record("\(flagged)")
            return
        }
        #expect(reason == "the condition of the step does not hold any more")
        guard case .superseded = again({ $0.flags = [.dispute] }) else {
            Issue.record("sent")
            return
        }
    }

    @Test func `an explanation shows the conditions that held`() throws {
        let context = try Self.context(
            strategy: "when: borrower.kind == 'person'", overdue: "when: arrears.amount > 500")
        let decision = try #require(Self.decisions(context).first)
        let lines = Explanation(zone: .utc).lines(for: decision)
        #expect(lines.contains("  when: borrower.kind == 'person'") && lines.contains("  when: arrears.amount > 500"))
    }

    @Test func `a fault of a condition points into the file, however YAML writes it`() throws {
        let cases: [(yaml: String, line: Int, column: Int)] = [
            (Self.yaml(strategy: "when: loan.prodct == 'x'"), 2, 7),
            (Self.yaml(strategy: "when: true && loan.prodct == 'x'"), 2, 15),
            (Self.yaml(strategy: "when: \"loan.product == \\\"x\\\" && loan.prodct == 'x'\""), 2, 33),
            (Self.yaml(strategy: "when: 'loan.product == ''x'' && loan.prodct == 1'"), 2, 33),
            (Self.yaml(strategy: "when: |\n  true &&\n    loan.prodct == 'x'"), 4, 5),
            (Self.yaml(strategy: "when: >-\n  true &&\n  loan.prodct == 'x'"), 4, 3),
            (Self.yaml(strategy: "when: true &&\n    loan.prodct == 'x'"), 3, 5),
            (Self.yaml(strategy: "when: loan.product == '消费贷' && loan.prodct == 1"), 2, 32),
            (Self.yaml(overdue: "when: arrears.amount == 5"), 10, 26),
        ]
        for (yaml, line, column) in cases {
            let faults = #expect(throws: Faults.self) { try Self.parse(yaml) }
            let fault = try #require(faults?.list.first)
            #expect((fault.line, fault.column) == (line, column), "\(fault)")
            #expect(fault.what.hasPrefix("`when`: ") && faults?.list.count == 1)
        }
    }

    @Test func `a step on opt_out cannot ask for facts of a loan, and the strategy's condition is not its own`() throws
    {
        let faults = #expect(throws: Faults.self) {
            try Self.parse(Self.yaml(optOut: "when: loan.product == 'cash'"))
        }
        #expect(
            faults?.list.first?.what
                == "`loan.product` is a fact of a loan, and what is told when the borrower opts out is about none")
        let strategy = try Self.parse(
            Self.yaml(strategy: "when: loan.product == 'cash'", optOut: "when: borrower.country == 'CN'"))
        #expect(strategy.optOut?.when.map(\.program.text) == ["borrower.country == 'CN'"])
        #expect(strategy.step("overdue.7")?.when.map(\.program.text) == ["loan.product == 'cash'"])
    }

    @Test func `every fact has the type that it is declared with, or is missing`() throws {
        var snapshot = Sample.borrower(payments: [])
        snapshot.borrower.birthDate = Sample.date("1980-02-29")
        snapshot.flags = [.hardship, .dispute]
        snapshot.contacts = [
            PastContact(
                kind: .message, channel: .sms, messageClass: .service, contactPoint: nil, loan: nil,
                at: Self.now - .days(10))
        ]
        var terms = StatedTerms()
        terms.method = .flat
        snapshot.loans[0].terms = terms
        snapshot.loans[0].promises = [Promise.Status.open, .kept, .open].enumerated().map { number, status in
            Promise(
                id: Promise.ID(Int64(number)), reference: "", madeOn: Self.date, dueOn: Self.date, amountMinor: 1,
                status: status)
        }
        snapshot.loans[0].arrangements = [(Arrangement.Status.agreed, -9), (.broken, -2)].map { status, days in
            Arrangement(
                id: Arrangement.ID(1), reference: "", status: status, statusOn: Self.date + days, instalments: [])
        }
        snapshot.loans[0].failedPayments = [-3, 0, 1].map {
            FailedPayment(id: FailedPayment.ID(1), reference: "", failedOn: Self.date + $0, amountMinor: 1)
        }
        let environment = Environment(Fact.declarations, zones: Sample.zones)
        var known: [String: Value] = [:]
        for (slot, declaration) in Fact.declarations.enumerated() {
            let program = try Program.compile(declaration.name, in: environment)
            #expect(program.type == declaration.type && program.slots == [slot])
            let facts = BookFacts(
                snapshot, loan: 0, portfolio: Sample.chinese, on: Self.date, now: Self.now,
                zone: .utc)
            if let value = try? program.value(facts) {
                #expect(value.fits(declaration.type), "\(declaration.name)")
                known[declaration.name] = value
            }
        }
        // The sample has no payment and no answer; everything else is there.
        #expect(
            Set(Fact.declarations.map(\.name)).subtracting(known.keys)
                == ["history.last_paid_on", "history.last_paid", "history.preferred_hour"])
        let wanted: [(String, Value)] = [
            ("borrower.age", .int(46)), ("arrears.days_past_due", .int(7)), ("arrears.amount", .double(1000)),
            ("arrears.instalments", .int(1)), ("borrower.overdue_loans", .int(1)), ("history.messages_7_days", .int(0)),
            ("history.messages_30_days", .int(1)), ("loan.next_due_on", .date(Sample.date("2026-09-21"))),
            ("arrears.oldest_due_on", .date(Sample.date("2026-08-21"))), ("borrower.country", .string("CN")),
            ("loan.method", .string("flat")), ("loan.open_promises", .int(2)), ("loan.arrangement", .string("broken")),
            ("history.failed_payments", .int(2)),
            ("borrower.flags", .list([.string("dispute"), .string("hardship")])), ("loan.outstanding", .double(10_000)),
        ]
        for (name, value) in wanted { #expect(try Value.equal(try #require(known[name]), value), "\(name)") }
    }

    @Test func `the documentation lists every fact as it is declared`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "Documentation/strategies-and-templates.md"), encoding: .utf8)
        for declaration in Fact.declarations {
            let row = "| `\(declaration.name)` | \(declaration.type.words) | \(declaration.meaning) |"
            #expect(page.contains(row), "the page lacks: \(row)")
        }
        // And every condition that the page shows as an example is one.
        let environment = Environment(Fact.declarations, zones: Sample.zones)
        let examples = page.components(separatedBy: "\n").filter { $0.hasPrefix("    when: ") }
        #expect(examples.count >= 6)
        for example in examples {
            let node = try MarkedNode.parse(yaml: example.trimmingCharacters(in: .whitespaces), file: "page")
            guard case .map(let entries) = node.content, let text = entries.first?.value.scalar else {
                Issue.record("\(example)")
                continue
            }
            _ = try Condition.compile(text, in: environment)
        }
    }

    @Test(arguments: [UInt64(21), 22, 23])
    func `no bytes break what must hold of every condition`(seed: UInt64) {
        var random = RandomExpressions(seed: seed)
        let marks = Array("()[]{}.,:?!&|=<>+-*/%'\"`\\ rbux0129eE_aloinf\n".utf8) + [0xE4, 0xB8, 0xAD, 0xFF, 0]
        for round in 0..<600 {
            var bytes: [UInt8]
            if round % 3 == 0 {
                bytes = (0..<Int.random(in: 0...40, using: &random.numbers)).map { _ in
                    marks[Int.random(in: 0..<marks.count, using: &random.numbers)]
                }
            } else {
                bytes = Array((round % 2 == 0 ? random.shape(depth: 3).description : random.text(.bool, depth: 3)).utf8)
                let place = Int.random(in: 0..<bytes.count, using: &random.numbers)
                bytes[place] = marks[Int.random(in: 0..<marks.count, using: &random.numbers)]
            }
            let broken = ConditionInvariants.broken(by: bytes)
            #expect(broken == nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
