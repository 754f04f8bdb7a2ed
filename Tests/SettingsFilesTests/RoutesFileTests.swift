import Gateways
import Messaging
import SettingsFiles
import Testing

@Suite struct RoutesFileTests {
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
            let routes = try RoutesFile.parse(yaml: yaml, file: "routes.yaml")
            return ["\(routes.count) routes were read"]
        } catch { return error.list.map(\.description) }
    }

    @Test func `a route of the least that it needs`() throws {
        let route = try #require(try RoutesFile.parse(yaml: Self.least, file: "routes.yaml").first)
        #expect(route.name == "north" && route.passwordVariable == "NORTH_PASSWORD" && !route.isSimulator)
        #expect(route.settings.password.isEmpty && route.settings.route.binds == 1 && route.settings.route.window == 10)
        #expect(route.settings.route.port == 2775)
        guard case .smpp(let smpp) = route.settings else { throw Faults([]) }
        #expect(smpp.systemID == "lender")
    }

    @Test func `the route that dunlin init writes`() throws {
        let routes = try RoutesFile.parse(yaml: BuiltIn.text("routes"), file: "routes.yaml")
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
        ("north:", "? [a, b]\n  :", "routes.yaml:2:5: a name must be a text"),
    ])
    func `a fault says where it is`(_ right: String, _ wrong: String, _ fault: String) {
        let found = faults(Self.least.replacing(right, with: wrong))
        #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
    }

    @Test func `a file without routes says so`() {
        #expect(faults("{}").first?.hasPrefix("routes.yaml:1:1: `routes` is missing or empty") == true)
    }
}
