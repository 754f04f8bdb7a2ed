import CivilTime
import Compliance
import Decisions
import Foundation
import LoanBook
import Messaging
import SettingsFiles
import Store

/// Everything that a lender keeps in git, read and checked: portfolios, routes, strategies, templates, law.
struct Lender: Sendable {
    var portfolios: [PortfolioEntry]
    var routes: [RouteEntry]
    var strategies: [String: Strategy]
    var templates: TemplateSet
    var law: LawBook
    /// Files of rules of texts: the built-in one, then the lender's own.
    var wording: [TextRules]
    /// Where it came from: a settings file, or the built-in sample.
    var source: String

    func decisionContext(_ entry: PortfolioEntry, zones: Zones, lapse: Lapse?) -> DecisionContext? {
        let portfolio = entry.portfolio
        let shares = portfolio.shares.compactMap { share in
            strategies[share.strategy].map { StrategySplit.Share(strategy: $0, weight: share.weight) }
        }
        let split = shares.isEmpty ? nil : StrategySplit(salt: portfolio.strategySalt, shares: shares)
        return strategies[portfolio.strategy].map { strategy in
            DecisionContext(
                portfolio: portfolio, strategy: strategy, templates: templates,
                law: LawContext(zones: zones, book: law), lapse: lapse, split: split)
        }
    }

    /// The texts that the portfolios' strategies name, in the languages in which they say how to pay.
    var textsInUse: [Template] {
        var used: Set<TextID> = []
        for entry in portfolios {
            let keys = entry.portfolio.textKeys(strategies)
            for language in entry.portfolio.writtenLanguages {
                used.formUnion(keys.map { TextID(key: $0, language: language) })
            }
        }
        return templates.templates.filter { used.contains(TextID(key: $0.key, language: $0.language)) }
    }

    private struct TextID: Hashable {
        var key: String
        var language: WrittenLanguage
    }

    var sendsOnlyToSimulators: Bool {
        let used = Set(portfolios.flatMap(\.routes))
        return routes.allSatisfy { !used.contains($0.name) || $0.isSimulator }
    }
}

/// Reads the lender's files. Nothing half-valid is loaded: all faults of all files are reported at once.
struct LenderFiles {
    let zones: Zones
    /// The settings file; nil takes the built-in sample lender.
    let settingsFile: String?

    private var folder: String { settingsFile.map { ($0 as NSString).deletingLastPathComponent } ?? "" }

    /// The files as they stand on disk.
    func load() throws -> Lender { try load(onDisk()) }

