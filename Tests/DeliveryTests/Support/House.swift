import Compliance
import Decisions
import Foundation
import LoanBook
import Messaging
import Store

/// The two portfolios of the tests under the built-in strategy, texts and law.
enum House: Int64, CaseIterable {
    /// A collector in the United States: long texts, consent on record, STOP confirmed once.
    case meadow = 1
    /// A digital lender in China.
    case chenhe = 2

    var portfolio: Portfolio {
        switch self {
        case .meadow:
            Portfolio(
                key: "meadow", lender: "Meadow Consumer Finance", signature: "Meadow", hotline: "1-800-555-0142",
                waysToPay: ["en": "pay at meadow.example/pay"], role: .thirdPartyCollector, region: "US",
                language: "en", zone: "America/New_York", paymentsFeedMaxAge_h: 48, strategy: "standard")
        case .chenhe:
            Portfolio(
                key: "chenhe", lender: "晨禾消费金融", signature: "晨禾消费金融", hotline: "400-820-5555",
                waysToPay: ["zh-Hans": "可在晨禾App还款"], role: .digitalLender, region: "CN", language: "zh-Hans",
                zone: "Asia/Shanghai", paymentsFeedMaxAge_h: 48, strategy: "standard")
        }
    }

    var currency: String { self == .meadow ? "USD" : "CNY" }
    var state: String { self == .meadow ? "US-NY" : "CN-SH" }

    func phone(_ borrower: Int64) -> String {
        self == .meadow ? "+1212555\(1000 + borrower)" : "+86138001\(38000 + borrower)"
    }

    func context() throws -> DecisionContext { try Self.contexts.get()[rawValue] ?? Self.missing(self) }

    static let contexts: Result<[Int64: DecisionContext], any Error> = Result { try contexts(under: LawBook.builtIn()) }

    /// Under a law besides, by which a borrower is told one thing a day.
    static let cappedContexts: Result<[Int64: DecisionContext], any Error> = Result {
        let caps = ["US", "CN"].map { country in
            """
            pack: cap-\(country.lowercased())
            title: Once a day
            version: 1
            jurisdiction: \(country)
            rules:
              - id: once
                citation: the tests
                grade: P
                says: One message a day.
                cap: {count: [message], channels: [sms], per: borrower, most: 1, period: day}
            """
        }
        let packs = try caps.map { try LawPack.parse(yaml: $0, file: "cap.yaml") }
        return try contexts(under: LawBook(packs: LawBook.builtIn().packs + packs))
    }

    private static func contexts(under book: LawBook) throws -> [Int64: DecisionContext] {
        let texts = try ["en", "en_life", "es", "es_life", "zh_hans", "zh_hans_life"].map { "templates_\($0).yaml" }.map
        { ($0, try file($0)) }
        let templates = try TemplateSet.parse(files: texts)
        let name = "strategy_standard.yaml"
        let strategy = try Strategy.parse(yaml: file(name), file: name, templates: templates)
        let law = LawContext(zones: ZoneFiles.zones, book: book)
        return Dictionary(
            uniqueKeysWithValues: allCases.map {
                (
                    $0.rawValue,
                    DecisionContext(portfolio: $0.portfolio, strategy: strategy, templates: templates, law: law)
                )
            })
    }

    private static func missing(_ house: House) throws -> DecisionContext {
        throw CocoaError(.fileNoSuchFile, userInfo: ["house": house.rawValue])
    }

    private static func file(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Sources/dunlin/BuiltIn/\(name)"), encoding: .utf8)
    }
}
