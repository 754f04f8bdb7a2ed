extension SMPP {
    /// What the owner of a session's socket is to do. `Token` is the owner's name for one submitted PDU.
    package enum SessionAction<Token: Sendable>: Sendable {
        case nothing
        case send(PDU)
        /// The bind was accepted by the system of this name.
        case bound(systemID: String)
        /// The PDU is answered; its place in the window is free.
        case answered(Token, MessageResponse)
        /// No readable answer came in time; its place in the window is free.
        case unanswered(Token)
        /// To be answered with this sequence when what it brought is safe.
        case deliver(ShortMessage, sequence: UInt32)
        /// As `deliver`, but its body cannot be read.
        case deliverUnreadable(sequence: UInt32)
        /// Send this, if anything, then close the connection.
        case close(SessionEnd, last: PDU?)
    }

    /// Why a session ends.
    package enum SessionEnd: Error, Sendable, Hashable, CustomStringConvertible {
        case bindRefused(Status)
        case bindUnanswered
        /// `enquire_link` got no answer.
        case silent
        /// We asked to unbind and were answered, or were not in time.
        case unbound
        case peerUnbound
        /// Not SMPP, or so broken that the next PDU cannot be found.
        case nonsense(Fault)

        package var description: String {
            switch self {
            case .bindRefused(let status): "the carrier refused the bind: \(status)"
            case .bindUnanswered: "the carrier did not answer the bind in time"
            case .silent: "the carrier did not answer enquire_link in time"
            case .unbound: "unbound"
            case .peerUnbound: "the carrier unbound"
            case .nonsense(let fault): "the carrier sent something that is not SMPP: \(fault)"
            }
        }
    }
}
