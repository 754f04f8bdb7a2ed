package import CarrierProtocols

/// One route to one gateway (ISMG) over CMPP 2.0 or 3.0: what stands in `routes.yaml`.
@dynamicMemberLookup
package struct CMPPRouteSettings: Sendable {
    package var route: RouteSettings
    /// `Source_Addr` and `Msg_src`: the SP's id (企业代码).
    package var sourceAddress: String
    /// The secret that both sides know; it never travels.
    package var password: String
    package var version = CMPP.Version.v30
    /// `Service_Id` (业务代码).
    package var serviceID = ""
    /// `Src_Id`: the 106 number (接入号), with whatever the account may put behind it.
    package var source = ""
    /// `Fee_UserType`: the SP pays.
    package var feeUserType: UInt8 = 2
    /// `FeeType`: the borrower is charged nothing.
    package var feeType = "01"
    package var feeCode = "0"
    /// `86` stays in front of numbers.
    package var keepsCountryCode = false
    package var signature = ChineseSignature.inText
    package var asksForReceipts = true
    package var validity = ChineseValidity.absolute
    package var timers = CMPP.SessionTimers()

    package init(name: String, host: String, port: Int, sourceAddress: String, password: String) {
        route = RouteSettings(name: name, host: host, port: port, window: CMPP.Limit.window)
        self.sourceAddress = sourceAddress
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
                ("sp_id", sourceAddress, 6), ("service_id", serviceID, 10), ("sender", source, 21),
                ("fee_type", feeType, 2), ("fee_code", feeCode, 6),
            ])
        if sourceAddress.isEmpty { faults.append("sp_id is empty") }
        if feeUserType > 3 { faults.append("fee_user_type \(feeUserType) is not between 0 and 3") }
        return faults
    }
}
