package import CivilTime
package import LoanBook
package import Messaging

/// One portfolio of `dunlin.yaml`, and the routes that its messages may travel by.
package struct PortfolioEntry: Sendable {
    package var portfolio: Portfolio
    /// One, or several among which a way is chosen for each message.
    package var routes: [String]
    /// Where its key stands, for faults that only show when everything is read.
    package var line: Int
    package var column: Int
}

/// Reads the part `portfolios` of `dunlin.yaml`.
package enum PortfolioFile {
    package static func parse(yaml: String, file: String, zones: Zones) throws(Faults) -> [PortfolioEntry] {
        let root = try MarkedNode.parse(yaml: yaml, file: file)
        guard case .map(let sections) = root.content,
            let portfolios = sections.first(where: { $0.key == "portfolios" })?.value,
            case .map(let entries) = portfolios.content, !entries.isEmpty
        else {
            throw Faults([
                Fault(
                    file: file, line: root.line, column: root.column, what: "`portfolios` is missing or empty",
                    fix: "Describe at least one portfolio: `dunlin init` writes an example")
            ])
        }
        let known = [
            "database", "log", "listen", "keys", "home", ChangesSetting.key, EvidenceFile.section, "portfolios",
        ]
        var faults = sections.sectionFaults(known: known, file: file) + entries.nameFaults(file: file)
        var result: [PortfolioEntry] = []
        for entry in entries {
            var reader = FieldReader(entry.value, file: file, what: "a portfolio")
            if let parsed = read(entry, &reader, zones: zones) { result.append(parsed) }
            reader.finish()
            faults += reader.faults
        }
        guard faults.isEmpty else { throw Faults(faults) }
        return result
    }

    private static func read(
        _ entry: MarkedNode.Entry, _ reader: inout FieldReader, zones: Zones
    ) -> PortfolioEntry? {
        let lender = reader.text("lender", "Write the lender's full name")
        let signature = reader.text("signature", "Write the name that stands in texts, without brackets")
        let hotline = reader.text("hotline", "Write the number or address at which a borrower reaches a person")
        var waysToPay: [String: String] = [:]
        if let node = reader.required("ways_to_pay", "Write a sentence for each language, such as `en: pay at …`") {
            var ways = FieldReader(node, file: reader.file, what: "`ways_to_pay`")
            for language in WrittenLanguage.allCases.map(\.rawValue) {
                if let text = ways.optionalText(language) { waysToPay[language] = text }
            }
            ways.finish()
            if waysToPay.isEmpty { ways.fault(at: node, "`ways_to_pay` has no language", "Write `en: …` below it") }
            reader.take(ways.faults)
        }
        let role = reader.choice("role", Portfolio.Role.allCases.map { (name: $0.rawValue, value: $0) })
        let region = reader.text("region", "Write the country, such as US or CN")
        let language = reader.choice(
            "language", WrittenLanguage.allCases.map { (name: $0.rawValue, value: $0.rawValue) })
        let address = reader.optionalText("address") ?? ""
        let creditor = reader.optionalText("creditor") ?? ""
        let page = page(&reader)
        let zone = reader.text("zone", "Write an IANA zone, such as Asia/Shanghai")
        if let zone, zones.zone(zone.value) == nil {
            reader.fault(
                at: zone.node, "the zone `\(zone.value)` is not known",
                "Write an IANA zone, such as Asia/Shanghai or America/New_York")
        }
        let age = reader.number("payments_feed_max_age_h", in: 1...8760, otherwise: 48)
        let shares = StrategyShares.read(&reader)
        let salt = reader.optionalText("strategy_salt") ?? ""
        let routes = routes(&reader)
        guard let lender, let signature, let hotline, let role, let region, let language, let zone, let age,
            let champion = shares.first, !routes.isEmpty
        else { return nil }
        var portfolio = Portfolio(
            key: entry.key, lender: lender.value, signature: signature.value, hotline: hotline.value,
            waysToPay: waysToPay, role: role, region: region.value, language: language, zone: zone.value,
            paymentsFeedMaxAge_h: Int64(age), strategy: champion.strategy,
            shares: shares.count > 1 ? shares : [], strategySalt: salt)
        portfolio.address = address
        portfolio.creditor = creditor
        portfolio.validationPage = page
        return PortfolioEntry(
            portfolio: portfolio, routes: routes, line: entry.keyLine, column: entry.keyColumn)
    }

    /// `route: a`, or `routes: [a, b]`.
    private static func routes(_ reader: inout FieldReader) -> [String] {
        let fix = "Name a route of routes.yaml: `route: a`, or several: `routes: [a, b]`"
        guard let several = reader.optional("routes") else {
            return reader.text("route", fix).map { [$0.value] } ?? []
        }
        if let one = reader.optional("route") {
            reader.fault(at: one, "`route` and `routes` stand side by side", "Leave one of them")
        }
        var names: [String] = []
        guard case .list(let items) = several.content, !items.isEmpty else {
            reader.fault(at: several, "`routes` must be a list", fix)
            return []
        }
        for item in items {
            guard let name = item.scalar, !name.isEmpty, !names.contains(name) else {
                reader.fault(at: item, "`routes` names a route twice, or something that is none", fix)
                continue
            }
            names.append(name)
        }
        return names
    }

    private static func page(_ reader: inout FieldReader) -> String {
        guard let node = reader.optional("validation_page") else { return "" }
        // What is no text is no address either.
        let page = node.scalar ?? ""
        let rest = page.dropFirst("https://".count)
        if !page.hasPrefix("https://") || rest.isEmpty || page.contains(where: \.isWhitespace) || page.utf8.count > 100
        {
            reader.fault(
                at: node, "`validation_page` is no address of a page that borrowers can open",
                "Write one such as https://example.com/notices, of at most 100 letters")
        }
        return page
    }
}
