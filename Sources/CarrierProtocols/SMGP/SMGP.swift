/// China Telecom's Short Message Gateway Protocol, version 3.0.3 (whose sections are cited): its PDUs, reports and session, for the
/// lender's side (SP) and the carrier's (SMGW).
///
/// Everything here is a value: bytes in, values out. Sockets live in `Gateways`.
package enum SMGP {
    package typealias Frame = PlainFrame
    package typealias Fault = PDUFault<UInt32>
    /// `ValidTime` and `AtTime` are written as in SMPP 3.3 and later (§6.2.17).
    package typealias Time = SMPP.Time
    /// Tag, length and value in 2, 2 and as many octets (§5.1.2): as in SMPP, with tags of its own.
    package typealias TLVs = SMPP.TLVs

    /// What this implementation puts up with, and what the specification allows.
    package enum Limit {
        /// Octets of a PDU with its header. A submit to 100 numbers has 2,366, and its parameters a few hundred more.
        package static let packetLength_bytes: UInt32 = 8_192
        /// Octets of `MsgContent` towards a subscriber (§6.2.23).
        package static let content_bytes = 140
        /// Octets of `MsgContent` of a deliver: what its length in one octet can say.
        package static let deliverContent_bytes = 255
        /// Numbers of one submit (§6.2.21).
        package static let destinations = 100
        /// Octets of the secret (§6.2.2).
        package static let secret_bytes = 15
        /// Submits without an answer: W (§4.2.1).
        package static let window = 16
    }

    /// Octets of the fields of a fixed size (§5.2.2).
    enum Size {
        static let clientID = 8
        static let serviceID = 10
        static let feeType = 2
        static let fee = 6
        static let number = 21
        static let reserve = 8
        static let second = 14
    }

    /// The version that this is, as Login names it (§6.2.5).
    package static let version: UInt8 = 0x30
}
