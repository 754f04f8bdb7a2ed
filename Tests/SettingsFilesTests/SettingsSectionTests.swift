import CivilTime
import Evidence
import LoanBook
import Messaging
import SettingsFiles
import Store
import Testing

@Suite struct SettingsSectionTests {
    private static let evidence = """
        evidence:
          countersign_every_min: 30
          witnesses:
            one:
              url: https://witness.example/log
              key: witness.example.com/w1+a0059f11+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4
          timestamps:
            authority:
              url: https://tsa.example/tsr
              certificates: tsa.pem

        """

    private func portfolios(_ yaml: String) -> [String] {
        do throws(Faults) {
            return try PortfolioFile.parse(yaml: yaml, file: "dunlin.yaml", zones: ZoneFiles.zones).map {
                $0.portfolio.key
            }
        } catch { return error.list.map(\.description) }
    }

    private func evidence(_ yaml: String) -> [String] {
        let file = EvidenceFile(folder: "/etc/dunlin") { _ in throw TimeStampFault.anchors("there is no such file") }
        do throws(Faults) {
            return ["every \(try file.parse(yaml: yaml, file: "dunlin.yaml").every)"]
        } catch { return error.list.map(\.description) }
    }

    @Test func `the portfolios that dunlin init writes`() throws {
        #expect(portfolios(try BuiltIn.text("dunlin")) == ["meadow", "chenhe"])
    }

    @Test(arguments: [
        ("zone: America/New_York", "zone: Mars/Base", ": the zone `Mars/Base` is not known"),
        ("role: third_party_collector", "role: friend", ": `role` is `friend`, which is not known"),
        ("payments_feed_max_age_h: 48", "payments_feed_max_age_h: 0", ": `payments_feed_max_age_h` must be a whole"),
        ("en: pay at meadow.example/pay or in the app", "en: [a]", ": `en` must be a text"),
        ("strategy: standard", "strategy_salt: [a, b]\n    strategy: standard", ": `strategy_salt` must be a text"),
        (
            "strategy: standard", "validation_page: [https://meadow.example/notice]\n    strategy: standard",
            ": `validation_page` is no address"
        ),
        ("strategy: standard", "creditor: {a: b}\n    strategy: standard", ": `creditor` must be a text"),
        ("portfolios:", "wings: 2\nportfolios:", ": `wings` is not a section here"),
    ])
    func `a fault in a portfolio says where it is`(_ right: String, _ wrong: String, _ fault: String) throws {
        let lines = try BuiltIn.text("dunlin").split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains(right) }) + 1
        let yaml = lines.enumerated().map { $0 + 1 == line ? String($1).replacing(right, with: wrong) : String($1) }
        let found = portfolios(yaml.joined(separator: "\n"))
        #expect(found.contains { $0.hasPrefix("dunlin.yaml:\(line):") && $0.contains(fault) }, "\(found)")
    }

    @Test(arguments: [
        ("countersign_every_min: 30", "countersign_every_min: 0", "dunlin.yaml:2:26: `countersign_every_min` must be"),
        ("https://witness.example/log", "witness", "dunlin.yaml:5:12: `url` is no address"),
        ("one:", "\"one two\":", "dunlin.yaml:4:5: `one two` is no name"),
        ("+a0059f11+", "+a0059f12+", "dunlin.yaml:6:12: "),
        ("tsa.pem", "tsa.pem", "dunlin.yaml:10:21: /etc/dunlin/tsa.pem: "),
    ])
    func `a fault in what countersigns says where it is`(_ right: String, _ wrong: String, _ fault: String) {
        let found = evidence(Self.evidence.replacing(right, with: wrong))
        #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
    }

    @Test func `without a section nobody outside is asked`() {
        #expect(evidence("portfolios: {}") == ["every \(Duration.seconds(3600))"])
    }

    @Test func `a database that cannot be read is told without its password`() throws {
        let yaml = "log:\n  level: info\ndatabase: mysql://dunlin:S3CRET@db.example/book\n"
        let faults = try #require(throws: Faults.self) {
            try DatabaseSetting.check(MarkedNode.parse(yaml: yaml, file: "dunlin.yaml"), file: "dunlin.yaml")
        }
        #expect(faults.description.hasPrefix("dunlin.yaml:3:11: `database` "))
        #expect(!faults.description.contains("S3CRET"))
    }
}
