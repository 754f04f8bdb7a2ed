import NIOCore

extension SMPP {
    /// The answer to `submit_sm` or `deliver_sm` (§4.4.2, §4.6.2). An error may come without a body.
    package struct MessageResponse: Sendable, Hashable {
        package var status: Status
        /// The carrier's id for the message; empty in `deliver_sm_resp`.
        package var messageID: String

        package init(status: Status = .ok, messageID: String = "") {
            self.status = status
            self.messageID = messageID
        }
    }
}

extension SMPP.MessageResponse {
    init(status: SMPP.Status, _ octets: RawSpan) throws(SMPP.Fault) {
        self.init(status: status)
        // Optional parameters that may follow say nothing that Dunlin uses; broken ones must not hide the answer.
        guard octets.byteCount > 0 else { return }
        var place = 0
        messageID = try octets.readString("message_id", &place)
    }
}

extension ByteBuffer {
    mutating func writeSMPPMessageResponse(
        _ response: SMPP.MessageResponse, as command: SMPP.Command, sequence: UInt32
    ) throws(SMPP.Fault) {
        writeSMPPFrame(
            command, status: response.status, sequence: sequence, size: try SMPP.size(response.messageID, "message_id")
        ) { span in
            // §4.4.2: no body where the status is an error.
            if response.status == .ok { span.appendCString(response.messageID) }
        }
    }
}
