/// China Unicom's Short Message Gateway Interface Protocol, version 1.2 (whose sections are cited): its PDUs, reports and sessions.
/// Both sides are client and server: the lender (SP) connects to submit, the carrier (SMG) connects back to deliver and report.
///
/// Everything here is a value: bytes in, values out. Sockets live in `Gateways`.
package enum SGIP {
    package typealias Fault = PDUFault<Sequence>
    /// `ExpireTime` and `ScheduleTime` (§4.2.3.3.1), always with `032+` behind them: see `Time.inChina`.
    package typealias Time = SMPP.Time
    /// `MessageCoding` (§4.2.3.3.1): CMPP's, of which 15 is GBK.
    package typealias MessageFormat = CMPP.MessageFormat

    /// What this implementation puts up with, and what the specification allows.
    package enum Limit {
        /// Octets of a PDU that comes, with its header.
        package static let messageLength_bytes: UInt32 = 8_192
        /// Octets of a PDU that we write: no more than 2 K (§4).
        package static let written_bytes = 2_048
        /// Octets of the header (§4.2.2).
        package static let header_bytes = 20
        /// Octets of the content of a submit. The specification names no number; a short message has so many (3GPP TS 23.040).
        package static let content_bytes = 140
        /// The same where it is pure ASCII.
        package static let asciiContent_bytes = 160
        /// Numbers of one submit (§4.2.3.3.1).
        package static let users = 100
        /// Commands without an answer (§3.1).
        package static let window = 32
    }

    /// Octets of the fields of a fixed size (§4.2.3).
    enum Size {
        static let login = 16
        static let number = 21
        static let corpID = 5
        static let serviceType = 10
        static let fee = 6
        static let time = 16
        static let reserve = 8
    }

    /// The timers of §3.1: 30 s to an answer, 60 s of silence to the end.
    package static let timers = LinkTimers(enquireLink: .seconds(60), response: .seconds(30), tries: 0)
}
