extension CMPP {
    /// One connection of an SP, from its opening to its end: event in, action out. It owns no socket, no clock and no thread.
    ///
    /// `now` is monotonic time since any fixed origin. States and arrows: `Documentation/carriers/sessions.md`.
    package struct Session<Token: Sendable>: ~Copyable, Sendable {
        package enum State: Sendable, Hashable {
            case opening
            case connecting(sequence: UInt32, since: Duration)
            case connected
            case terminating(sequence: UInt32, since: Duration)
            case closed
        }

        package private(set) var state = State.opening
        /// What PDUs are read and written in: what we ask for, until the gateway has answered.
        package private(set) var version: Version
        /// Answers that fit no request: late after a timeout, repeated, or wrong.
        package private(set) var ignoredAnswers = 0
        /// Requests that no gateway makes of an SP, or that it makes before it has let us in.
        package private(set) var ignoredRequests = 0

        private var outstanding: Outstanding<UInt32, Token>
        private var nextSequence: UInt32 = 1
        private var test = ActiveTest()
        /// Answers are not read before this, so no request can be late before it either.
        private var readingSince: Duration = .zero
        private var authenticator = Octets16.zero

        private let login: Login
        private let window: Int
        private let timers: SessionTimers

        package init(login: Login, window: Int = Limit.window, timers: SessionTimers = SessionTimers()) {
            self.login = login
            self.window = window
            self.timers = timers
            version = login.version
            outstanding = Outstanding(window: window)
        }

        package var isBound: Bool { state == .connected }
        package var outstandingCount: Int { outstanding.count }
        /// Requests that may be sent now.
        package var room: Int { isBound ? max(0, window - outstanding.count) : 0 }

        /// The connection is open: send this CONNECT. `posixSeconds` is the time that it names.
        package mutating func opened(now: Duration, posixSeconds: Int64) -> PDU {
            let sequence = takeSequence()
            state = .connecting(sequence: sequence, since: now)
            test.heard(now)
            let connect = Connect(login, posixSeconds: posixSeconds)
            authenticator = connect.authenticator
            return PDU(sequence: sequence, .connect(connect))
        }

        /// Takes a place in the window: the sequence to send CMPP_SUBMIT under, or nil when there is no room.
        package mutating func submit(_ token: Token, now: Duration) -> UInt32? {
            guard room > 0 else { return nil }
            let sequence = takeSequence()
            outstanding.insert(token, sequence, now: now)
            return sequence
        }

        /// Gives the place back: the PDU could not be written.
        package mutating func withdraw(_ sequence: UInt32) { _ = outstanding.take(sequence) }

        /// Starts the end: the CMPP_TERMINATE to send, or nil when there is nothing to terminate.
        package mutating func terminate(now: Duration) -> PDU? {
            guard isBound else { return nil }
            let sequence = takeSequence()
            state = .terminating(sequence: sequence, since: now)
            return PDU(sequence: sequence, .terminate)
        }

        /// The connection is gone: what was sent and not answered, in the order it was sent.
        package mutating func closed() -> [Token] {
            state = .closed
            return outstanding.takeAll()
        }

        /// The owner did not read from the socket until now, because its own consumer was slow.
        package mutating func resumedReading(now: Duration) {
            readingSince = now
            test.heard(now)
        }

        package mutating func received(_ pdu: PDU, now: Duration) -> SessionAction<Token> {
            guard state != .closed else { return .nothing }
            test.heard(now)
            switch pdu.content {
            case .submitResponse(let response):
                guard let token = outstanding.take(pdu.sequence) else { return ignoreAnswer() }
                return .answered(token, response)
            case .deliver(let deliver):
                return isIn ? .deliver(deliver, sequence: pdu.sequence) : ignoreRequest()
            case .activeTest: return .send(PDU(sequence: pdu.sequence, .activeTestResponse))
            case .activeTestResponse: return .nothing
            case .connectResponse(let response): return connectAnswered(pdu.sequence, response)
            case .terminate:
                state = .closed
                return .close(.peerTerminated, last: PDU(sequence: pdu.sequence, .terminateResponse))
            case .terminateResponse:
                guard case .terminating(pdu.sequence, _) = state else { return ignoreAnswer() }
                return end(.terminated)
            case .connect, .submit, .query, .cancel: return ignoreRequest()
            // A session asks for neither; who asks by hand reads the answer by hand.
            case .deliverResponse, .queryResponse, .cancelResponse: return ignoreAnswer()
            }
        }

        /// A frame came that is no PDU we can read.
        package mutating func received(_ fault: Fault, now: Duration) -> SessionAction<Token> {
            guard state != .closed else { return .nothing }
            test.heard(now)
            if fault.isFatal { return end(.nonsense(fault)) }
            switch Command(rawValue: fault.command) {
            case .deliver where isIn:
                let id = MessageID(rawValue: UInt64(truncatingIfNeeded: fault.messageID))
                return .deliverUnreadable(sequence: fault.sequence, id: id)
            case .submitResponse:
                guard let token = outstanding.take(fault.sequence) else { return ignoreAnswer() }
                return .unanswered(token)
            case .connectResponse: return end(.nonsense(fault))
            default:
                // The protocol has no word for a command that is not known.
                return fault.command & 0x8000_0000 == 0 ? ignoreRequest() : ignoreAnswer()
            }
        }

        /// Looks at the timers. Actions come in the order they are to be taken.
        package mutating func tick(now: Duration) -> [SessionAction<Token>] {
            switch state {
            case .opening, .closed: return []
            case .connecting(_, let since):
                return now - since < timers.bind ? [] : [end(.connectUnanswered)]
            case .terminating(_, let since):
                return now - since < timers.response ? [] : [end(.terminated)]
            case .connected:
                let late = outstanding.takeLate(now: now, limit: timers.response, readingSince: readingSince)
                var actions: [SessionAction<Token>] = late.map { .unanswered($0) }
                switch test.tick(
                    now: now, idle: timers.enquireLink, response: timers.response, tries: timers.tries)
                {
                case .wait: break
                case .test: actions.append(.send(PDU(sequence: takeSequence(), .activeTest)))
                case .end: actions.append(end(.silent))
                }
                return actions
            }
        }
    }
}

extension CMPP.Session {
    /// Let in, and not yet gone.
    private var isIn: Bool {
        switch state {
        case .connected, .terminating: true
        case .opening, .connecting, .closed: false
        }
    }

    private mutating func takeSequence() -> UInt32 {
        let sequence = nextSequence
        nextSequence = sequence == .max ? 1 : sequence + 1
        return sequence
    }

    private mutating func ignoreAnswer() -> CMPP.SessionAction<Token> {
        ignoredAnswers += 1
        return .nothing
    }

    private mutating func ignoreRequest() -> CMPP.SessionAction<Token> {
        ignoredRequests += 1
        return .nothing
    }

    private mutating func end(_ reason: CMPP.SessionEnd) -> CMPP.SessionAction<Token> {
        state = .closed
        return .close(reason, last: nil)
    }

    private mutating func connectAnswered(
        _ sequence: UInt32, _ response: CMPP.ConnectResponse
    ) -> CMPP.SessionAction<Token> {
        guard case .connecting(sequence, _) = state else { return ignoreAnswer() }
        guard response.status == .ok else { return end(.refused(response.status, speaks: response.version)) }
        state = .connected
        version = login.version.agreed(with: response.version)
        let isAuthentic = CMPP.Authenticator.isServer(
            response.authenticator, response.status, source: authenticator, secret: login.secret)
        return .bound(version: version, isAuthentic: isAuthentic)
    }
}
