import NIOCore

extension SMPP {
    /// `cancel_sm` (§4.9.1): what has not been delivered of one text, by its id, or of all from `source` to `destination`, where the
    /// id is empty. Its answer is a header alone (§4.9.2).
    package struct Cancellation: Sendable, Hashable {
        package var serviceType: String
        package var messageID: String
        package var source: Address
        package var destination: Address

        package init(serviceType: String = "", messageID: String, source: Address, destination: Address) {
            self.serviceType = serviceType
            self.messageID = messageID
            self.source = source
            self.destination = destination
        }
    }
}

extension SMPP.Cancellation {
    init(_ octets: RawSpan) throws(SMPP.Fault) {
        var place = 0
        self.init(
            serviceType: try octets.readString("service_type", &place),
            messageID: try octets.readString("message_id", &place),
            source: try octets.readAddress("source_addr", &place),
            destination: try octets.readAddress("destination_addr", &place))
    }
}

extension ByteBuffer {
    mutating func writeSMPPCancellation(_ cancellation: SMPP.Cancellation, sequence: UInt32) throws(SMPP.Fault) {
        let limit = SMPP.FieldSize.address_bytes
        let size =
            try SMPP.size(cancellation.serviceType, "service_type", limit_bytes: SMPP.FieldSize.serviceType_bytes)
            + SMPP.size(cancellation.messageID, "message_id")
            + SMPP.size(cancellation.source, "source_addr", limit_bytes: limit)
            + SMPP.size(cancellation.destination, "destination_addr", limit_bytes: limit)
        writeSMPPFrame(.cancelSM, status: .ok, sequence: sequence, size: size) { span in
            span.appendCString(cancellation.serviceType)
            span.appendCString(cancellation.messageID)
            span.append(cancellation.source)
            span.append(cancellation.destination)
        }
    }
}
