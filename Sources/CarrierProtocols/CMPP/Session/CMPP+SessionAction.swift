extension CMPP {
    /// What the owner of a session's socket is to do. `Token` is the owner's name for one submitted PDU.
    package enum SessionAction<Token: Sendable>: Sendable {
        case nothing
        case send(PDU)
        /// The gateway took the CONNECT: from here on PDUs are of this version. Not authentic where its own authenticator is wrong,
        /// which some gateways' is: to be told, no reason to go.
        case bound(version: Version, isAuthentic: Bool)
        /// The PDU is answered; its place in the window is free.
        case answered(Token, MessageResponse)
        /// No readable answer came in time; its place in the window is free. What §7.1 asks for then, to send it again, is not done:
        /// the gateway may have taken it.
        case unanswered(Token)
        /// To be answered with this sequence and the delivery's id when what it brought is safe.
        case deliver(Deliver, sequence: UInt32)
        /// As `deliver`, but its body cannot be read.
        case deliverUnreadable(sequence: UInt32, id: MessageID)
        /// Send this, if anything, then close the connection.
        case close(SessionEnd, last: PDU?)
    }

    /// Why a session ends.
    package enum SessionEnd: Error, Sendable, Hashable, CustomStringConvertible {
        /// With the highest version that the gateway speaks.
        case refused(ConnectStatus, speaks: Version)
        case connectUnanswered
        /// No test was answered.
        case silent
        /// We asked to terminate and were answered, or were not in time.
        case terminated
        case peerTerminated
        /// Not CMPP, or so broken that the next PDU cannot be found.
        case nonsense(Fault)

        package var description: String {
            switch self {
            case .refused(.versionTooHigh, let version):
                "the carrier refused to connect: \(ConnectStatus.versionTooHigh), it speaks \(version)"
            case .refused(let status, _): "the carrier refused to connect: \(status)"
            case .connectUnanswered: "the carrier did not answer CMPP_CONNECT in time"
            case .silent: "the carrier did not answer CMPP_ACTIVE_TEST in time"
            case .terminated: "terminated"
            case .peerTerminated: "the carrier terminated"
            case .nonsense(let fault): "the carrier sent something that is not CMPP: \(fault)"
            }
        }

        /// Trying again soon will not help: the settings are wrong.
        package var isHopeless: Bool {
            switch self {
            case .refused(.unknownSource, _), .refused(.notAuthentic, _), .refused(.versionTooHigh, _): true
            default: false
            }
        }

        /// The peer may not be there at all.
        package var isAbrupt: Bool {
            switch self {
            case .silent, .connectUnanswered: true
            default: false
            }
        }
    }
}
