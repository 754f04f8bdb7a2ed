package import CarrierProtocols
import NIOCore

/// One route to one gateway (SMG) over SGIP 1.2: what stands in `routes.yaml`. Texts go out over connections of ours; replies and
/// reports come over connections that the carrier makes to us.
@dynamicMemberLookup
package struct SGIPRouteSettings: Sendable {
    package var route: RouteSettings
    /// Our number in the carrier's network, `3AAAAQQQQQ` (§3.4): the first part of every text's id. Each node has its own.
    package var nodeID: UInt32
    /// `Login Name`, towards the carrier.
    package var loginName: String
    package var password: String
    /// `CorpId`: the SP's company code (企业代码).
    package var corpID: String
    /// `ServiceType` (业务代码).
    package var serviceType = ""
    /// `SPNumber`: the number that borrowers see.
    package var source = ""
    /// `ChargeNumber`: 21 zeros, the SP pays.
    package var chargeNumber = String(repeating: "0", count: 21)
    /// `FeeType` (§5.3): the borrower is charged nothing.
    package var feeType: UInt8 = 1
    package var feeValue = "0"
    /// Numbers have `86` in front (§4.2.3.3.1).
    package var keepsCountryCode = true
    package var signature = ChineseSignature.inText
    package var asksForReceipts = true
    package var validity = ChineseValidity.absolute
    /// Where the carrier connects to.
    package var listener = Listener()
    /// A connection that has nothing to say is ended a little before the carrier would end it (60 s, §3.1).
    package var timers = LinkTimers(enquireLink: .seconds(50), response: SGIP.timers.response, tries: 0)

    package struct Listener: Sendable, Hashable {
        package var host = "0.0.0.0"
        package var port = 8_801
        /// What the carrier logs in with; nil where it uses the name and the password of our own login.
        package var name: String?
        package var password: String?
        /// Addresses that may connect; empty lets any, which then must know name and password.
        package var peers: Set<String> = []

        package init() {}

        /// An address in the form in which a connection's is told; nil for what is none.
        package static func address(_ text: String) -> String? {
            try? SocketAddress(ipAddress: text, port: 0).ipAddress
        }
    }

    package init(
        name: String, host: String, port: Int, nodeID: UInt32, loginName: String, password: String, corpID: String
    ) {
        route = RouteSettings(name: name, host: host, port: port, window: SGIP.Limit.window)
        self.nodeID = nodeID
        self.loginName = loginName
        self.password = password
        self.corpID = corpID
    }

    /// What every route has reads as if it stood here.
    package subscript<Value>(dynamicMember path: WritableKeyPath<RouteSettings, Value>) -> Value {
        get { route[keyPath: path] }
        set { route[keyPath: path] = newValue }
    }

    /// What is wrong with these settings, for `dunlin check`; empty when nothing is.
    package var faults: [String] {
        var faults =
            route.faults
            + RouteSettings.faults(ofFields: [
                ("login_name", loginName, 16), ("password", password, 16), ("corp_id", corpID, 5),
                ("service_type", serviceType, 10), ("sender", source, 21), ("charge_number", chargeNumber, 21),
                ("fee_value", feeValue, 6), ("listen_login_name", listener.name ?? "", 16),
                ("password of the carrier", listener.password ?? "", 16),
            ])
        if !(0...65_535).contains(listener.port) { faults.append("listen_port \(listener.port) is no port") }
        if listener.host.isEmpty { faults.append("listen_host is empty") }
        return faults
    }
}
