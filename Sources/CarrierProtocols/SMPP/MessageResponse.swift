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

extension ByteBuffer {
    mutating func readSMPPMessageResponse(status: SMPP.Status) throws(SMPP.Fault) -> SMPP.MessageResponse {
        // Optional parameters that may follow say nothing that Dunlin uses; broken ones must not hide the answer.
        guard readableBytes > 0 else { return SMPP.MessageResponse(status: status) }
        return SMPP.MessageResponse(status: status, messageID: try readSMPPString("message_id"))
    }

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
