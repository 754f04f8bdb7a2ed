package import CarrierProtocols
package import Messaging

/// One route to one carrier over SMPP 3.4: what stands in `routes.yaml`, with the defaults most carriers take.
package struct SMPPRouteSettings: Sendable {
    package enum BindMode: String, Sendable, CaseIterable {
        case transceiver
        /// Two connections a bind: one sends, one receives.
        case transmitterAndReceiver = "transmitter+receiver"
    }

    package struct TLS: Sendable, Hashable {
        /// PEM file of the authorities to trust; nil trusts the system's.
        package var caFile: String?
        /// Name the certificate must bear where it differs from the host.
        package var serverName: String?
        /// Off only for carriers that use a certificate no authority signed and that cannot be given as `caFile`.
        package var verifies: Bool

        package init(caFile: String? = nil, serverName: String? = nil, verifies: Bool = true) {
            self.caFile = caFile
            self.serverName = serverName
            self.verifies = verifies
        }
    }

    /// What `data_coding` 0 means to this carrier.
    package enum DefaultCoding: String, Sendable, CaseIterable { case gsm7, latin1 }

    package enum Validity: String, Sendable, CaseIterable { case off, relative, absolute }

    package struct ExtraTLV: Sendable, Hashable {
        package var tag: UInt16
        package var value: [UInt8]

        package init(tag: UInt16, value: [UInt8]) {
            self.tag = tag
            self.value = value
        }
    }

    package var name: String
    package var host: String
    package var port: Int
    package var tls: TLS?
    package var systemID: String
    package var password: String
    package var systemType = ""
    package var bindMode = BindMode.transceiver
    /// Sessions held at once, 1 to 64.
    package var binds = 1
    /// Segments without an answer at most, a bind.
    package var window = 10
    /// Segments a second over the whole route; nil for as fast as the window allows.
    package var messagesPerSecond: Double?
    package var source = SMPP.Address(typeOfNumber: 0, numberingPlan: 0, text: "")
    package var destinationTypeOfNumber: UInt8 = 1
    package var destinationNumberingPlan: UInt8 = 1
    /// Whether the `+` of E.164 stays in `destination_addr`. Hardly any carrier wants it.
    package var keepsPlus = false
    package var serviceType = ""
    package var longTexts = SMPP.LongText.udh8
    package var defaultCoding = DefaultCoding.gsm7
    package var receiptIDs = SMPP.IDForm.asIs
    package var asksForReceipts = true
    package var validity = Validity.relative
    package var extraTLVs: [ExtraTLV] = []
    /// What this carrier's own codes mean, over the built-in table.
    package var policies: [UInt32: SendError.Policy] = [:]
    package var timers = SMPP.SessionTimers()
    package var connectTimeout = Duration.seconds(10)
    package var reconnect = Backoff.Settings()
    package var resending = Resending()
    /// How long a stopping route waits for answers before it unbinds.
    package var drainLimit = Duration.seconds(10)
    /// A connection whose other side takes no bytes for so long is ended by the kernel, and what it had not sent with it.
    package var unsentLimit = Duration.seconds(20)
    /// What the kernel may hold of a connection that takes no bytes; it doubles the figure for its own use.
    static let sendBuffer_bytes = 64 * 1_024
    /// Events not yet taken by delivery before reading from the carrier pauses.
    package var eventBacklog = 4_096
    package var simulator = false

    package init(name: String, host: String, port: Int, systemID: String, password: String) {
        self.name = name
        self.host = host
        self.port = port
        self.systemID = systemID
        self.password = password
    }

    /// What is wrong with these settings, for `dunlin check`; empty when nothing is.
    package var faults: [String] {
        var faults: [String] = []
        func require(_ holds: Bool, _ fault: String) { if !holds { faults.append(fault) } }
        require(!name.isEmpty, "name is empty")
        require(!host.isEmpty, "host is empty")
        require((1...65_535).contains(port), "port \(port) is not between 1 and 65535")
        require((1...64).contains(binds), "binds \(binds) is not between 1 and 64")
        require((1...10_000).contains(window), "window \(window) is not between 1 and 10000")
        require(messagesPerSecond.map { $0 > 0 && $0 <= 1_000_000 } ?? true, "messages_per_second must be above 0")
        require(resending.tries > 0, "resending tries must be above 0")
        require(eventBacklog > 0, "event_backlog must be above 0")
        for (field, text, limit) in [
            ("system_id", systemID, 15), ("password", password, SMPP.Limit.cString_bytes),
            ("system_type", systemType, 12), ("source", source.text, 20), ("service_type", serviceType, 5),
        ] {
            require(text.utf8.count <= limit, "\(field) is longer than \(limit) octets")
            require(!text.utf8.contains(0), "\(field) has a NUL character")
        }
        require(extraTLVs.allSatisfy { $0.value.count <= 1_024 }, "an extra parameter is longer than 1024 octets")
        return faults
    }
}
