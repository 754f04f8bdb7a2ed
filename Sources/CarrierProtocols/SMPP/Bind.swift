import NIOCore

extension SMPP {
    /// What a session may do.
    package enum BindMode: Sendable, Hashable, CaseIterable {
        /// `deliver_sm` only.
        case receiver
        /// `submit_sm` only.
        case transmitter
        case transceiver

        package var sends: Bool { self != .receiver }
        package var receives: Bool { self != .transmitter }

        var request: Command {
            switch self {
            case .receiver: .bindReceiver
            case .transmitter: .bindTransmitter
            case .transceiver: .bindTransceiver
            }
        }

        var response: Command {
            switch self {
            case .receiver: .bindReceiverResponse
            case .transmitter: .bindTransmitterResponse
            case .transceiver: .bindTransceiverResponse
            }
        }
    }

    /// `bind_receiver`, `bind_transmitter` and `bind_transceiver` have one body (§4.1.1, 4.1.3, 4.1.5).
    package struct Bind: Sendable, Hashable {
        package var mode: BindMode
        package var systemID: String
        /// The specification allows 8 characters; many carriers give out longer ones.
        package var password: String
        package var systemType: String
        package var interfaceVersion: UInt8
        /// Addresses the session serves; its text is `address_range`.
        package var addresses: Address

        package init(
            mode: BindMode, systemID: String, password: String, systemType: String = "",
            interfaceVersion: UInt8 = SMPP.version, addresses: Address = .none
        ) {
            self.mode = mode
            self.systemID = systemID
            self.password = password
            self.systemType = systemType
            self.interfaceVersion = interfaceVersion
            self.addresses = addresses
        }
    }
}

extension SMPP.Bind {
    init(_ mode: SMPP.BindMode, _ octets: RawSpan) throws(SMPP.Fault) {
        var place = 0
        self.init(
            mode: mode,
            systemID: try octets.readString("system_id", &place),
            password: try octets.readString("password", &place),
            systemType: try octets.readString("system_type", &place),
            interfaceVersion: try octets.readOctet("interface_version", &place),
            addresses: try octets.readAddress("address_range", &place))
    }
}

extension ByteBuffer {
    mutating func writeSMPPBind(_ bind: SMPP.Bind, sequence: UInt32) throws(SMPP.Fault) {
        let size =
            try SMPP.size(bind.systemID, "system_id") + SMPP.size(bind.password, "password")
            + SMPP.size(bind.systemType, "system_type") + 1 + SMPP.size(bind.addresses, "address_range")
        writeSMPPFrame(bind.mode.request, status: .ok, sequence: sequence, size: size) { span in
            span.appendCString(bind.systemID)
            span.appendCString(bind.password)
            span.appendCString(bind.systemType)
            span.append(bind.interfaceVersion)
            span.append(bind.addresses)
        }
    }
}
