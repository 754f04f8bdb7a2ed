import CivilTime
import Compliance
import Decisions
import Foundation
import LoanBook
import Messaging
import Store

/// Two portfolios under the packs of the United States and China, with the sample lender's strategy and texts.
struct SampleLender {
    /// One portfolio and the morning on which it is decided about: before the first step's hour.
    struct Desk {
        var context: DecisionContext
        var date: CivilDate
        var now: Instant
    }

    let us: Desk
    let china: Desk
    /// As `us`, for a lender's own short texts: no collector's disclosure, one segment each.
    let lender: Desk

    /// - Parameter folder: with `strategy_standard.yaml` and `templates_*.yaml`.
    init(folder: String) throws {
        func read(_ name: String) throws -> String {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
                throw BenchFault(words: "\(folder)/\(name) could not be read: name its folder with --builtin")
            }
            return String(decoding: data, as: UTF8.self)
        }
        let templates = try TemplateSet.parse(
            files: ["en", "en_life", "es", "es_life", "zh_hans", "zh_hans_life"].map { "templates_\($0).yaml" }.map {
                ($0, try read($0))
            })
        let strategy = try Strategy.parse(
            yaml: try read("strategy_standard.yaml"), file: "strategy_standard.yaml", templates: templates)
        let law = LawContext(zones: ZoneFiles.zones, book: try LawBook.builtIn())
        func desk(_ portfolio: Portfolio) throws -> Desk {
            guard let date = CivilDate(iso: "2026-11-20"), let morning = TimeOfDay(text: "06:00"),
                let zone = law.zones.zone(portfolio.zone)
            else { throw BenchFault(words: "the zone \(portfolio.zone) is not on this machine") }
            let context = DecisionContext(portfolio: portfolio, strategy: strategy, templates: templates, law: law)
            return Desk(context: context, date: date, now: zone.instant(date, morning))
        }
        us = try desk(Self.meadow)
        china = try desk(Self.chenhe)
        var own = Self.meadow
        own.role = .lender
        own.waysToPay = ["en": "pay in the app", "es": "pague en la app"]
        lender = try desk(own)
    }

    private static let meadow = Portfolio(
        key: "meadow", lender: "Meadow Consumer Finance", signature: "Meadow", hotline: "1-800-555-0142",
        waysToPay: [
            "en": "pay at meadow.example/pay or in the app", "es": "pague en meadow.example/pay o en la app",
            "zh-Hans": "在 meadow.example/pay 或应用内还款",
        ], role: .thirdPartyCollector, region: "US", language: "en", zone: "America/New_York",
        paymentsFeedMaxAge_h: 48, strategy: "standard")

    private static let chenhe = Portfolio(
        key: "chenhe", lender: "晨禾消费金融", signature: "晨禾消费金融", hotline: "400-820-5555",
        waysToPay: [
            "zh-Hans": "可在晨禾App或微信公众号还款", "en": "pay in the Chenhe app", "es": "pague en la app Chenhe",
        ], role: .digitalLender, region: "CN", language: "zh-Hans", zone: "Asia/Shanghai",
        paymentsFeedMaxAge_h: 48, strategy: "standard")
}
