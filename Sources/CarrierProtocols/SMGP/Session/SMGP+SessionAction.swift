extension SMGP {
    /// What the owner of a session's socket is to do. `Token` is the owner's name for one submitted PDU.
    package enum SessionAction<Token: Sendable>: Sendable {
        case nothing
        case send(PDU)
        /// The gateway took the Login. Not authentic where its own authenticator is wrong: to be told, no reason to go.
        case bound(isAuthentic: Bool)
        /// The PDU is answered; its place in the window is free.
        case answered(Token, MessageResponse)
        /// No readable answer came in time; its place in the window is free. What §4.2.1 asks for then, to send it again, is not done:
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
        case refused(Status)
        case loginUnanswered
        /// No test was answered.
        case silent
        /// We asked to exit and were answered, or were not in time.
        case exited
        case peerExited
        /// Not SMGP, or so broken that the next PDU cannot be found.
        case nonsense(Fault)

        package var description: String {
            switch self {
            case .refused(let status): "the carrier refused the login: \(status)"
            case .loginUnanswered: "the carrier did not answer Login in time"
            case .silent: "the carrier did not answer Active_Test in time"
            case .exited: "exited"
            case .peerExited: "the carrier exited"
            case .nonsense(let fault): "the carrier sent something that is not SMGP: \(fault)"
            }
        }

        /// Trying again soon will not help: the settings are wrong.
        package var isHopeless: Bool {
            switch self {
            case .refused(.wrongAddress), .refused(.notAuthentic), .refused(.versionTooHigh),
                .refused(.accountExpired):
                true
            default: false
            }
        }

        /// The peer may not be there at all.
        package var isAbrupt: Bool {
            switch self {
            case .silent, .loginUnanswered: true
            default: false
            }
        }
    }
}
