import CarrierProtocols
import CivilTime
import Gateways
import LoanBook
import Messaging
import SettingsFiles
import Store
import Testing

@Suite struct RoutesFileTests {
    private static let zones = ZoneFiles.zones

    private static let least = """
        routes:
          north:
            protocol: smpp
            host: carrier.example
            port: 2775
            system_id: lender
            password_env: NORTH_PASSWORD

        """

    private func faults(_ yaml: String) -> [String] {
        do throws(Faults) {
            let routes = try RoutesFile.parse(yaml: yaml, file: "routes.yaml", zones: Self.zones)
            return ["\(routes.count) routes were read"]
        } catch { return error.list.map(\.description) }
    }

    @Test func `a route of the least that it needs`() throws {
        let route = try #require(try RoutesFile.parse(yaml: Self.least, file: "routes.yaml", zones: Self.zones).first)
        #expect(route.name == "north" && route.passwordVariable == "NORTH_PASSWORD" && !route.isSimulator)
        #expect(route.settings.password.isEmpty && route.settings.route.binds == 1 && route.settings.route.window == 10)
        #expect(route.settings.route.port == 2775)
        guard case .smpp(let smpp) = route.settings else { throw Faults([]) }
        #expect(smpp.systemID == "lender")
    }

    @Test func `codes of numbers are the protocol's, and what a route says otherwise`() throws {
        func codes(_ lines: String) throws -> NumberCodes {
            let yaml = Self.least + "    number_codes: {\(lines)}\n"
            return try #require(try RoutesFile.parse(yaml: yaml, file: "routes.yaml", zones: Self.zones).first)
                .numberCodes
        }
        let route = try #require(try RoutesFile.parse(yaml: Self.least, file: "routes.yaml", zones: Self.zones).first)
        #expect(route.numberCodes == NumberCodes.of(protocol: "smpp"))
        let own = try codes("refused: {\"0x0B\": none, 13: landline}, receipts: {\"001\": unreachable}")
        #expect(own.refused == [13: .landline] && own.receipts == ["1": .unreachable])
        #expect(try codes("table: gsm_map, receipts: {\"27\": none}").receipts["27"] == nil)
        #expect(try codes("table: gsm_map").trouble(receipt: "001") == .invalid)
        for (lines, fault) in [
            ("table: gsm", "`table` is `gsm`, which is not known"),
            ("receipts: {\"1\": gone}", "`1` must mean something of the number"),
            ("refused: {x: invalid}", "`x` under `refused` is no code"), ("receipts: 3", "`receipts` must say codes"),
            ("sent: {}", "`sent` is not a field here"),
        ] {
            let found = faults(Self.least + "    number_codes: {\(lines)}\n")
            #expect(found.contains { $0.hasPrefix("routes.yaml:8:") && $0.contains(fault) }, "\(found)")
        }
    }

    @Test func `the route that dunlin init writes`() throws {
        let routes = try RoutesFile.parse(yaml: BuiltIn.text("routes"), file: "routes.yaml", zones: Self.zones)
        #expect(routes.map(\.name) == ["simulator"] && routes.allSatisfy(\.isSimulator))
    }

    @Test(arguments: [
        ("protocol: smpp", "protocol: smtp", "routes.yaml:3:15: `protocol` is `smtp`, which is not known"),
        ("port: 2775", "port: 70000", "routes.yaml:5:11: `port` must be a whole number"),
        ("    host: carrier.example\n", "", "routes.yaml:3:5: `host` is missing"),
        ("system_id: lender", "system_id: lender\n    speed: 3", "routes.yaml:7:5: `speed` is not a field here"),
        (
            "host: carrier.example", "host: carrier.example\n    sender: [a]",
            "routes.yaml:5:13: `sender` must be a text"
        ),
        ("routes:", "ways: {}\nroutes:", "routes.yaml:1:1: `ways` is not a section here"),
        (
            "system_id: lender",
            "system_id: lender\n    cost: {per_segment: \"0.1\", currency: CNY, billed_on: sending}",
            "routes.yaml:7:58: `billed_on` is `sending`, which is not known"
        ),
        ("north:", "? [a, b]\n  :", "routes.yaml:2:5: a name must be a text"),
    ])
    func `a fault says where it is`(_ right: String, _ wrong: String, _ fault: String) {
        let found = faults(Self.least.replacing(right, with: wrong))
        #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
    }