    /// `texts` beside the settings and routes on disk; with `standing` beside those that were read before, so that a node
    /// at work takes up texts and nothing else.
    func load(_ texts: LenderTexts, beside standing: Lender? = nil) throws -> Lender {
        var faults: [Fault] = []
        func noting<Value>(_ body: () throws -> Value) throws -> Value? {
            do { return try body() } catch let found as Faults {
                faults += found.list
                return nil
            } catch let found as LawPackError {
                faults += found.faults.map(Fault.init)
                return nil
            }
        }
        let frame: (portfolios: [PortfolioEntry], routes: [RouteEntry])?
        let settingsName = settingsFile ?? "dunlin.yaml"
        if let standing {
            frame = (standing.portfolios, standing.routes)
        } else {
            let settings = try read(settingsFile, builtIn: ("dunlin.yaml", BuiltInFiles.settings))
            let portfolios = try noting {
                try PortfolioFile.parse(yaml: settings.text, file: settings.name, zones: zones)
            }
            // Read again by who needs it; here for its faults.
            _ = try noting { try EvidenceFile(folder: folder).parse(yaml: settings.text, file: settings.name) }
            let routesText = try read(existing("routes.yaml"), builtIn: ("routes.yaml", BuiltInFiles.routes))
            let routes = try noting { try RoutesFile.parse(yaml: routesText.text, file: routesText.name, zones: zones) }
            frame = portfolios.flatMap { portfolios in routes.map { (portfolios, $0) } }
        }
        let templates = try noting { try TemplateSet.parse(files: texts.files("templates")) }
        let wording = try texts.files("law").filter { Self.isWording($0.text) }.compactMap { file in
            try noting { try TextRules.parse(yaml: file.text, file: file.name) }
        }
        let builtIn = try TextRules.builtIn()
        if let templates { faults += wording.reduce(builtIn) { $0.adding($1) }.faults(in: templates) }
        var strategies: [String: Strategy] = [:]
        var unread: [(name: String, text: String)] = []
        if let templates {
            for file in texts.files("strategies") {
                let strategy = try noting {
                    try Strategy.parse(yaml: file.text, file: file.name, templates: templates, zones: zones)
                }
                if let strategy { strategies[strategy.key] = strategy } else { unread.append(file) }
            }
        }
        let ownPacks = try texts.files("law").filter { !Self.isWording($0.text) }.compactMap { file in
            try noting { try LawPack.parse(yaml: file.text, file: file.name) }
        }
        let law = try noting { try LawBook.builtIn().adding(ownPacks) }
        guard let frame, let templates, let law else { throw Faults(faults) }
        faults += vectorFaults(ownPacks, law: law)
        faults += crossFaults(frame.portfolios, routes: frame.routes, strategies: strategies, file: settingsName) {
            key in
            unread.contains { Self.isStrategy($0, key: key) }
        }
        faults += languageFaults(frame.portfolios, strategies, templates, file: settingsName)
        guard faults.isEmpty else { throw Faults(faults) }
        return Lender(
            portfolios: frame.portfolios, routes: frame.routes, strategies: strategies, templates: templates,
            law: law, wording: [builtIn] + wording, source: settingsFile ?? "built-in sample lender")
    }

    /// The texts on disk; the built-in ones of a folder that is not there.
    func onDisk() throws -> LenderTexts {
        var texts = LenderTexts(texts: [:], place: folder.isEmpty ? "" : folder + "/")
        let builtIn = ["strategies": BuiltInFiles.strategies, "templates": BuiltInFiles.templates]
        for name in LenderTexts.folders {
            for file in try folderFiles(name) ?? builtIn[name] ?? [] { texts.texts[name + "/" + file.name] = file.text }
        }
        return texts
    }

    /// A rule that does not say what its own examples expect is not loaded.
    private func vectorFaults(_ packs: [LawPack], law: LawBook) -> [Fault] {
        let context = LawContext(zones: zones, book: law)
        return packs.flatMap { $0.vectorResults(context) }.compactMap { $0.fault }
    }

    /// Whether a file that could not be read is that of this strategy, as far as its name or a line of it says.
    private static func isStrategy(_ file: (name: String, text: String), key: String) -> Bool {
        if ((file.name as NSString).lastPathComponent as NSString).deletingPathExtension == key { return true }
        return file.text.split(whereSeparator: \.isNewline).contains { line in
            line.hasPrefix("key:")
                && line.dropFirst(4).split(whereSeparator: { " \t\"'".contains($0) }).first == key[...]
        }
    }

    /// Faults that show only when the files are read together: a name in one that no other has.
    ///
    /// - Parameter isUnread: whether a strategy is there, and has faults of its own.
    private func crossFaults(
        _ portfolios: [PortfolioEntry], routes: [RouteEntry], strategies: [String: Strategy], file: String,
        isUnread: (String) -> Bool
    ) -> [Fault] {
        var faults: [Fault] = []
        for entry in portfolios {
            func fault(_ what: String, _ names: [String]) {
                let fix = names.isEmpty ? "Add its file" : "Write one of: " + names.sorted().joined(separator: ", ")
                faults.append(Fault(file: file, line: entry.line, column: entry.column, what: what, fix: fix))
            }
            let shares = entry.portfolio.shares.map(\.strategy)
            for name in shares.isEmpty ? [entry.portfolio.strategy] : shares
            where strategies[name] == nil && !isUnread(name) {
                fault(
                    "portfolio `\(entry.portfolio.key)` names the strategy `\(name)`, which is not there",
                    Array(strategies.keys))
            }
            let told = entry.portfolio.speaking(strategies).flatMap(\.steps)
            if entry.portfolio.role == .thirdPartyCollector, entry.portfolio.validationPage.isEmpty,
                let step = told.first(where: { $0.task == nil && $0.purpose == .debtValidation })
            {
                faults.append(
                    Fault(
                        file: file, line: entry.line, column: entry.column,
                        what:
                            "portfolio `\(entry.portfolio.key)` has no `validation_page`, and the step `\(step.id)` of its "
                            + "strategy says where the validation notice is",
                        fix: "Add `validation_page: https://…`, or send the notice as a letter and take the step out"))
            }
            faults += routeFaults(entry, routes, told: Set(told.filter { $0.task == nil }.map(\.purpose)), file: file)
        }
        return faults
    }

