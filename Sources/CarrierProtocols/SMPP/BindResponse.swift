import NIOCore

extension SMPP {
    /// The answer to a bind (§4.1.2, 4.1.4, 4.1.6). A refusal may have no body at all.
    package struct BindResponse: Sendable, Hashable {
        package var mode: BindMode
        package var status: Status
        package var systemID: String
        /// `sc_interface_version` among others.
        package var tlvs: TLVs

        package init(mode: BindMode, status: Status, systemID: String = "", tlvs: TLVs = TLVs()) {
            self.mode = mode
            self.status = status
            self.systemID = systemID
            self.tlvs = tlvs
        }
    }
}

extension SMPP.BindResponse {
    init(
        _ mode: SMPP.BindMode, status: SMPP.Status, _ octets: RawSpan, of buffer: ByteBuffer, at index: Int
    ) throws(SMPP.Fault) {
        self.init(mode: mode, status: status)
        guard octets.byteCount > 0 else { return }
        var place = 0
        systemID = try octets.readString("system_id", &place)
        tlvs = try SMPP.TLVs(octets, from: place, of: buffer, at: index)
    }
}

extension ByteBuffer {
    mutating func writeSMPPBindResponse(_ response: SMPP.BindResponse, sequence: UInt32) throws(SMPP.Fault) {
        let isOK = response.status == .ok
        writeSMPPFrame(
            response.mode.response, status: response.status, sequence: sequence,
            size: try SMPP.size(response.systemID, "system_id"), tlvs: isOK ? response.tlvs : SMPP.TLVs()
        ) { span in
            if isOK { span.appendCString(response.systemID) }
        }
    }
}
