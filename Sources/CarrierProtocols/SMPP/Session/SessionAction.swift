extension SMPP {
    /// A request of ours that takes a place in the window until it is answered.
    package enum Request: UInt8, Sendable, CaseIterable {
        case submitSM, dataSM, submitMulti, querySM, cancelSM, replaceSM

        /// A text leaves with it, so that its outcome is unknown when no answer comes. The others only ask about one.
        package var isText: Bool {
            switch self {
            case .submitSM, .dataSM, .submitMulti: true
            case .querySM, .cancelSM, .replaceSM: false
            }
        }

        var response: Command {
            switch self {
            case .submitSM: .submitSMResponse
            case .dataSM: .dataSMResponse
            case .submitMulti: .submitMultiResponse
            case .querySM: .querySMResponse
            case .cancelSM: .cancelSMResponse
            case .replaceSM: .replaceSMResponse
            }
        }
    }

    /// What the owner of a session's socket is to do. `Token` is the owner's name for one submitted PDU.
    package enum SessionAction<Token: Sendable>: Sendable {
        case nothing
        case send(PDU)
        /// The bind was accepted by the system of this name.
        case bound(systemID: String)
        /// A text is answered; its place in the window is free, as after each of the following.
        case answered(Token, MessageResponse)
        case answeredMulti(Token, MultiResponse)
        /// `query_sm` is answered.
        case found(Token, QueryResponse)
        /// `cancel_sm` or `replace_sm` is answered.
        case changed(Token, Status)
        /// No readable answer to a text came in time: its outcome is unknown.
        case unanswered(Token)
        /// No readable answer to a question came in time: nothing has changed by it.
        case questionUnanswered(Token)
        /// A handset is there again; nothing is to be answered.
        case alert(AlertNotification)
        /// To be answered with `acknowledgement(of:)` when what it brought is safe.
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
        /// On a connection that the carrier opened: what it presented is not what was agreed.
        case outbindRefused
        case outbindMissing
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
            case .outbindRefused: "the carrier's outbind shows another name or password than was agreed"
            case .outbindMissing: "the carrier opened a connection and sent no outbind in time"
            case .silent: "the carrier did not answer enquire_link in time"
            case .unbound: "unbound"
            case .peerUnbound: "the carrier unbound"
            case .nonsense(let fault): "the carrier sent something that is not SMPP: \(fault)"
            }
        }
    }
}
