extension SGIP {
    /// What an SP is known by, towards the SMG.
    package struct Account: Sendable, Hashable {
        package var name: String
        package var password: String
        /// The SP's number in the network: see `Sequence.node`.
        package var node: UInt32

        package init(name: String, password: String, node: UInt32) {
            self.name = name
            self.password = password
            self.node = node
        }
    }

    /// What the owner of a session's socket is to do. `Token` is the owner's name for one submitted PDU.
    package enum SessionAction<Token: Sendable>: Sendable {
        case nothing
        case send(PDU)
        /// The SMG took the Bind.
        case bound
        /// The PDU is answered; its place in the window is free. The text's id is the sequence it went out under.
        case answered(Token, Result)
        /// No readable answer came in time; its place in the window is free. What §3.1 asks for then, to send it again, is not done:
        /// the gateway may have taken it.
        case unanswered(Token)
        /// Send this, if anything, then close the connection.
        case close(SessionEnd, last: PDU?)
    }

    /// What the owner of the listener's socket is to do.
    package enum ListenerAction: Sendable {
        case nothing
        case send(PDU)
        /// The SMG is let in: send this.
        case bound(PDU)
        /// To be answered with this sequence when what it brought is safe.
        case deliver(Deliver, sequence: Sequence)
        case report(Report, sequence: Sequence)
        /// As these, but its body cannot be read.
        case unreadable(Command, sequence: Sequence)
        /// Send this, if anything, then close the connection.
        case close(SessionEnd, last: PDU?)
    }

    /// Why a session ends, ours or the SMG's.
    package enum SessionEnd: Error, Sendable, Hashable, CustomStringConvertible {
        case refused(Result)
        case bindUnanswered
        /// We asked to unbind and were answered, or were not in time.
        case unbound
        /// Nothing was to be said for a while, which is no fault.
        case idle
        case peerUnbound
        /// The SMG connected and did not log in in time, or not rightly.
        case notLetIn(Result)
        /// Not SGIP, or so broken that the next PDU cannot be found.
        case nonsense(Fault)

        package var description: String {
            switch self {
            case .refused(let result): "the carrier refused the bind: \(result)"
            case .bindUnanswered: "the carrier did not answer Bind in time"
            case .unbound: "unbound"
            case .idle: "idle"
            case .peerUnbound: "the carrier unbound"
            case .notLetIn(.ok): "who connected did not log in in time"
            case .notLetIn(let result): "who connected was not let in: \(result)"
            case .nonsense(let fault): "the other side sent something that is not SGIP: \(fault)"
            }
        }

        /// Trying again soon will not help: the settings are wrong.
        package var isHopeless: Bool {
            switch self {
            case .refused(.wrongLogin), .refused(.wrongLoginType): true
            default: false
            }
        }

        /// The peer may not be there at all.
        package var isAbrupt: Bool { self == .bindUnanswered }
    }
}