    /// Every language in which a portfolio says how to pay must have every text that its strategy names: a borrower whose
    /// language has none is not written to, and nobody should learn that from silence.
    private func languageFaults(
        _ portfolios: [PortfolioEntry], _ strategies: [String: Strategy], _ templates: TemplateSet, file: String
    ) -> [Fault] {
        var faults: [Fault] = []
        for entry in portfolios {
            let texts = entry.portfolio.textKeys(strategies)
            for language in entry.portfolio.writtenLanguages {
                let keys = texts.filter { templates.template($0, language: language) == nil }
                guard !keys.isEmpty else { continue }
                let names = keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
                faults.append(
                    Fault(
                        file: file, line: entry.line, column: entry.column,
                        what: "portfolio `\(entry.portfolio.key)` has ways to pay in \(language.rawValue), and its "
                            + "strategy names texts that are not there in it: \(names)",
                        fix: "Add them, or take \(language.rawValue) out of `ways_to_pay`: then its readers are not "
                            + "written to"))
            }
        }
        return faults
    }

    /// The built-in rules of texts, and the lender's own among the files of law/.
    static func textRules(_ texts: LenderTexts) throws -> TextRules {
        var rules = try TextRules.builtIn()
        for file in texts.files("law") where isWording(file.text) {
            rules = rules.adding(try TextRules.parse(yaml: file.text, file: file.name))
        }
        return rules
    }

    /// Whether a file of law/ holds rules of texts and is no pack.
    static func isWording(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("wording:") }
    }

    private func existing(_ name: String) -> String? {
        guard settingsFile != nil else { return nil }
        let path = folder.isEmpty ? name : folder + "/" + name
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// By their names in the folder; nil when it is not there.
    private func folderFiles(_ name: String) throws -> [(name: String, text: String)]? {
        guard let path = existing(name) else { return nil }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        return try names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map {
            ($0, try read(path + "/" + $0, builtIn: ("", "")).text)
        }
    }

    private func read(
        _ path: String?, builtIn: (name: String, text: String)
    ) throws -> (name: String, text: String) {
        guard let path else { return builtIn }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path) could not be read", fix: "check that it is there and readable")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure("\(path) is not UTF-8", fix: "save it as UTF-8")
        }
        return (path, text)
    }
}

extension Portfolio {
    /// The languages in which it says how to pay.
    fileprivate var writtenLanguages: [WrittenLanguage] {
        WrittenLanguage.allCases.filter { waysToPay[$0.rawValue] != nil }
    }

    /// The strategies that speak to its borrowers.
    fileprivate func speaking(_ strategies: [String: Strategy]) -> [Strategy] {
        (shares.isEmpty ? [strategy] : shares.map(\.strategy)).compactMap { strategies[$0] }
    }

    /// The keys of the texts that its strategies name. A task has no text.
    fileprivate func textKeys(_ strategies: [String: Strategy]) -> Set<String> {
        let steps = speaking(strategies).flatMap(\.steps).filter { $0.task == nil }
        return Set(steps.flatMap { [$0.template] + ($0.mergedTemplate.map { [$0] } ?? []) })
    }
}
