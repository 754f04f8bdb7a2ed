import Foundation
import Testing

/// init, check and law: the lender's own files.
struct LenderFilesTests {
    @Test func `init writes files that check finds no fault in, and leaves alone what is there`() async throws {
        let lender = try Lender()
        let first = try await lender.dunlin("init", "mine")
        #expect(first.code == 0)
        let written = try FileManager.default.subpathsOfDirectory(atPath: lender.folder["mine"])
        for name in [
            "dunlin.yaml", "routes.yaml", "strategies/standard.yaml", "templates/en.yaml", "templates/es.yaml",
            "templates/en-life.yaml", "templates/zh-Hant.yaml", "templates/fil.yaml",
        ] {
            #expect(written.contains(name), "\(name)")
        }
        try lender.folder.write("# mine\n" + lender.folder.text("mine/routes.yaml"), to: "mine/routes.yaml")
        let second = try await lender.dunlin("init", "mine")
        #expect(second.out.contains("left alone  mine/routes.yaml"))
        #expect(try lender.folder.text("mine/routes.yaml").hasPrefix("# mine\n"))
        let check = try await lender.dunlin("check", "--config", "mine/dunlin.yaml", "--json")
        #expect(check.code == 0)
        #expect(try check.json()["faults"].list.isEmpty)
        #expect(
            try Set(check.json()["packs"].list.map { $0["key"].text }).isSuperset(of: ["house", "us-federal", "cn"]))
    }

    struct Spoilt: Sendable, CustomTestStringConvertible {
        var file: String
        var old: String
        var new: String
        /// Where check must point.
        var place: String
        var says: String

        var testDescription: String { says }
    }

    static let spoilt = [
        Spoilt(
            file: "dunlin.yaml", old: "zone: Asia/Shanghai", new: "zone: Mars/Olympus", place: "dunlin.yaml:44:11",
            says: "the zone `Mars/Olympus` is not known"),
        Spoilt(
            file: "dunlin.yaml", old: "language: zh-Hans", new: "language: kl", place: "dunlin.yaml:43:15",
            says: "`language` is `kl`, which is not known"),
        Spoilt(
            file: "dunlin.yaml", old: "strategy: standard", new: "strategy: strict", place: "dunlin.yaml:18:3",
            says: "names the strategy `strict`, which is not there"),
        Spoilt(
            file: "dunlin.yaml", old: "route: simulator", new: "route: pigeon", place: "dunlin.yaml:33:3",
            says: "names the route `pigeon`, which is not there"),
        Spoilt(
            file: "dunlin.yaml", old: "portfolios:", new: "portfolios: [", place: "dunlin.yaml:",
            says: "did not find expected ',' or ']'"),
        Spoilt(
            file: "routes.yaml", old: "port: 2775", new: "port: 99999", place: "routes.yaml:7:11",
            says: "Write a whole number from 1 to 65535"),
        Spoilt(
            file: "routes.yaml", old: "window: 100", new: "windwo: 100", place: "routes.yaml:12:5",
            says: "`windwo` is not a field here"),
        Spoilt(
            file: "strategies/standard.yaml", old: "template: overdue.7\n", new: "template: overdue.77\n",
            place: "strategies/standard.yaml:", says: "overdue.77"),
        Spoilt(
            file: "templates/en.yaml", old: "Thank you, {{name}}. We received", new: "Thank you, {{naem}}. We received",
            place: "templates/en.yaml:", says: "the variable `naem` is not known"),
        Spoilt(
            file: "templates/en.yaml", old: "{{hotline}}", new: "our desk", place: "templates/en.yaml:",
            says: "hotline"),
    ]

    @Test(arguments: spoilt)
    func `a fault is reported with its place, and nothing is loaded`(spoilt: Spoilt) async throws {
        let lender = try await Lender.with()
        try await lender.settings(port: 2775)
        try lender.folder.replace(spoilt.old, with: spoilt.new, in: spoilt.file)
        let check = try await lender.dunlin("check")
        #expect(check.code == 1)
        #expect(check.out.contains(spoilt.place) && check.out.contains(spoilt.says), "\(check.out)\(check.err)")
        let document = try await lender.dunlin("check", "--json").json()
        let fault = try #require(document["faults"].list.first)
        #expect(fault["file"].text?.isEmpty == false && (fault["line"].int ?? 0) > 0 && (fault["column"].int ?? 0) > 0)
        for command in ["plan", "send", "serve"] {
            let run = try await lender.dunlin(command, within: 60)
            #expect(run.code == 1, "\(command)")
            #expect(run.err.contains(spoilt.says), "\(command): \(run.err)")
            #expect(run.out == "", "\(command)")
        }
    }

    @Test func `a strategy with a fault is not also said to be missing`() async throws {
        let lender = try await Lender.with()
        try await lender.settings(port: 2775)
        try lender.folder.replace(
            "template: overdue.7\n", with: "template: overdue.77\n", in: "strategies/standard.yaml")
        let faults = try await lender.dunlin("check", "--json").json()["faults"].list
        #expect(faults.count == 1 && faults[0]["file"].text?.contains("strategies/") == true, "\(faults)")
        // Under another file's name it is known by its key, and one that is in no file is missing still.
        try FileManager.default.moveItem(
            atPath: lender.folder["strategies/standard.yaml"], toPath: lender.folder["strategies/mine.yaml"])
        #expect(try await lender.dunlin("check", "--json").json()["faults"].list.count == 1)
        try lender.folder.replace("key: standard\n", with: "key: other\n", in: "strategies/mine.yaml")
        let missing = try await lender.dunlin("check")
        #expect(missing.out.contains("names the strategy `standard`, which is not there"), "\(missing.out)")
    }

    @Test func `law lists packs, and the rules of one with citation and grade`() async throws {
        let lender = try Lender()
        let list = try await lender.dunlin("law")
        #expect(list.code == 0)
        for pack in ["house", "us-federal", "us-ma", "cn", "id"] { #expect(list.out.contains("\n\(pack) "), "\(pack)") }
        let rules = try await lender.dunlin("law", "us-federal", "--json").json()["packs"].list
        #expect(rules.map { $0["key"].text } == ["us-federal"])
        let window = try #require(rules[0]["rules"].list.first { $0["id"].text == "us-federal/regf.window" })
        #expect(window["citation"].text?.contains("12 CFR 1006.6(b)(1)(i)") == true)
        #expect(rules[0]["rules"].list.allSatisfy { ["P", "S", "M"].contains($0["grade"].text) })
        let unknown = try await lender.dunlin("law", "atlantis")
        #expect(unknown.code == 1 && unknown.err.contains("there is no pack `atlantis`"))
    }

    @Test func `check says which texts in use need more than a segment, and what would save one`() async throws {
        let lender = try Lender()
        #expect(try await lender.dunlin("init", "mine").code == 0)
        let one = try await lender.dunlin("check", "--config", "mine/dunlin.yaml")
        #expect(one.code == 0 && one.out.contains("of them may need more than one segment:"), "\(one.out)")
        // No wall: a heading, two lines of the table's head, at most ten texts, and how many more there are.
        let part = one.out.components(separatedBy: "Texts in use")[1].components(separatedBy: "Law packs")[0]
        #expect(part.split(separator: "\n").count <= 14 && part.contains("more: dunlin template list"), "\(part)")
        let dear = try await lender.dunlin("check", "--config", "mine/dunlin.yaml", "--json").json()["texts"].list
        #expect(dear.contains { $0["key"].text == "reminder.upcoming" && $0["language"].text == "en" })
        #expect(dear.allSatisfy { ($0["longest"]["segments"].int ?? 0) > 1 })
        // A letter that costs a segment, in a text that a strategy names.
        let key = "- key: reminder.upcoming\n"
        let file = "mine/templates/es.yaml"
        let before = try #require(dear.first { $0["key"].text == "reminder.upcoming" && $0["language"].text == "es" })
        let text = try lender.folder.text(file)
        let from = try #require(text.range(of: key)?.upperBound)
        let dot = try #require(text.range(of: "STOP", range: from..<text.endIndex)?.lowerBound)
        try lender.folder.write(text[..<dot] + "¿Sí? ó " + text[dot...], to: file)
        let after = try #require(
            try await lender.dunlin("check", "--config", "mine/dunlin.yaml", "--json").json()["texts"].list
                .first { $0["key"].text == "reminder.upcoming" && $0["language"].text == "es" })
        #expect((after["shortest"]["segments"].int ?? 0) > (before["shortest"]["segments"].int ?? 0))
        #expect(after["hint"].text?.contains("\u{201C}í\u{201D}, \u{201C}ó\u{201D}") == true, "\(after)")
    }

    @Test func `law check reads rules of texts that are not in force yet, and runs what they say they find`()
        async throws
    {
        let lender = try Lender()
        func own(_ clean: String) -> String {
            """
            wording: own
            version: "2"
            forbidden:
              - id: slang
                citation: house style
                grade: P
                says: No slang
                phrases: {en: [cash out]}
                found: {en: [Cash  OUT now!]}
                clean: {en: ["\(clean)"]}

            """
        }
        try lender.folder.write(own("Please pay."), to: "own.yaml")
        let good = try await lender.dunlin("law", "check", "own.yaml")
        #expect(
            good.code == 0
                && good.out
                    == "wording `own`, version 2: 1 rules of texts, 2 vectors, all of which hold.\nno faults.\n",
            "\(good.out) \(good.err)")
        try lender.folder.write(own("Do not cash out."), to: "own.yaml")
        let bad = try await lender.dunlin("law", "check", "own.yaml")
        #expect(
            bad.code == 1 && bad.out.contains("own.yaml:10:18: the rule slang finds \u{201C}cash out\u{201D}"),
            "\(bad.out)")
        let json = try await lender.dunlin("law", "check", "--json").json()["wording"].list
        #expect(json.map { $0["key"].text } == ["built-in"])
        #expect((json.first?["vectors"].int ?? 0) > 50)
    }

    @Test func `law show tells a pack in words, law vectors runs its cases, law check says what no rule judges`()
        async throws
    {
        let lender = try Lender()
        let shown = try await lender.dunlin("law", "show", "cn")
        #expect(shown.code == 0 && shown.out.contains("in force from 2025-02-28") && shown.out.contains("(row CN-01)"))
        #expect(shown.out.contains("calendar cn-national") && shown.out.contains("2027 (M): not published yet"))
        let silent = try await lender.dunlin("law", "show", "sg")
        #expect(silent.out.contains("Nothing in this pack can be judged by Dunlin"))
        let vectors = try await lender.dunlin("law", "vectors", "us-ma", "--json")
        #expect(vectors.code == 0)
        #expect(try vectors.json()["failed"].int == 0)
        #expect(try vectors.json()["vectors"].list.allSatisfy { $0["holds"].bool == true && ($0["line"].int ?? 0) > 0 })
        let check = try await lender.dunlin("law", "check")
        #expect(check.code == 0 && check.out.contains("no faults.") && check.out.contains("eu/ai-act (EU-03)"))
    }

    @Test func `law check reads a pack that is not in force yet, and names each fault with its place`() async throws {
        let folder = try TemporaryFolder()
        let head = "pack: own\ntitle: T\nversion: 1\njurisdiction: US\nrules:\n"
        let rule =
            "  - id: a\n    citation: c\n    grade: P\n    says: s.\n    window: {every_day: \"[09:00, 17:00)\"}\n"
        func vector(_ expect: String) -> String {
            "    vectors:\n      - {name: early, at: \"2026-06-15T08:00:00-04:00\", region: US-NY, expect: \(expect)}\n"
        }
        func check(_ text: String) async throws -> Run {
            let file = folder.path + "/own.yaml"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return try await Run.of(Checkout.program, ["law", "check", file], in: folder.path)
        }
        let good = try await check(head + rule + vector("hold"))
        #expect(good.code == 0 && good.out.contains("1 packs, 1 rules, 1 vectors: no faults."), "\(good.err)")
        let wrong = try await check(head + rule + vector("allow"))
        #expect(wrong.code == 1 && wrong.out.contains("own.yaml:12:9: the vector `early` of the rule `own/a`"))
        let broken = try await check(head + rule.replacing("[09:00, 17:00)", with: "9-17"))
        #expect(broken.code == 1 && broken.out.contains("own.yaml:10:25: 9-17 is no interval of a day"))
        let taken = try await check(head.replacing("own", with: "us-ma") + rule)
        #expect(taken.code == 1 && taken.out.contains("own.yaml:1:1: a pack with the key us-ma exists"))
        let missing = try await Run.of(Checkout.program, ["law", "check", "nothing.yaml"], in: folder.path)
        #expect(missing.code == 1 && missing.err.contains("nothing.yaml could not be read"))
    }
}
