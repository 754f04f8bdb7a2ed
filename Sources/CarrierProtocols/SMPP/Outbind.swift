import NIOCore

extension SMPP {
    /// `outbind` (§4.1.7): the carrier, which opened this connection, asks us to bind over it. Never answered but by a bind.
    package struct Outbind: Sendable, Hashable {
        /// The carrier's own name and password.
        package var systemID: String
        package var password: String

        package init(systemID: String, password: String) {
            self.systemID = systemID
            self.password = password
        }
    }
}

extension SMPP.Outbind {
    init(_ octets: RawSpan) throws(SMPP.Fault) {
        var place = 0
        self.init(
            systemID: try octets.readString("system_id", &place), password: try octets.readString("password", &place))
    }
}

extension ByteBuffer {
    mutating func writeSMPPOutbind(_ outbind: SMPP.Outbind, sequence: UInt32) throws(SMPP.Fault) {
        let size = try SMPP.size(outbind.systemID, "system_id") + SMPP.size(outbind.password, "password")
        writeSMPPFrame(.outbind, status: .ok, sequence: sequence, size: size) { span in
            span.appendCString(outbind.systemID)
            span.appendCString(outbind.password)
        }
    }
}
