/// The Short Message Peer-to-Peer protocol, version 3.4 (specification issue 1.2): its PDUs, receipts, long texts and session.
///
/// Everything here is a value: bytes in, values out. Sockets live in `Gateways`.
package enum SMPP {
    /// What this implementation puts up with. The specification names sizes but few limits.
    package enum Limit {
        /// Octets of a PDU with its header. The longest lawful one carries a 64 KiB `message_payload`.
        package static let commandLength_bytes: UInt32 = 65_536 + 1_024
        /// Octets of the four integers every PDU starts with (§3.2).
        package static let header_bytes = 16
        /// Octets of a C-octet string without its NUL. The specification's sizes are 6 to 65; peers exceed them.
        package static let cString_bytes = 255
        /// Octets of `short_message` (§5.2.22).
        package static let shortMessage_bytes = 254
        /// Octets of one optional parameter's value: its length is 16 bits (§3.2.4.1).
        package static let tlv_bytes = 65_535
        /// Sequence numbers run from 1 to this (§5.1.4) and start anew.
        package static let sequence: UInt32 = 0x7FFF_FFFF
    }

    /// `interface_version` of SMPP 3.4 (§5.2.4).
    package static let version: UInt8 = 0x34
}
