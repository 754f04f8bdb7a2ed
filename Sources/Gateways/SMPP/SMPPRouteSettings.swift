package import CarrierProtocols
package import Messaging

/// One route to one carrier over SMPP 3.4: what stands in `routes.yaml`, with the defaults most carriers take.
@dynamicMemberLookup
package struct SMPPRouteSettings: Sendable {
    package enum BindMode: String, Sendable, CaseIterable {
        case transceiver
        /// Two connections a bind: one sends, one receives.
        case transmitterAndReceiver = "transmitter+receiver"
    }

    package typealias TLS = RouteSettings.TLS

    /// What `data_coding` 0 means to this carrier.
    package enum DefaultCoding: String, Sendable, CaseIterable {
        /// The GSM alphabet, one septet an octet.
        case gsm7
        /// The GSM alphabet, eight septets in seven octets.
        case packed
        case latin1
    }

    package enum Validity: String, Sendable, CaseIterable { case off, relative, absolute }

    package struct ExtraTLV: Sendable, Hashable {
        package var tag: UInt16
        package var value: [UInt8]

        package init(tag: UInt16, value: [UInt8]) {
            self.tag = tag
            self.value = value
        }
    }

    package var route: RouteSettings
    package var systemID: String
    package var password: String
    package var systemType = ""
    package var bindMode = BindMode.transceiver
    package var source = SMPP.Address(typeOfNumber: 0, numberingPlan: 0, text: "")
    package var destinationTypeOfNumber: UInt8 = 1
    package var destinationNumberingPlan: UInt8 = 1
    /// Whether the `+` of E.164 stays in `destination_addr`. Hardly any carrier wants it.
    package var keepsPlus = false
    package var serviceType = ""
    package var longTexts = SMPP.LongText.udh8
    package var defaultCoding = DefaultCoding.gsm7
    /// Whose letters handsets of this route read from septets: used where that saves a segment.
    package var languageTables: [NationalLanguage] = []
    package var receiptIDs = SMPP.IDForm.asIs
    package var asksForReceipts = true
    package var validity = Validity.relative
    package var extraTLVs: [ExtraTLV] = []
    package var timers = SMPP.SessionTimers()

    package init(name: String, host: String, port: Int, systemID: String, password: String) {
        route = RouteSettings(name: name, host: host, port: port, window: 10)
        self.systemID = systemID
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
                ("system_id", systemID, 15), ("password", password, SMPP.Limit.cString_bytes),
                ("system_type", systemType, 12), ("source", source.text, 20), ("service_type", serviceType, 5),
            ])
        if defaultCoding == .latin1, !languageTables.isEmpty {
            faults.append("language_tables are of the GSM alphabet, and default_alphabet is latin1")
        }
        if !extraTLVs.allSatisfy({ $0.value.count <= 1_024 }) {
            faults.append("an extra parameter is longer than 1024 octets")
        }
        return faults
    }
}
