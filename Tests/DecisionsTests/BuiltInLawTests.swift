import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

/// The texts, the strategy and the law that Dunlin carries must agree with each other.
@Suite struct BuiltInLawTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var country: String
        var role: Portfolio.Role
        var language: String
        var told: Bool
        var testDescription: String { "\(country) \(role) \(language)\(told ? ", told before" : "")" }
    }

    static let cases: [Case] = ["en", "es", "zh-Hans"].flatMap { language in
        [true, false].flatMap { told in
            [
                Case(country: "US", role: .thirdPartyCollector, language: language, told: told),
                Case(country: "US", role: .lender, language: language, told: told),
                Case(country: "CN", role: .digitalLender, language: language, told: told),
                Case(country: "CN", role: .thirdPartyCollector, language: language, told: told),
            ]
        }
    }

    @Test(arguments: cases) func `every step of the standard strategy can be sent with its built-in text`(
        _ example: Case
    ) throws {
        var portfolio = example.country == "US" ? Sample.american : Sample.chinese
        portfolio.role = example.role
        let context = try Sample.context(portfolio)
        var sent: Set<String> = []
        for payments in [
            [Sample.payment(1, "2026-10-20", 300_000)], [Sample.payment(1, "2026-11-19", 1_000_000)],
            [Sample.payment(1, "2026-11-17", 350_000)],
        ] {
            var borrower = Sample.borrower(portfolio, payments: payments)
            borrower.borrower.language = example.language
            if example.told {
                borrower.contacts = [
                    PastContact(
                        kind: .message, channel: .sms, messageClass: .collection, contactPoint: ContactPoint.ID(1),
                        loan: Loan.ID(7), at: Sample.instant("2026-10-01T15:00:00Z"))
                ]
            }
            for offset in 0..<45 {
                let date = Sample.date("2026-11-15") + offset
                let now = Sample.zones.zone(portfolio.zone)?.instant(date, TimeOfDay(seconds: 0)) ?? .distantPast
                borrower.paymentsAsOf = now
                for decision in decide(borrower, context: context, claimed: { _ in false }, on: date, now: now) {
                    switch decision {
                    case .send(let planned, _): sent.insert(planned.step.id)
                    case .hold, .task: break
                    case .suppress(let planned, let reason, let verdict):
                        #expect(verdict == nil, "\(planned.step.id) on \(date): \(reason): \(planned.text)")
                    }
                }
            }
        }
        // What instalments and payments bring; the rest of the strategy is what `LifeTests` is about.
        let all: Set = [
            "upcoming.3", "due.today", "overdue.1", "overdue.7", "overdue.15", "overdue.30", "payment.received",
            "loan.settled",
        ]
        #expect(sent.isSuperset(of: all))
    }
}
