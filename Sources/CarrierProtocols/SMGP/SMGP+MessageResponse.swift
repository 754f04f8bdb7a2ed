import NIOCore

extension SMGP {
    /// Submit_Resp and Deliver_Resp (§5.2.2.2.2, §5.2.2.3.2), which have one body.
    package struct MessageResponse: Sendable, Hashable {
        package var id: MessageID
        package var status: Status

        package init(id: MessageID, status: Status = .ok) {
            self.id = id
            self.status = status
        }
    }
}

extension SMGP.MessageResponse {
    @inline(__always)
    init(_ octets: RawSpan) throws(WireFault) {
        var place = 0
        let id = try octets.readSMGPMessageID(&place)
        self.init(id: id, status: SMGP.Status(rawValue: try octets.read(UInt32.self, "Status", &place)))
    }
}

extension ByteBuffer {
    mutating func writeSMGPMessageResponse(
        _ response: SMGP.MessageResponse, as command: SMGP.Command, sequence: UInt32
    ) {
        writePlainFrame(command.rawValue, sequence: sequence, size: 14) { span in
            span.append(response.id)
            span.append(integer: response.status.rawValue)
        }
    }
}
