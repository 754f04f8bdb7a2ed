package import CarrierProtocols

/// One route to one gateway (SMGW) over SMGP 3.0.3: what stands in `routes.yaml`.
@dynamicMemberLookup
package struct SMGPRouteSettings: Sendable {
    package enum BindMode: String, Sendable, CaseIterable {
        case transceiver
        /// Two connections a bind: one sends, one receives.
        case transmitterAndReceiver
    }

    package var route: RouteSettings
    /// `ClientID`: the SP's id.
    package var clientID: String
    /// The secret that both sides know; it never travels.
    package var password: String
    package var bindMode = BindMode.transceiver
    /// `ServiceID`
    package var serviceID = ""
    /// `SrcTermID`: the number that borrowers see.
    package var source = ""
    /// `FeeType`: the borrower is charged nothing.
    package var feeType = "00"
    package var feeCode = "0"
    package var fixedFee = "0"
    package var keepsCountryCode = false
    package var signature = ChineseSignature.inText
    package var asksForReceipts = true
    package var validity = ChineseValidity.absolute
    package var timers = SMGP.SessionTimers()

    package init(name: String, host: String, port: Int, clientID: String, password: String) {
        route = RouteSettings(name: name, host: host, port: port, window: SMGP.Limit.window)
        self.clientID = clientID
        self.password = password
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
                ("client_id", clientID, 8), ("password", password, SMGP.Limit.secret_bytes),
                ("service_id", serviceID, 10), ("sender", source, 21), ("fee_type", feeType, 2),
                ("fee_code", feeCode, 6), ("fixed_fee", fixedFee, 6),
            ])
        if clientID.isEmpty { faults.append("client_id is empty") }
        return faults
    }
}
