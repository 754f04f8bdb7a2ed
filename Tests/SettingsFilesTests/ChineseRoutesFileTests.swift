import CarrierProtocols
import CivilTime
import Gateways
import LoanBook
import Messaging
import SettingsFiles
import Store
import Testing

/// Routes over the protocols of China.
@Suite struct ChineseRoutesFileTests {
    private static let zones = ZoneFiles.zones

    private func faults(_ yaml: String) -> [String] {
        do throws(Faults) {
            let routes = try RoutesFile.parse(yaml: yaml, file: "routes.yaml", zones: Self.zones)
            return ["\(routes.count) routes were read"]
        } catch { return error.list.map(\.description) }
    }

    private static let cmpp = """
        routes:
          mobile:
            protocol: cmpp
            host: ismg.example
            sp_id: "901234"
            password_env: MOBILE_SECRET
            sender: "1069000012"

        """

    @Test func `a route over CMPP of the least that it needs`() throws {
        let route = try #require(try RoutesFile.parse(yaml: Self.cmpp, file: "routes.yaml", zones: Self.zones).first)
        guard case .cmpp(let cmpp) = route.settings else { throw Faults([]) }
        #expect((cmpp.route.port, cmpp.route.window, cmpp.route.binds) == (7_890, 16, 1))
        #expect((cmpp.sourceAddress, cmpp.source, cmpp.version) == ("901234", "1069000012", .v30))
        #expect((cmpp.signature, cmpp.validity, cmpp.keepsCountryCode) == (.inText, .absolute, false))
        #expect((cmpp.feeUserType, cmpp.feeType, cmpp.feeCode, cmpp.serviceID) == (2, "01", "0", ""))
        #expect(route.passwordVariable == "MOBILE_SECRET" && cmpp.password.isEmpty && !route.isSimulator)
    }

