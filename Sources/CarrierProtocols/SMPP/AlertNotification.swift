import NIOCore

extension SMPP {
    /// `alert_notification` (§4.12.1): a handset that could not be reached is there again. Never answered.
    package struct AlertNotification: Sendable, Hashable {
        /// The handset. Personal.
        package var source: Address
        /// Whom it is for: the address that asked with `set_dpf`.
        package var esme: Address
        /// `ms_availability_status`.
        package var tlvs: TLVs

        package init(source: Address, esme: Address, tlvs: TLVs = TLVs()) {
            self.source = source
            self.esme = esme
            self.tlvs = tlvs
        }
    }
}

extension SMPP.AlertNotification {
    init(_ octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(SMPP.Fault) {
        var place = 0
        source = try octets.readAddress("source_addr", &place)
        esme = try octets.readAddress("esme_addr", &place)
        tlvs = try SMPP.TLVs(octets, from: place, of: buffer, at: index)
    }
}

extension ByteBuffer {
    mutating func writeSMPPAlertNotification(
        _ alert: SMPP.AlertNotification, sequence: UInt32
    ) throws(SMPP.Fault) {
        let limit = SMPP.FieldSize.longAddress_bytes
        let size =
            try SMPP.size(alert.source, "source_addr", limit_bytes: limit)
            + SMPP.size(alert.esme, "esme_addr", limit_bytes: limit)
        writeSMPPFrame(.alertNotification, status: .ok, sequence: sequence, size: size, tlvs: alert.tlvs) { span in
            span.append(alert.source)
            span.append(alert.esme)
        }
    }
}
