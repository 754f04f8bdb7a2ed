import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Planning
import Store
import StoreEngines
import Testing

/// The coming days of one borrower, played ahead.
struct ForecastTests {
    private func context(_ change: (inout DecisionContext) -> Void = { _ in }) throws -> DecisionContext {
        var context = try House.context.get()
        change(&context)
        return context
    }

    private static func snapshot(due: [String], flags: Set<BorrowerFlag> = [], fed: Span = .hours(1))
        -> BorrowerSnapshot
    {
        let id = Borrower.ID(1)
        let loan = Loan(
            id: Loan.ID(100), borrower: id, reference: "LN-20261001", product: "cash", principalMinor: 400_000,
            currency: Currency(code: "CNY", decimals: 2), annualRateMillionths: 154_000,
            disbursedOn: Book.date("2026-05-20"), rating: "A", status: .open)
        let instalments = due.enumerated().map {
            Instalment(number: Int32($0.offset + 1), dueOn: Book.date($0.element), amountMinor: 100_000)
        }
        return BorrowerSnapshot(
            borrower: Borrower(
                id: id, reference: "B1", portfolio: "chenhe", kind: .person, language: "zh-Hans", region: "CN-SH",
                zone: "Asia/Shanghai", name: "王芳", birthDate: nil,
                contactPoints: [
                    ContactPoint(
                        id: ContactPoint.ID(10), channel: .sms, address: "+8613810000001", owner: .borrower,
                        standing: .usable)
                ]),
            loans: [LoanSnapshot(loan: loan, instalments: instalments, payments: [], rejectedPayments: 0)],
            consents: [], flags: flags, contacts: [], paymentsAsOf: Book.now - fed)
    }

    private func words(_ forecast: Forecast) -> [String] {
        forecast.entries.map { entry in
            let planned = entry.decision.planned
            switch entry.decision {
            case .send: return "\(entry.date) \(planned.step.id) send"
            case .hold: return "\(entry.date) \(planned.step.id) hold"
            case .suppress: return "\(entry.date) \(planned.step.id) suppress"
            case .task: return "\(entry.date) \(planned.step.id) task"
            }
        }
    }

    @Test func `each step is told once, on its day, while nobody pays`() throws {
        let forecast = Forecast(
            Self.snapshot(due: ["2026-11-24"]), context: try context(), claimed: [], from: Book.today, days: 40,
            now: Book.now)
        #expect(
            words(forecast) == [
                "2026-11-21 upcoming.3 send", "2026-11-24 due.today send", "2026-11-25 overdue.1 send",
                "2026-12-01 overdue.7 send", "2026-12-09 overdue.15 send", "2026-12-24 overdue.30 send",
            ])
    }

    @Test func `what was told before is not told again, and days end where they were asked to`() throws {
        let snapshot = Self.snapshot(due: ["2026-11-24"])
        let claims = try Forecast.claims(snapshot, context: context(), from: Book.today, days: 5)
        #expect(Set(claims.map(\.step)) == ["upcoming.3", "due.today", "overdue.1"])
        let told = claims.filter { $0.step != "overdue.1" }
        let forecast = Forecast(
            snapshot, context: try context(), claimed: told, from: Book.today, days: 5, now: Book.now)
        #expect(words(forecast) == ["2026-11-25 overdue.1 send"])
    }

    @Test func `a step that is not sent is said once for as long as the reason is the same`() throws {
        let forecast = Forecast(
            Self.snapshot(due: ["2026-11-20"], flags: [.dispute]), context: try context(), claimed: [],
            from: Book.today, days: 10, now: Book.now)
        #expect(words(forecast) == ["2026-11-21 overdue.1 suppress", "2026-11-27 overdue.7 suppress"])
        #expect(forecast.entries.allSatisfy { $0.decision.verdict?.findings.isEmpty == false })
    }

    @Test func `a payments feed that is fresh stays fresh, and one that is old holds`() throws {
        let due = ["2026-11-20"]
        let fresh = Forecast(
            Self.snapshot(due: due), context: try context(), claimed: [], from: Book.today, days: 8, now: Book.now)
        #expect(words(fresh) == ["2026-11-21 overdue.1 send", "2026-11-27 overdue.7 send"])
        let old = Forecast(
            Self.snapshot(due: due, fed: .hours(50)), context: try context(), claimed: [], from: Book.today, days: 8,
            now: Book.now)
        #expect(words(old).allSatisfy { $0.hasSuffix("hold") } && !old.entries.isEmpty)
    }

    @Test func `what the law holds in the evening is told the next morning`() throws {
        let evening = Instant(iso: "2026-11-21T22:30:00+08:00") ?? .distantPast
        let forecast = Forecast(
            Self.snapshot(due: ["2026-11-20"]), context: try context(), claimed: [], from: Book.today, days: 2,
            now: evening)
        #expect(words(forecast) == ["2026-11-21 overdue.1 hold", "2026-11-22 overdue.1 send"])
        let due = try #require(forecast.sent.first).decision.planned.dueAt
        #expect(due >= Instant(iso: "2026-11-22T08:00:00+08:00") ?? .distantFuture)
    }
}

