import CivilTime
import Compliance
import Decisions
import Foundation
import LoanBook
import Messaging

/// A borrower of a small Chinese lender, a portfolio and the built-in strategy, texts and law; tests change what they
/// are about.
enum Sample {
    static let zones = Zones { id in
        FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + id).map { Array($0) }
    }

    static func builtIn(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(
            contentsOf: root.appending(path: "Sources/dunlin/BuiltIn").appending(path: name), encoding: .utf8)
    }

    private static let read: Result<(TemplateSet, Strategy, LawBook), any Error> = Result {
        let names = ["en", "en_life", "es", "es_life", "zh_hans", "zh_hans_life"].map { "templates_\($0).yaml" }
        let templates = try TemplateSet.parse(files: names.map { ($0, try builtIn($0)) })
        let strategy = try Strategy.parse(
            yaml: builtIn("strategy_standard.yaml"), file: "strategy_standard.yaml", templates: templates)
        return (templates, strategy, try LawBook.builtIn())
    }

    static func templates() throws -> TemplateSet { try read.get().0 }
    static func strategy() throws -> Strategy { try read.get().1 }

    static let chinese = Portfolio(
        key: "zh", lender: "晨禾消费金融", signature: "晨禾消费金融", hotline: "400-820-5555",
        waysToPay: ["zh-Hans": "可在晨禾App还款", "en": "pay in the app", "es": "pague en la app"], role: .lender,
        region: "CN", language: "zh-Hans", zone: "Asia/Shanghai", paymentsFeedMaxAge_h: 48, strategy: "standard")

    static let american = Portfolio(
        key: "en", lender: "Meadow Consumer Finance", signature: "Meadow", hotline: "1-800-555-0142",
        waysToPay: [
            "zh-Hans": "在 meadow.example 还款", "en": "pay at meadow.example/pay", "es": "pague en meadow.example/pay",
        ],
        role: .thirdPartyCollector, region: "US", language: "en", zone: "America/New_York", paymentsFeedMaxAge_h: 48,
        strategy: "standard")

    static func context(_ portfolio: Portfolio = chinese) throws -> DecisionContext {
        DecisionContext(
            portfolio: portfolio, strategy: try strategy(), templates: try templates(),
            law: LawContext(zones: zones, book: try read.get().2))
    }

    static func date(_ iso: String) -> CivilDate { CivilDate(iso: iso) ?? CivilDate(daysSinceEpoch: 0) }
    static func instant(_ iso: String) -> Instant { Instant(iso: iso) ?? .distantPast }

    /// Ten instalments of 1,000.00 due on the 21st of each month from August 2026.
    static func instalments(_ currency: Currency) -> [Instalment] {
        (0..<10).map { index in
            let month = 8 + index
            let year = 2026 + (month - 1) / 12
            return Instalment(
                number: Int32(index + 1),
                dueOn: CivilDate(year: year, month: (month - 1) % 12 + 1, day: 21) ?? CivilDate(daysSinceEpoch: 0),
                amountMinor: 100_000)
        }
    }

    static func payment(_ number: Int64, _ on: String, _ amountMinor: Int64) -> Payment {
        Payment(id: Payment.ID(number), reference: "P\(number)", paidOn: date(on), amountMinor: amountMinor)
    }

    static func loan(_ number: Int64, payments: [Payment], currency: Currency) -> LoanSnapshot {
        LoanSnapshot(
            loan: Loan(
                id: Loan.ID(number), borrower: Borrower.ID(1), reference: "LN-20260\(number)", product: "cash",
                principalMinor: 1_000_000, currency: currency, annualRateMillionths: 154_000,
                disbursedOn: date("2026-07-21"), rating: "B", status: .open),
            instalments: instalments(currency), payments: payments, rejectedPayments: 0)
    }

    /// With the first three instalments paid in August, September and October.
    static func borrower(
        _ portfolio: Portfolio = chinese, payments: [Payment]? = nil, asOf: String = "2026-11-20T18:00:00Z"
    ) -> BorrowerSnapshot {
        let isChinese = portfolio.region == "CN"
        let currency = Currency(code: isChinese ? "CNY" : "USD", decimals: 2)
        let point = ContactPoint(
            id: ContactPoint.ID(1), channel: .sms, address: isChinese ? "+8613800138000" : "+12125550100",
            owner: .borrower, standing: .usable)
        let consents = [MessageClass.service, .collection].map {
            Consent(
                contactPoint: point.id, messageClass: $0, given: true, at: instant("2026-07-21T02:00:00Z"),
                act: .importedRow)
        }
        let paid =
            payments ?? [
                payment(1, "2026-08-20", 100_000), payment(2, "2026-09-20", 100_000), payment(3, "2026-10-20", 100_000),
            ]
        return BorrowerSnapshot(
            borrower: Borrower(
                id: Borrower.ID(1), reference: "B1", portfolio: portfolio.key, kind: .person,
                language: isChinese ? "zh-Hans" : "en", region: isChinese ? "CN-BJ" : "US-NY",
                zone: isChinese ? "Asia/Shanghai" : "America/New_York", name: isChinese ? "王芳" : "Ana Brown",
                birthDate: date("1990-02-03"), contactPoints: [point]),
            loans: [loan(7, payments: paid, currency: currency)], consents: consents, flags: [], contacts: [],
            paymentsAsOf: instant(asOf))
    }
}

extension Decision {
    var kind: String {
        switch self {
        case .send: "send"
        case .hold: "hold"
        case .suppress: "suppress"
        case .task: "task"
        }
    }
    var reason: String {
        switch self {
        case .send, .task: ""
        case .hold(_, _, let reason, _), .suppress(_, let reason, _): reason
        }
    }
}
