import NIOCore

extension SMPP {
    /// One of the destinations of `submit_multi` (§4.5.1.1): `dest_flag` 1 or 2.
    package enum Destination: Sendable, Hashable {
        case address(Address)
        /// A list of numbers that the carrier keeps under this name.
        case distributionList(String)

        /// `dest_flag` (§5.2.25).
        fileprivate var flag: UInt8 {
            switch self {
            case .address: 1
            case .distributionList: 2
            }
        }
    }

    /// `submit_multi` (§4.5.1): one text for many. Dunlin never sends it, because each borrower hears of an own loan.
    package struct MultiMessage: Sendable, Hashable {
        package var destinations: [Destination]
        /// All else; its own `destination` is not looked at.
        package var message: ShortMessage

        package init(destinations: [Destination], message: ShortMessage) {
            self.destinations = destinations
            self.message = message
        }
    }
}

extension SMPP.Limit {
    /// `number_of_dests` (§5.2.24).
    package static let destinations = 254
}

extension SMPP.MultiMessage {
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(SMPP.Fault) {
        var place = 0
        message = SMPP.ShortMessage()
        message.serviceType = try octets.readString("service_type", &place)
        message.source = try octets.readAddress("source_addr", &place)
        let count = Int(try octets.readOctet("number_of_dests", &place))
        try SMPP.checkDestinations(count)
        destinations = []
        // Nothing is set aside for a count: what it announces is there or it is not.
        for _ in 0..<count { destinations.append(try octets.readDestination(&place)) }
        message.esmClass = SMPP.ESMClass(rawValue: try octets.readOctet("esm_class", &place))
        message.protocolID = try octets.readOctet("protocol_id", &place)
        message.priority = try octets.readOctet("priority_flag", &place)
        message.scheduleDeliveryTime = try octets.readTime("schedule_delivery_time", &place)
        message.validityPeriod = try octets.readTime("validity_period", &place)
        message.registeredDelivery = try octets.readOctet("registered_delivery", &place)
        message.replaceIfPresent = try octets.readOctet("replace_if_present_flag", &place)
        message.dataCoding = SMPP.DataCoding(rawValue: try octets.readOctet("data_coding", &place))
        message.defaultMessageID = try octets.readOctet("sm_default_msg_id", &place)
        message.shortMessage = try octets.readText(&place, of: buffer, at: index)
        message.tlvs = try SMPP.TLVs(octets, from: place, of: buffer, at: index)
    }
}

extension RawSpan {
    fileprivate func readDestination(_ place: inout Int) throws(SMPP.Fault) -> SMPP.Destination {
        switch try readOctet("dest_flag", &place) {
        case 1: .address(try readAddress("destination_addr", &place))
        case 2: .distributionList(try readString("dl_name", &place))
        case let other: throw SMPP.Fault(.badDestinationFlag(other))
        }
    }
}

extension SMPP {
    fileprivate static func checkDestinations(_ count: Int) throws(Fault) {
        guard (1...Limit.destinations).contains(count) else {
            throw Fault(.badCount(field: "number_of_dests", count: count, limit: Limit.destinations))
        }
    }

    fileprivate static func size(_ destination: Destination) throws(Fault) -> Int {
        switch destination {
        case .address(let address): 1 + (try size(address, "destination_addr", limit_bytes: FieldSize.address_bytes))
        case .distributionList(let name):
            1 + (try size(name, "dl_name", limit_bytes: FieldSize.distributionList_bytes))
        }
    }
}

extension ByteBuffer {
    mutating func writeSMPPMultiMessage(_ multi: SMPP.MultiMessage, sequence: UInt32) throws(SMPP.Fault) {
        let message = multi.message
        let length = message.shortMessage.readableBytes
        guard length <= SMPP.Limit.shortMessage_bytes else {
            throw SMPP.Fault(.tooLong(field: "short_message", limit_bytes: SMPP.Limit.shortMessage_bytes))
        }
        try SMPP.checkDestinations(multi.destinations.count)
        var size =
            try SMPP.size(message.serviceType, "service_type", limit_bytes: SMPP.FieldSize.serviceType_bytes)
            + SMPP.size(message.source, "source_addr", limit_bytes: SMPP.FieldSize.address_bytes)
            + 9 + 2 * SMPP.Time.size
        for destination in multi.destinations { size += try SMPP.size(destination) }
        writeSMPPFrame(
            .submitMulti, status: .ok, sequence: sequence, size: size, tail: message.shortMessage, tlvs: message.tlvs
        ) { span in
            span.appendCString(message.serviceType)
            span.append(message.source)
            span.append(UInt8(truncatingIfNeeded: multi.destinations.count))
            for destination in multi.destinations {
                span.append(destination.flag)
                switch destination {
                case .address(let address): span.append(address)
                case .distributionList(let name): span.appendCString(name)
                }
            }
            span.append(message.esmClass.rawValue)
            span.append(message.protocolID)
            span.append(message.priority)
            span.append(message.scheduleDeliveryTime)
            span.append(message.validityPeriod)
            span.append(message.registeredDelivery)
            span.append(message.replaceIfPresent)
            span.append(message.dataCoding.rawValue)
            span.append(message.defaultMessageID)
            span.append(UInt8(truncatingIfNeeded: length))
        }
    }
}