/// Two strategies, or two dates, beside each other over a real store.
@Suite(.everyEngine) struct ComparerTests {
    private static let text = """
        key: other
        steps:
          - {id: overdue.1, purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: 1}, at: "15:00", channel: sms}
          - {id: upcoming.5, purpose: reminder.upcoming, template: reminder.upcoming, anchor: {days_before_due: 5}, at: "10:00", channel: sms}
          - {id: opt_out.confirmation, purpose: opt_out.confirmation, template: opt_out.confirmation, anchor: opt_out, channel: sms}

        """

    private func comparer(_ book: Book, days: Int = 1) throws -> Comparer {
        let context = book.planner.context
        var other = context
        other.strategy = try Strategy.parse(yaml: Self.text, file: "other.yaml", templates: context.templates)
        return Comparer(
            database: book.database, vault: book.vault, portfolio: Book.portfolio,
            a: .init(context: context, from: Book.today, now: Book.now),
            b: .init(context: other, from: Book.today, now: Book.now), days: days,
            cost: SegmentCost(text: "0.045", currency: Currency(code: "CNY", decimals: 2)))
    }

    private final class Heard: @unchecked Sendable {
        var lines: [String] = []
    }

    @Test func `who gains, loses and hears otherwise is told with the reason, and nothing is stored`() async throws {
        let book = try await Book()
        try await book.borrowers(1...2, due: ["2026-11-20"])  // overdue.1 under both, at another hour
        try await book.borrowers(3...3, due: ["2026-11-21"])  // due today: the other strategy has no such step
        try await book.borrowers(4...4, due: ["2026-11-26"])  // five days ahead: only the other tells it
        try await book.borrowers(5...5, due: ["2026-12-20"])  // nothing to hear
        let before = try await book.everything()
        let heard = Heard()
        let comparison = try await comparer(book).run(into: Comparison()) { message in
            heard.lines.append("\(message.borrower) \(message.change.rawValue): \(message.why)")
        }
        #expect(try await book.everything() == before)
        #expect(
            heard.lines == [
                "B1 changed: another moment", "B2 changed: another moment", "B3 lost: B has no step `due.today`",
                "B4 gained: A has no step `upcoming.5`",
            ])
        #expect(comparison.borrowers == 5)
        #expect(comparison.whole.a.messages == 3 && comparison.whole.b.messages == 3)
        #expect(comparison.contactsA == [0: 1, 1: 3] && comparison.contactsB == [0: 1, 1: 3])
        let cost = comparison.whole.a.cost.values.reduce(0, +)
        #expect(cost == Int64(comparison.whole.a.segments) * 45_000 && comparison.whole.a.segmentsWithoutCost == 0)
        let names = comparison.groups.keys.filter { $0.dimension == .daysPastDue }.map(\.name).sorted()
        #expect(names == ["M0", "M1"])
        #expect(comparison.groups[.init(dimension: .productAndRating, name: "cash A")] == comparison.whole)
    }

    @Test func `a strategy beside itself is the same for everybody, on as many days as one likes`() async throws {
        let book = try await Book()
        try await book.borrowers(1...40, due: ["2026-11-20", "2026-12-20"])
        var comparer = try comparer(book, days: 35)
        comparer.b.context = comparer.a.context
        let comparison = try await comparer.run(into: Comparison())
        #expect(
            comparison.whole.changes == [.same: 40 * 5],
            "four of the first instalment and a reminder of the next, on whose due date the notice of arrears speaks alone"
        )
        #expect(comparison.whole.a == comparison.whole.b && comparison.reasons.isEmpty)
    }

    @Test func `two dates are compared each from its own morning`() async throws {
        let book = try await Book()
        try await book.borrowers(1...1, due: ["2026-11-24"])
        var comparer = try comparer(book)
        comparer.b = .init(context: comparer.a.context, from: Book.today + 3, now: Book.now + .days(3))
        let comparison = try await comparer.run(into: Comparison())
        #expect(comparison.reasons.keys.map { "\($0.stepA) \($0.stepB) \($0.why)" }.count == 1)
        #expect(comparison.whole.a.messages == 1)
    }
}
