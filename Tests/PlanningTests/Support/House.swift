import Compliance
import Decisions
import Foundation
import LoanBook
import Messaging
import Store

/// A digital lender in Shanghai under the built-in strategy, texts and law.
enum House {
    static let portfolio = Portfolio(
        key: "chenhe", lender: "晨禾消费金融", signature: "晨禾消费金融", hotline: "400-820-5555",
        waysToPay: ["zh-Hans": "可在晨禾App还款"], role: .digitalLender, region: "CN", language: "zh-Hans",
        zone: "Asia/Shanghai", paymentsFeedMaxAge_h: 48, strategy: "standard")

    static let context: Result<DecisionContext, any Error> = Result {
        let texts = try ["en", "en_life", "es", "es_life", "zh_hans", "zh_hans_life"].map { "templates_\($0).yaml" }.map
        { ($0, try file($0)) }
        let templates = try TemplateSet.parse(files: texts)
        let name = "strategy_standard.yaml"
        return DecisionContext(
            portfolio: portfolio, strategy: try Strategy.parse(yaml: file(name), file: name, templates: templates),
            templates: templates, law: LawContext(zones: ZoneFiles.zones, book: try LawBook.builtIn()))
    }

    private static func file(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Sources/dunlin/BuiltIn/\(name)"), encoding: .utf8)
    }
}
