package import NIOCore

extension SMPP {
    /// `replace_sm` (§4.10.1): other words for a text that has not been delivered. Its answer is a header alone (§4.10.2).
    package struct Replacement: Sendable, Hashable {
        package var messageID: String
        package var source: Address
        package var scheduleDeliveryTime = Time.none
        package var validityPeriod = Time.none
        package var registeredDelivery: UInt8 = 0
        package var defaultMessageID: UInt8 = 0
        /// 0 to 254 octets, in the data coding of the text that it replaces.
        package var shortMessage = ByteBuffer()
        /// None in version 3.4; `message_payload` in 5.0.
        package var tlvs = TLVs()

        package init(messageID: String, source: Address) {
            self.messageID = messageID
            self.source = source
        }
    }
}

extension SMPP.Replacement {
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(SMPP.Fault) {
        var place = 0
        messageID = try octets.readString("message_id", &place)
        source = try octets.readAddress("source_addr", &place)
        scheduleDeliveryTime = try octets.readTime("schedule_delivery_time", &place)
        validityPeriod = try octets.readTime("validity_period", &place)
        registeredDelivery = try octets.readOctet("registered_delivery", &place)
        defaultMessageID = try octets.readOctet("sm_default_msg_id", &place)
        shortMessage = try octets.readText(&place, of: buffer, at: index)
        tlvs = try SMPP.TLVs(octets, from: place, of: buffer, at: index)
    }
}

extension ByteBuffer {
    mutating func writeSMPPReplacement(_ replacement: SMPP.Replacement, sequence: UInt32) throws(SMPP.Fault) {
        let length = replacement.shortMessage.readableBytes
        guard length <= SMPP.Limit.shortMessage_bytes else {
            throw SMPP.Fault(.tooLong(field: "short_message", limit_bytes: SMPP.Limit.shortMessage_bytes))
        }
        let size =
            try SMPP.size(replacement.messageID, "message_id")
            + SMPP.size(replacement.source, "source_addr", limit_bytes: SMPP.FieldSize.address_bytes)
            + 2 * SMPP.Time.size + 3
        writeSMPPFrame(
            .replaceSM, status: .ok, sequence: sequence, size: size, tail: replacement.shortMessage,
            tlvs: replacement.tlvs
        ) { span in
            span.appendCString(replacement.messageID)
            span.append(replacement.source)
            span.append(replacement.scheduleDeliveryTime)
            span.append(replacement.validityPeriod)
            span.append(replacement.registeredDelivery)
            span.append(replacement.defaultMessageID)
            span.append(UInt8(truncatingIfNeeded: length))
        }
    }
}
