extension SGIP {
    /// One connection of an SMG to us, from its opening to its end: deliveries and reports come in, answers go out.
    ///
    /// `now` is monotonic time since any fixed origin. States and arrows: `Documentation/carriers/sessions.md`.
    package struct ListenerSession: ~Copyable, Sendable {
        package enum State: Sendable, Hashable {
            /// Connected, and not logged in.
            case opening(since: Duration)
            case bound
            case closed
        }

        package private(set) var state: State
        /// Answers: nothing is asked of the SMG over its own connection.
        package private(set) var ignoredAnswers = 0
        /// Commands that are not known.
        package private(set) var ignoredRequests = 0
        private var lastHeard: Duration

        private let name: String
        private let password: String
        private let timers: LinkTimers

        /// `name` and `password` are those that the SMG logs in with here.
        package init(name: String, password: String, timers: LinkTimers = SGIP.timers, now: Duration) {
            self.name = name
            self.password = password
            self.timers = timers
            state = .opening(since: now)
            lastHeard = now
        }

        package var isBound: Bool { state == .bound }

        package mutating func closed() { state = .closed }

        /// The owner did not read from the socket until now, because its own consumer was slow.
        package mutating func resumedReading(now: Duration) { lastHeard = now }

        package mutating func received(_ pdu: PDU, now: Duration) -> ListenerAction {
            guard state != .closed else { return .nothing }
            lastHeard = now
            let sequence = pdu.sequence
            switch pdu.content {
            case .bind(let bind): return bound(bind, sequence)
            case .deliver(let deliver):
                return isBound
                    ? .deliver(deliver, sequence: sequence)
                    : .send(PDU(sequence: sequence, .deliverResponse(.wrongLogin)))
            case .report(let report):
                return isBound
                    ? .report(report, sequence: sequence)
                    : .send(PDU(sequence: sequence, .reportResponse(.wrongLogin)))
            case .unbind:
                state = .closed
                return .close(.peerUnbound, last: PDU(sequence: sequence, .unbindResponse))
            // §3.7.2.4.2: a lawful command that is not for an SP is answered with an error.
            case .submit: return .send(PDU(sequence: sequence, .submitResponse(.wrongCommand)))
            case .bindResponse, .unbindResponse, .submitResponse, .deliverResponse, .reportResponse:
                ignoredAnswers += 1
                return .nothing
            }
        }

        /// A frame came that is no PDU we can read.
        package mutating func received(_ fault: Fault, now: Duration) -> ListenerAction {
            guard state != .closed else { return .nothing }
            lastHeard = now
            if fault.isFatal { return end(.nonsense(fault)) }
            switch Command(rawValue: fault.command) {
            case .deliver where isBound: return .unreadable(.deliver, sequence: fault.sequence)
            case .report where isBound: return .unreadable(.report, sequence: fault.sequence)
            case nil where !fault.isAnswer:
                // UserRpt and what else an SMG may know. §3.7.2.4.2 would have us cut the connection, and lose what is on its way.
                ignoredRequests += 1
                return .nothing
            default:
                guard fault.isAnswer else { return end(.nonsense(fault)) }
                ignoredAnswers += 1
                return .nothing
            }
        }

        /// Looks at the timers.
        package mutating func tick(now: Duration) -> ListenerAction {
            switch state {
            case .closed: return .nothing
            case .opening(let since): return now - since < timers.bind ? .nothing : end(.notLetIn(.ok))
            // §3.1: the server may end what has been idle for long.
            case .bound: return now - lastHeard < timers.enquireLink ? .nothing : end(.idle)
            }
        }

        private mutating func bound(_ bind: Bind, _ sequence: Sequence) -> ListenerAction {
            guard !isBound else { return .send(PDU(sequence: sequence, .bindResponse(.repeatedLogin))) }
            let result: Result =
                bind.type != 2 ? .wrongLoginType : bind.name == name && bind.password == password ? .ok : .wrongLogin
            let answer = PDU(sequence: sequence, .bindResponse(result))
            guard result == .ok else { return end(.notLetIn(result), last: answer) }
            state = .bound
            return .bound(answer)
        }

        private mutating func end(_ reason: SessionEnd, last: PDU? = nil) -> ListenerAction {
            state = .closed
            return .close(reason, last: last)
        }
    }
}
