extension SGIP {
    /// One connection of an SP to an SMG, from its opening to its end: event in, action out. It owns no socket, no clock and no
    /// thread. Texts go out over it; what comes back comes over the SMG's own connection: see `ListenerSession`.
    ///
    /// `now` is monotonic time since any fixed origin. States and arrows: `Documentation/carriers/sessions.md`.
    package struct Session<Token: Sendable>: ~Copyable, Sendable {
        private var machine: LinkMachine<Sequence, Token>
        private var sequencer: Sequencer
        private var isIdle = false
        private let account: Account

        /// `counter` gives all sessions of a node their numbers, so that no two of them make the same sequence.
        package init(
            account: Account, window: Int = Limit.window, timers: LinkTimers = SGIP.timers,
            counter: @escaping @Sendable () -> UInt32
        ) {
            self.account = account
            sequencer = Sequencer(node: account.node, counter: counter)
            var timers = timers
            // There is nothing to ask a silent peer with.
            timers.tries = 0
            machine = LinkMachine(window: window, timers: timers)
        }

        package var state: LinkState<Sequence> { machine.state }
        package var isBound: Bool { machine.isBound }
        package var outstandingCount: Int { machine.outstandingCount }
        /// Requests that may be sent now.
        package var room: Int { machine.room }
        /// Answers that fit no request: late after a timeout, repeated, or wrong.
        package var ignoredAnswers: Int { machine.ignoredAnswers }
        /// Requests, which no SMG makes over an SP's connection.
        package var ignoredRequests: Int { machine.ignoredRequests }

        /// The connection is open: send this Bind. `posixSeconds` is the time that its sequence names.
        package mutating func opened(now: Duration, posixSeconds: Int64) -> PDU {
            let sequence = sequencer.take(posixSeconds: posixSeconds)
            machine.opened(sequence, now: now)
            return PDU(sequence: sequence, .bind(Bind(type: 1, name: account.name, password: account.password)))
        }

        /// Takes a place in the window: the sequence to send Submit under, by which its report will name it; nil when there is no room.
        package mutating func submit(_ token: Token, now: Duration, posixSeconds: Int64) -> Sequence? {
            guard machine.room > 0 else { return nil }
            let sequence = sequencer.take(posixSeconds: posixSeconds)
            machine.sent(token, sequence, now: now)
            return sequence
        }

        /// Gives the place back: the PDU could not be written.
        package mutating func withdraw(_ sequence: Sequence) { machine.withdraw(sequence) }

        /// As above, by the counter alone, which no two outstanding texts share.
        package mutating func withdraw(counter: UInt32) { machine.withdraw { $0.counter == counter } }

        /// Starts the end: the Unbind to send, or nil when there is nothing to unbind.
        package mutating func unbind(now: Duration) -> PDU? {
            guard machine.isBound else { return nil }
            let sequence = sequencer.take()
            machine.unbind(sequence, now: now)
            return PDU(sequence: sequence, .unbind)
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
            case .submitResponse(let result):
                return machine.answered(pdu.sequence).map { .answered($0, result) } ?? .nothing
            case .bindResponse(let result):
                guard machine.bindAnswered(pdu.sequence) else { return .nothing }
                guard result == .ok else { return end(.refused(result)) }
                machine.letIn()
                return .bound
            case .unbind: return end(.peerUnbound, last: PDU(sequence: pdu.sequence, .unbindResponse))
            case .unbindResponse: return machine.unbindAnswered(pdu.sequence) ? end(left) : .nothing
            // §3.7.2.4.2: what is not dealt with over this connection is answered with an error, so that it comes over the other.
            case .deliver: return turnAway(pdu.sequence, .deliverResponse(.wrongCommand))
            case .report: return turnAway(pdu.sequence, .reportResponse(.wrongCommand))
            case .submit: return turnAway(pdu.sequence, .submitResponse(.wrongCommand))
            case .bind: return turnAway(pdu.sequence, .bindResponse(.wrongLoginType))
            case .deliverResponse, .reportResponse:
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
            case .submitResponse: return machine.answered(fault.sequence).map { .unanswered($0) } ?? .nothing
            case .bindResponse: return end(.nonsense(fault))
            default:
                if fault.isAnswer { machine.ignoreAnswer() } else { machine.ignoreRequest() }
                return .nothing
            }
        }

        /// Looks at the timers. Actions come in the order they are to be taken.
        package mutating func tick(now: Duration) -> [SessionAction<Token>] {
            if machine.isIdle(now), let request = unbind(now: now) {
                isIdle = true
                return [.send(request)]
            }
            return machine.tick(now).compactMap { step in
                switch step {
                case .unanswered(let token): .unanswered(token)
                case .test: nil
                case .end(.bindUnanswered), .end(.silent): .close(.bindUnanswered, last: nil)
                case .end(.unbound): .close(left, last: nil)
                }
            }
        }

        private var left: SessionEnd { isIdle ? .idle : .unbound }

        private mutating func turnAway(_ sequence: Sequence, _ answer: PDU.Content) -> SessionAction<Token> {
            machine.ignoreRequest()
            return .send(PDU(sequence: sequence, answer))
        }

        private mutating func end(_ reason: SessionEnd, last: PDU? = nil) -> SessionAction<Token> {
            machine.close()
            return .close(reason, last: last)
        }
    }
}