    @Test func `all that a route over CMPP may say`() throws {
        let all = """
                port: 7891
                version: "2.0"
                service_id: LOAN
                signature: added_at_end
                country_code: kept
                validity: off
                fee_user_type: 0
                fee_type: "02"
                fee_code: "10"
                window: 32
                binds: 3
                messages_per_second: 200

            """
        let route = try #require(
            try RoutesFile.parse(yaml: Self.cmpp + all, file: "routes.yaml", zones: Self.zones).first)
        guard case .cmpp(let cmpp) = route.settings else { throw Faults([]) }
        #expect((cmpp.route.port, cmpp.route.window, cmpp.route.binds) == (7_891, 32, 3))
        #expect((cmpp.version, cmpp.serviceID, cmpp.route.messagesPerSecond) == (.v20, "LOAN", 200))
        #expect((cmpp.signature, cmpp.validity, cmpp.keepsCountryCode) == (.addedAtEnd, .off, true))
        #expect((cmpp.feeUserType, cmpp.feeType, cmpp.feeCode) == (0, "02", "10"))
    }

    @Test(arguments: [
        ("sp_id: \"901234\"", "sp_id: \"9012345\"", "routes.yaml:2:3: route `mobile`: sp_id is longer than 6 octets"),
        ("    sp_id: \"901234\"\n", "", "routes.yaml:3:5: `sp_id` is missing"),
        ("    sender: \"1069000012\"\n", "", "routes.yaml:3:5: `sender` is missing"),
        ("protocol: cmpp", "protocol: cmpp\n    version: 4", "routes.yaml:4:14: `version` is `4`, which is not known"),
        ("protocol: cmpp", "protocol: cmpp\n    system_id: x", "routes.yaml:4:5: `system_id` is not a field here"),
        ("protocol: cmpp", "protocol: cmpp\n    signature: none", "routes.yaml:4:16: `signature` is `none`"),
    ])
    func `a fault of a route over CMPP says where it is`(_ right: String, _ wrong: String, _ fault: String) {
        let found = faults(Self.cmpp.replacing(right, with: wrong))
        #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
    }

    private static let smgp = """
        routes:
          telecom:
            protocol: smgp
            host: smgw.example
            client_id: "90123456"
            password_env: TELECOM_SECRET
            sender: "1069000012"

        """

    @Test func `a route over SMGP, of the least and of all that it may say`() throws {
        let least = try #require(try RoutesFile.parse(yaml: Self.smgp, file: "routes.yaml", zones: Self.zones).first)
        guard case .smgp(let smgp) = least.settings else { throw Faults([]) }
        #expect(
            (smgp.route.port, smgp.route.window, smgp.clientID, smgp.source) == (8_890, 16, "90123456", "1069000012"))
        #expect((smgp.signature, smgp.validity, smgp.keepsCountryCode) == (.inText, .absolute, false))
        #expect((smgp.feeType, smgp.feeCode, smgp.fixedFee, smgp.serviceID) == ("00", "0", "0", ""))
        let all = """
                port: 8891
                bind: transmitter_and_receiver
                service_id: LOAN
                signature: added_in_front
                country_code: kept
                validity: off
                fee_type: "02"
                fee_code: "10"
                fixed_fee: "20"

            """
        let full = try #require(
            try RoutesFile.parse(yaml: Self.smgp + all, file: "routes.yaml", zones: Self.zones).first)
        guard case .smgp(let smgp) = full.settings else { throw Faults([]) }
        #expect((smgp.route.port, smgp.bindMode, smgp.serviceID) == (8_891, .transmitterAndReceiver, "LOAN"))
        #expect((smgp.signature, smgp.validity, smgp.keepsCountryCode) == (.addedInFront, .off, true))
        #expect((smgp.feeType, smgp.feeCode, smgp.fixedFee) == ("02", "10", "20"))
    }

    private static let sgip = """
        routes:
          unicom:
            protocol: sgip
            host: smg.example
            node_id: 3010012345
            login_name: lender
            corp_id: "12345"
            password_env: UNICOM_PASSWORD
            sender: "1069000012"

        """

    @Test func `a route over SGIP, of the least and of all that it may say`() throws {
        let least = try #require(try RoutesFile.parse(yaml: Self.sgip, file: "routes.yaml", zones: Self.zones).first)
        guard case .sgip(let sgip) = least.settings else { throw Faults([]) }
        #expect(
            (sgip.route.port, sgip.route.window, sgip.nodeID, sgip.source) == (8_801, 32, 3_010_012_345, "1069000012"))
        #expect((sgip.loginName, sgip.corpID, sgip.keepsCountryCode, sgip.feeType) == ("lender", "12345", true, 1))
        #expect((sgip.listener.host, sgip.listener.port, sgip.listener.name) == ("0.0.0.0", 8_801, nil))
        #expect(sgip.listener.peers.isEmpty && least.callerPasswordVariable == nil)
        let all = """
                listen_host: 10.0.0.5
                listen_port: 9801
                listen_login_name: smg
                listen_password_env: UNICOM_BACK_PASSWORD
                allowed_peers: [10.1.2.3, "2001:DB8:0::1"]
                service_type: LOAN
                charge_number: "1069000012"
                fee_type: 4
                fee_value: "10"
                country_code: dropped

            """
        let full = try #require(
            try RoutesFile.parse(yaml: Self.sgip + all, file: "routes.yaml", zones: Self.zones).first)
        guard case .sgip(let sgip) = full.settings else { throw Faults([]) }
        #expect((sgip.listener.host, sgip.listener.port, sgip.listener.name) == ("10.0.0.5", 9_801, "smg"))
        #expect(sgip.listener.peers == ["10.1.2.3", "2001:db8::1"])
        #expect(full.callerPasswordVariable == "UNICOM_BACK_PASSWORD")
        #expect((sgip.serviceType, sgip.chargeNumber, sgip.feeType, sgip.feeValue) == ("LOAN", "1069000012", 4, "10"))
        #expect(!sgip.keepsCountryCode)
    }

    @Test(arguments: [
        (smgp, "client_id: \"90123456\"", "client_id: \"901234567\"", "client_id is longer than 8 octets"),
        (smgp, "client_id: \"90123456\"", "sp_id: \"901234\"", "routes.yaml:3:5: `client_id` is missing"),
        (sgip, "node_id: 3010012345", "node_id: 5000000000", "`node_id` must be a whole number"),
        (sgip, "corp_id: \"12345\"", "corp_id: \"123456\"", "corp_id is longer than 5 octets"),
        (
            sgip, "corp_id: \"12345\"", "corp_id: \"12345\"\n    allowed_peers: [smg.example]",
            "routes.yaml:8:21: `smg.example` is no address"
        ),
        (sgip, "    login_name: lender\n", "", "`login_name` is missing"),
    ])
    func `a fault of a route over SMGP or SGIP says where it is`(
        _ route: String, _ right: String, _ wrong: String, _ fault: String
    ) {
        let found = faults(route.replacing(right, with: wrong))
        #expect(found.contains { $0.contains(fault) }, "\(found)")
    }

    @Test func `a misspelt protocol brings no faults but its own`() {
        #expect(faults(Self.cmpp.replacing("protocol: cmpp", with: "protocol: cmmp")).count == 1)
        #expect(faults(Self.smgp.replacing("protocol: smgp", with: "protocol: sgmp")).count == 1)
        #expect(faults(Self.sgip.replacing("protocol: sgip", with: "protocol: sgpi")).count == 1)
    }

    @Test func `two routes cannot listen on one port`() {
        let second = Self.sgip.replacing("routes:\n", with: "").replacing("unicom:", with: "second:")
        #expect(faults(Self.sgip + second).first?.contains("listens on the port of route `unicom`") == true)
        #expect(faults(Self.sgip + second + "    listen_port: 8802\n") == ["2 routes were read"])
    }
}
