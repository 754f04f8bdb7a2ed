/// China Mobile's Peer to Peer, versions 2.0 and 3.0 (specification QB-GF-028-2003, whose sections are cited): its PDUs, reports and
/// session, for the lender's side (SP) and the carrier's (ISMG).
///
/// Everything here is a value: bytes in, values out. Sockets live in `Gateways`.
package enum CMPP {
    package typealias Frame = PlainFrame
    package typealias Fault = PDUFault<UInt32>
    /// `ValId_Time` and `At_Time` are written as in SMPP 3.3 (§8.4.3.1).
    package typealias Time = SMPP.Time

    /// What this implementation puts up with, and what the specification allows.
    package enum Limit {
        /// Octets of a PDU with its header. The longest lawful one, a submit to 99 numbers, has 3,491.
        package static let totalLength_bytes: UInt32 = 8_192
        /// Octets of `Msg_Content` of a submit (§8.4.3.1).
        package static let content_bytes = 140
        /// The same where `Msg_Fmt` is 0: fewer than 160.
        package static let asciiContent_bytes = 159
        /// Octets of `Msg_Content` of a deliver: what its length in one octet can say (§8.4.5.1).
        package static let deliverContent_bytes = 255
        /// Numbers of one submit: fewer than 100 (§8.4.3.1).
        package static let destinations = 99
        /// Submits without an answer: W (§7.1).
        package static let window = 16
    }

    /// Octets of the fields of a fixed size (§8.4).
    enum Size {
        static let sourceAddress = 6
        static let serviceID = 10
        static let feeType = 2
        static let feeCode = 6
        static let serviceNumber = 21
        static let linkID = 20
        static let reserve = 8
        static let stat = 7
        static let minute = 10
        static let day = 8
        static let queryCode = 10
    }
}