    @Test func `all that a route over SMPP may say of its texts`() throws {
        let all = """
                default_alphabet: packed
                language_tables: [tr, pt]
                receipt_ids: fold_case_and_zeros
                tlvs: {"0x1400": "1101000012345\\0", 5122: "hex:00fF"}

            """
        let route = try #require(
            try RoutesFile.parse(yaml: Self.least + all, file: "routes.yaml", zones: Self.zones).first)
        guard case .smpp(let smpp) = route.settings else { throw Faults([]) }
        #expect((smpp.defaultCoding, smpp.receiptIDs) == (.packed, .foldCaseAndZeros))
        #expect(smpp.languageTables == [.turkish, .portuguese])
        #expect(
            smpp.extraTLVs == [
                .init(tag: 0x1400, value: Array("1101000012345".utf8) + [0]), .init(tag: 5_122, value: [0, 0xFF]),
            ])
    }

    @Test(arguments: [
        ("language_tables: [tr, de]", "routes.yaml:8:27: `de` is no language that has a table"),
        ("tlvs: [1]", "routes.yaml:8:11: `tlvs` must be a map"),
        ("tlvs: {\"0x10000\": a}", "routes.yaml:8:12: `0x10000` is no parameter's number"),
        ("tlvs: {\"0x1400\": \"hex:0\"}", "routes.yaml:8:22: the value of `0x1400` must be a text"),
    ])
    func `what is wrong with it says where it is`(_ line: String, _ fault: String) {
        let found = faults(Self.least + "    \(line)\n")
        #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
    }

    @Test func `a misspelt protocol brings no faults but its own`() {
        #expect(faults(Self.least.replacing("protocol: smpp", with: "protocol: smp")).count == 1)
    }

    @Test func `a file without routes says so`() {
        #expect(faults("{}").first?.hasPrefix("routes.yaml:1:1: `routes` is missing or empty") == true)
    }

    private static let serving =
        least + """
                countries: [CN]
                prefixes: ["+86138"]
                carriers: [china_mobile]
                classes: [service, collection]
                priority: 2
                segments_a_day: 1000
                zone: Asia/Shanghai
                available:
                  - {weekdays: [monday, friday], from: "08:00", to: "20:00"}
                  - {from: "21:00", to: "24:00"}

            """

    @Test func `what a route serves`() throws {
        let least = try #require(try RoutesFile.parse(yaml: Self.least, file: "routes.yaml", zones: Self.zones).first)
        #expect(!least.card.isRestricted && least.card.priority == RouteCard.usualPriority)
        let card = try #require(
            try RoutesFile.parse(yaml: Self.serving, file: "routes.yaml", zones: Self.zones).first?.card)
        #expect(card.countries == ["CN"] && card.prefixes == ["+86138"] && card.carriers == [.chinaMobile])
        #expect(card.classes == [.service, .collection] && card.priority == 2 && card.segmentsADay == 1000)
        #expect(card.zone.id == "Asia/Shanghai" && card.isRestricted)
        #expect(card.hours.map(\.words) == ["Monday, Friday 08:00–20:00", "21:00–24:00"])
    }

    @Test(arguments: [
        ("countries: [CN]", "countries: [ZQ]", "routes.yaml:8:17: `countries` has `ZQ`, which is not known"),
        ("\"+86138\"", "\"86138\"", "routes.yaml:9:16: `prefixes` has `86138`, which is not known"),
        ("china_mobile", "china_mobil", "routes.yaml:10:16: `carriers` has `china_mobil`, which is not known"),
        ("collection]", "colection]", "routes.yaml:11:24: `classes` has `colection`, which is not known"),
        ("priority: 2", "priority: 0", "routes.yaml:12:15: `priority` must be a whole number"),
        ("Asia/Shanghai", "Asia/Shangai", "routes.yaml:14:11: the zone `Asia/Shangai` is not known"),
        ("to: \"20:00\"", "to: \"07:00\"", "routes.yaml:16:9: a window ends before it begins"),
        ("\"21:00\"", "\"21h\"", "routes.yaml:17:16: `from` is `21h`, which is no time of day"),
        ("friday", "freitag", "routes.yaml:16:29: `weekdays` has `freitag`, which is not known"),
        ("  north:", "  north shore:", "routes.yaml:2:3: the name `north shore` has a blank"),
    ])
    func `a fault in what it serves says where it is`(_ right: String, _ wrong: String, _ fault: String) {
        let found = faults(Self.serving.replacing(right, with: wrong))
        #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
    }

    @Test func `a name that is nearly right is offered`() {
        let found = faults(Self.serving.replacing("china_mobile", with: "china_mobil"))
        #expect(found.contains { $0.contains("Did you mean `china_mobile`?") }, "\(found)")
    }
}
