internal import CarrierProtocols
internal import Gateways
internal import Messaging

// The fields of a route over a protocol of China.
extension FieldReader {
    mutating func cmpp(_ name: String) -> CMPPRouteSettings? {
        let host = host()
        let port = number("port", in: 1...65_535, otherwise: 7_890)
        let account = text("sp_id", "Write the SP's id of six digits that the carrier gave")?.value
        var settings = CMPPRouteSettings(
            name: name, host: host ?? "", port: port ?? 0, sourceAddress: account ?? "", password: "")
        route(&settings.route)
        choose("version", [("3.0", .v30), ("2.0", .v20)]) { settings.version = $0 }
        settings.source = sender()
        settings.serviceID = optionalText("service_id") ?? ""
        common(&settings.signature, &settings.keepsCountryCode, &settings.validity)
        if let payer = number("fee_user_type", in: 0...3, otherwise: 2) {
            settings.feeUserType = UInt8(truncatingIfNeeded: payer)
        }
        settings.feeType = optionalText("fee_type") ?? settings.feeType
        settings.feeCode = optionalText("fee_code") ?? settings.feeCode
        return host == nil || port == nil || account == nil ? nil : settings
    }

    mutating func smgp(_ name: String) -> SMGPRouteSettings? {
        let host = host()
        let port = number("port", in: 1...65_535, otherwise: 8_890)
        let account = text("client_id", "Write the SP's id of up to eight characters that the carrier gave")?.value
        var settings = SMGPRouteSettings(
            name: name, host: host ?? "", port: port ?? 0, clientID: account ?? "", password: "")
        route(&settings.route)
        choose("bind", [("transceiver", .transceiver), ("transmitter_and_receiver", .transmitterAndReceiver)]) {
            settings.bindMode = $0
        }
        settings.source = sender()
        settings.serviceID = optionalText("service_id") ?? ""
        common(&settings.signature, &settings.keepsCountryCode, &settings.validity)
        settings.feeType = optionalText("fee_type") ?? settings.feeType
        settings.feeCode = optionalText("fee_code") ?? settings.feeCode
        settings.fixedFee = optionalText("fixed_fee") ?? settings.fixedFee
        return host == nil || port == nil || account == nil ? nil : settings
    }

    mutating func sgip(_ name: String) -> SGIPRouteSettings? {
        let host = host()
        let port = number("port", in: 1...65_535, otherwise: 8_801)
        let node = number("node_id", in: 1...Int(UInt32.max))
        let login = text("login_name", "Write the login name that the carrier gave")?.value
        let company = text("corp_id", "Write the SP's company code of five digits")?.value
        var settings = SGIPRouteSettings(
            name: name, host: host ?? "", port: port ?? 0, nodeID: UInt32(truncatingIfNeeded: node ?? 0),
            loginName: login ?? "", password: "", corpID: company ?? "")
        route(&settings.route)
        settings.source = sender()
        settings.serviceType = optionalText("service_type") ?? ""
        common(&settings.signature, &settings.keepsCountryCode, &settings.validity)
        settings.chargeNumber = optionalText("charge_number") ?? settings.chargeNumber
        if let kind = number("fee_type", in: 0...255, otherwise: Int(settings.feeType)) {
            settings.feeType = UInt8(truncatingIfNeeded: kind)
        }
        settings.feeValue = optionalText("fee_value") ?? settings.feeValue
        settings.listener.host = optionalText("listen_host") ?? settings.listener.host
        settings.listener.port = number("listen_port", in: 1...65_535, otherwise: 8_801) ?? 0
        settings.listener.name = optionalText("listen_login_name")
        settings.listener.peers = allowedPeers()
        return host == nil || port == nil || node == nil || login == nil || company == nil ? nil : settings
    }

    /// Addresses, not names: they are compared with where a connection comes from.
    private mutating func allowedPeers() -> Set<String> {
        guard optional("allowed_peers") != nil else { return [] }
        let fix = "Write the carrier's addresses: allowed_peers: [10.1.2.3]"
        var peers: Set<String> = []
        for node in list("allowed_peers", fix) {
            guard let address = node.scalar,
                let known = SGIPRouteSettings.Listener.address(address)
            else {
                fault(at: node, "`\(node.scalar ?? "this")` is no address", fix)
                continue
            }
            peers.insert(known)
        }
        return peers
    }

    private mutating func sender() -> String {
        text("sender", "Write the number that borrowers see, 106 and so on")?.value ?? ""
    }

    private mutating func common(
        _ signature: inout ChineseSignature, _ keepsCountryCode: inout Bool, _ validity: inout ChineseValidity
    ) {
        choose(
            "signature", [("in_text", .inText), ("added_in_front", .addedInFront), ("added_at_end", .addedAtEnd)]
        ) { signature = $0 }
        choose("country_code", [("dropped", false), ("kept", true)]) { keepsCountryCode = $0 }
        choose("validity", [("absolute", .absolute), ("off", .off)]) { validity = $0 }
    }
}
