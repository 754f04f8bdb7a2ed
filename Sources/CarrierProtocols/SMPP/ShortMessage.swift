package import NIOCore

extension SMPP {
    /// A text on its way. `submit_sm` (§4.4.1) and `deliver_sm` (§4.6.1) have one body.
    package struct ShortMessage: Sendable, Hashable {
        package var serviceType: String
        package var source = Address.none
        package var destination = Address.none
        package var esmClass = ESMClass()
        package var protocolID: UInt8 = 0
        package var priority: UInt8 = 0
        package var scheduleDeliveryTime = Time.none
        package var validityPeriod = Time.none
        /// Bits 1-0: 01 receipt on success and failure, 10 on failure only (§5.2.17).
        package var registeredDelivery: UInt8 = 0
        package var replaceIfPresent: UInt8 = 0
        package var dataCoding = DataCoding.carrierDefault
        package var defaultMessageID: UInt8 = 0
        /// 0 to 254 octets, with the user data header where `esmClass` says so.
        package var shortMessage = ByteBuffer()
        package var tlvs = TLVs()
    }

    /// `esm_class` (§5.2.12).
    package struct ESMClass: RawRepresentable, Sendable, Hashable {
        package var rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package init() { rawValue = 0 }

        package static let receipt = ESMClass(rawValue: 0x04)
        package static let intermediateNotification = ESMClass(rawValue: 0x20)
        package static let userDataHeader = ESMClass(rawValue: 0x40)

        /// Bits 5 to 2 say what kind of message it is.
        package var isReceipt: Bool { rawValue & 0x3C == Self.receipt.rawValue }
        package var isIntermediateNotification: Bool {
            rawValue & 0x3C == Self.intermediateNotification.rawValue
        }
        package var hasUserDataHeader: Bool { rawValue & Self.userDataHeader.rawValue != 0 }
    }

    /// `data_coding` (§5.2.19).
    package struct DataCoding: RawRepresentable, Sendable, Hashable {
        package var rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// What 0 means differs by carrier: GSM 03.38 unpacked, or Latin-1.
        package static let carrierDefault = DataCoding(rawValue: 0)
        package static let ia5 = DataCoding(rawValue: 1)
        package static let latin1 = DataCoding(rawValue: 3)
        package static let binary = DataCoding(rawValue: 4)
        package static let ucs2 = DataCoding(rawValue: 8)
    }
}

extension SMPP.ShortMessage {
    package init() { self.init(serviceType: "") }

    /// Reads a body in one pass: `octets` stand in `buffer` from `index`. Every field is set once, none by its default before.
    @inline(__always)
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(SMPP.Fault) {
        var place = 0
        try self.init(
            serviceType: octets.readString("service_type", &place),
            source: octets.readAddress("source_addr", &place),
            destination: octets.readAddress("destination_addr", &place),
            esmClass: SMPP.ESMClass(rawValue: octets.readOctet("esm_class", &place)),
            protocolID: octets.readOctet("protocol_id", &place),
            priority: octets.readOctet("priority_flag", &place),
            scheduleDeliveryTime: octets.readTime("schedule_delivery_time", &place),
            validityPeriod: octets.readTime("validity_period", &place),
            registeredDelivery: octets.readOctet("registered_delivery", &place),
            replaceIfPresent: octets.readOctet("replace_if_present_flag", &place),
            dataCoding: SMPP.DataCoding(rawValue: octets.readOctet("data_coding", &place)),
            defaultMessageID: octets.readOctet("sm_default_msg_id", &place),
            shortMessage: octets.readText(&place, of: buffer, at: index),
            tlvs: SMPP.TLVs(octets, from: place, of: buffer, at: index))
    }
}

extension RawSpan {
    @inline(__always)
    func readText(
        _ place: inout Int, of buffer: ByteBuffer, at index: Int
    ) throws(SMPP.Fault) -> ByteBuffer {
        // 255 is no lawful length, but what it announces is there or it is not.
        let length = Int(try readOctet("sm_length", &place))
        guard length <= byteCount - place, let text = buffer.getSlice(at: index + place, length: length) else {
            throw .truncated("short_message")
        }
        place += length
        return text
    }
}

extension ByteBuffer {
    /// Writes a `submit_sm` or `deliver_sm` without a `PDU` around it. A fault leaves the buffer as it was.
    package mutating func writeSMPPShortMessage(
        _ message: SMPP.ShortMessage, as command: SMPP.Command, sequence: UInt32
    ) throws(SMPP.Fault) {
        let length = message.shortMessage.readableBytes
        guard length <= SMPP.Limit.shortMessage_bytes else {
            throw SMPP.Fault(.tooLong(field: "short_message", limit_bytes: SMPP.Limit.shortMessage_bytes))
        }
        let size =
            try SMPP.size(message.serviceType, "service_type") + SMPP.size(message.source, "source_addr")
            + SMPP.size(message.destination, "destination_addr") + 8 + 2 * SMPP.Time.size
        writeSMPPFrame(
            command, status: .ok, sequence: sequence, size: size, tail: message.shortMessage, tlvs: message.tlvs
        ) { span in
            span.appendCString(message.serviceType)
            span.append(message.source)
            span.append(message.destination)
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
