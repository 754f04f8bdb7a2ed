extension SMGP {
    package typealias SessionTimers = LinkTimers

    /// One connection of an SP, from its opening to its end: event in, action out. It owns no socket, no clock and no thread.
    ///
    /// `now` is monotonic time since any fixed origin. States and arrows: `Documentation/carriers/sessions.md`.
    package struct Session<Token: Sendable>: ~Copyable, Sendable {
        private var machine: LinkMachine<UInt32, Token>
        private var sequence = PlainSequence()
        private var authenticator = Octets16.zero
        private let account: Account

        package init(account: Account, window: Int = Limit.window, timers: SessionTimers = SessionTimers()) {
            self.account = account
            machine = LinkMachine(window: window, timers: timers)
        }

        package var state: LinkState<UInt32> { machine.state }
        package var isBound: Bool { machine.isBound }
        package var outstandingCount: Int { machine.outstandingCount }
        /// Requests that may be sent now.
        package var room: Int { account.mode.sends ? machine.room : 0 }
        /// Answers that fit no request: late after a timeout, repeated, or wrong.
        package var ignoredAnswers: Int { machine.ignoredAnswers }
        /// Requests that no gateway makes of an SP, or that it makes before it has let us in.
        package var ignoredRequests: Int { machine.ignoredRequests }

        /// The connection is open: send this Login. `posixSeconds` is the time that it names.
        package mutating func opened(now: Duration, posixSeconds: Int64) -> PDU {
            let login = Login(account, posixSeconds: posixSeconds)
            authenticator = login.authenticator
            let sequence = sequence.take()
            machine.opened(sequence, now: now)
            return PDU(sequence: sequence, .login(login))
        }

        /// Takes a place in the window: the sequence to send Submit under, or nil when there is no room.
        package mutating func submit(_ token: Token, now: Duration) -> UInt32? {
            guard room > 0 else { return nil }
            let sequence = sequence.take()
            machine.sent(token, sequence, now: now)
            return sequence
        }

        /// Gives the place back: the PDU could not be written.
        package mutating func withdraw(_ sequence: UInt32) { machine.withdraw(sequence) }

        /// Starts the end: the Exit to send, or nil when there is nothing to exit.
        package mutating func exit(now: Duration) -> PDU? {
            guard machine.isBound else { return nil }
            let sequence = sequence.take()
            machine.unbind(sequence, now: now)
            return PDU(sequence: sequence, .exit)
        }

        /// The connection is gone: what was sent and not answered, in the order it was sent.
        package mutating func closed() -> [Token] {
            machine.close()
            return machine.takeAll()
        }

        /// The owner did not read from the socket until now, because its own consumer was slow.
        package mutating func resumedReading(now: Duration) { machine.resumedReading(now) }

        package mutating func received(_ pdu: PDU, now: Duration) -> SessionAction<Token> {
            guard machine.state != .closed else { return .nothing }
            machine.heard(now)
            switch pdu.content {
            case .submitResponse(let response):
                return machine.answered(pdu.sequence).map { .answered($0, response) } ?? .nothing
            case .deliver(let deliver) where machine.isIn: return .deliver(deliver, sequence: pdu.sequence)
            case .activeTest: return .send(PDU(sequence: pdu.sequence, .activeTestResponse))
            case .activeTestResponse: return .nothing
            case .loginResponse(let response):
                return machine.bindAnswered(pdu.sequence) ? loggedIn(response) : .nothing
            case .exit: return end(.peerExited, last: PDU(sequence: pdu.sequence, .exitResponse))
            case .exitResponse: return machine.unbindAnswered(pdu.sequence) ? end(.exited) : .nothing
            case .deliver, .login, .submit:
                machine.ignoreRequest()
                return .nothing
            case .deliverResponse:
                machine.ignoreAnswer()
                return .nothing
            }
        }

        /// A frame came that is no PDU we can read.
        package mutating func received(_ fault: Fault, now: Duration) -> SessionAction<Token> {
            guard machine.state != .closed else { return .nothing }
            machine.heard(now)
            if fault.isFatal { return end(.nonsense(fault)) }
            switch Command(rawValue: fault.command) {
            case .deliver where machine.isIn:
                return .deliverUnreadable(sequence: fault.sequence, id: MessageID(rawValue: fault.messageID))
            case .submitResponse: return machine.answered(fault.sequence).map { .unanswered($0) } ?? .nothing
            case .loginResponse: return end(.nonsense(fault))
            default:
                // The protocol has no word for a command that is not known.
                if fault.isAnswer { machine.ignoreAnswer() } else { machine.ignoreRequest() }
                return .nothing
            }
        }

        /// Looks at the timers. Actions come in the order they are to be taken.
        package mutating func tick(now: Duration) -> [SessionAction<Token>] {
            var actions: [SessionAction<Token>] = []
            for step in machine.tick(now) {
                switch step {
                case .unanswered(let token): actions.append(.unanswered(token))
                case .test: actions.append(.send(PDU(sequence: sequence.take(), .activeTest)))
                case .end(.bindUnanswered): actions.append(.close(.loginUnanswered, last: nil))
                case .end(.silent): actions.append(.close(.silent, last: nil))
                case .end(.unbound): actions.append(.close(.exited, last: nil))
                }
            }
            return actions
        }

        private mutating func loggedIn(_ response: LoginResponse) -> SessionAction<Token> {
            guard response.status == .ok else { return end(.refused(response.status)) }
            machine.letIn()
            let expected = Authenticator.server(response.status, client: authenticator, secret: account.secret)
            return .bound(isAuthentic: response.authenticator == expected)
        }

        private mutating func end(_ reason: SessionEnd, last: PDU? = nil) -> SessionAction<Token> {
            machine.close()
            return .close(reason, last: last)
        }
    }
}
