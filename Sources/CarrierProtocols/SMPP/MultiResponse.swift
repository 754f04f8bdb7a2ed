import NIOCore

extension SMPP {
    /// `submit_multi_resp` (§4.5.3): one id for all, and the destinations that were not taken.
    package struct MultiResponse: Sendable, Hashable {
        /// `unsuccess_sme` (§4.5.3.1).
        package struct Refused: Sendable, Hashable {
            package var address: Address
            package var status: Status

            package init(address: Address, status: Status) {
                self.address = address
                self.status = status
            }
        }

        package var status: Status
        package var messageID: String
        package var refused: [Refused]

        package init(status: Status = .ok, messageID: String = "", refused: [Refused] = []) {
            self.status = status
            self.messageID = messageID
            self.refused = refused
        }
    }
}

extension SMPP.Limit {
    /// `no_unsuccess` (§5.2.26).
    package static let refusedDestinations = 255
}

extension SMPP.MultiResponse {
    init(status: SMPP.Status, _ octets: RawSpan) throws(SMPP.Fault) {
        self.init(status: status)
        guard octets.byteCount > 0 else { return }
        var place = 0
        messageID = try octets.readString("message_id", &place)
        // An error may end here.
        guard place < octets.byteCount else { return }
        for _ in 0..<(try octets.readOctet("no_unsuccess", &place)) {
            let address = try octets.readAddress("unsuccess_sme", &place)
            guard place + 4 <= octets.byteCount else { throw .truncated("error_status_code") }
            refused.append(
                Refused(address: address, status: SMPP.Status(rawValue: octets.integer(at: place, as: UInt32.self))))
            place += 4
        }
    }
}

extension ByteBuffer {
    mutating func writeSMPPMultiResponse(_ response: SMPP.MultiResponse, sequence: UInt32) throws(SMPP.Fault) {
        let limit = SMPP.Limit.refusedDestinations
        guard response.refused.count <= limit else {
            throw SMPP.Fault(.badCount(field: "no_unsuccess", count: response.refused.count, limit: limit))
        }
        var size = try SMPP.size(response.messageID, "message_id") + 1
        for one in response.refused { size += try SMPP.size(one.address, "unsuccess_sme") + 4 }
        let hasBody = response.status == .ok || !response.messageID.isEmpty || !response.refused.isEmpty
        writeSMPPFrame(.submitMultiResponse, status: response.status, sequence: sequence, size: size) { span in
            guard hasBody else { return }
            span.appendCString(response.messageID)
            span.append(UInt8(truncatingIfNeeded: response.refused.count))
            for one in response.refused {
                span.append(one.address)
                span.append(integer: one.status.rawValue)
            }
        }
    }
}
