extension SMPP {
    /// One bind of an ESME, from connection to end: event in, action out. It owns no socket, no clock and no thread.
    ///
    /// `now` is monotonic time since any fixed origin.
    package struct Session<Token: Sendable>: ~Copyable, Sendable {
        package enum State: Sendable, Hashable {
            case opening
            case binding(sequence: UInt32, since: Duration)
            case bound
            case unbinding(sequence: UInt32, since: Duration)
            case closed
        }

        struct Waiting: Sendable {
            var token: Token
            var since: Duration
        }

        package private(set) var state = State.opening
        /// Answers that fit no request: late after a timeout, repeated, or wrong.
        package private(set) var ignoredAnswers = 0
        private var outstanding: [UInt32: Waiting] = [:]
        private var nextSequence: UInt32 = 1
        private var lastHeard: Duration = .zero
        private var enquiredAt: Duration?
        /// Answers are not read before this, so no request can be late before it either.
        private var readingSince: Duration = .zero

        private let bind: Bind
        private let window: Int
        private let timers: SessionTimers

        package init(bind: Bind, window: Int, timers: SessionTimers) {
            self.bind = bind
            self.window = window
            self.timers = timers
            outstanding.reserveCapacity(window)
        }

        package var isBound: Bool { state == .bound }
        package var outstandingCount: Int { outstanding.count }
        /// Requests that may be sent now.
        package var room: Int { state == .bound && bind.mode.sends ? max(0, window - outstanding.count) : 0 }

        /// The connection is open: send this bind.
        package mutating func opened(now: Duration) -> PDU {
            let sequence = takeSequence()
            state = .binding(sequence: sequence, since: now)
            lastHeard = now
            return PDU(sequence: sequence, .bind(bind))
        }

        /// Takes a place in the window: the sequence number to send `submit_sm` under, or nil when there is no room.
        package mutating func submit(_ token: Token, now: Duration) -> UInt32? {
            guard room > 0 else { return nil }
            let sequence = takeSequence()
            outstanding[sequence] = Waiting(token: token, since: now)
            return sequence
        }

        /// Gives the place back: the PDU could not be written.
        package mutating func withdraw(_ sequence: UInt32) { outstanding[sequence] = nil }

        /// Starts the end: the `unbind` to send, or nil when there is nothing to unbind.
        package mutating func unbind(now: Duration) -> PDU? {
            guard state == .bound else { return nil }
            let sequence = takeSequence()
            state = .unbinding(sequence: sequence, since: now)
            return PDU(sequence: sequence, .unbind)
        }

        /// The connection is gone: what was sent and not answered, in the order it was sent.
        package mutating func closed() -> [Token] {
            state = .closed
            let tokens = outstanding.sorted {
                $0.value.since < $1.value.since || ($0.value.since == $1.value.since && $0.key < $1.key)
            }
            .map(\.value.token)
            outstanding.removeAll()
            return tokens
        }

        /// The owner did not read from the socket until now, because its own consumer was slow.
        package mutating func resumedReading(now: Duration) {
            readingSince = now
            lastHeard = now
            enquiredAt = nil
        }

        package mutating func received(_ pdu: PDU, now: Duration) -> SessionAction<Token> {
            guard state != .closed else { return .nothing }
            lastHeard = now
            enquiredAt = nil
            switch pdu.content {
            case .submitSMResponse(let response): return answer(pdu.sequence, response)
            case .deliverSM(let message):
                guard state == .bound || isUnbinding else {
                    return .send(PDU(sequence: pdu.sequence, .deliverSMResponse(.init(status: .incorrectBindStatus))))
                }
                return .deliver(message, sequence: pdu.sequence)
            case .enquireLink: return .send(PDU(sequence: pdu.sequence, .enquireLinkResponse(.ok)))
            case .enquireLinkResponse: return .nothing
            case .bindResponse(let response): return bindAnswered(pdu.sequence, response.status, response.systemID)
            case .unbind:
                state = .closed
                return .close(.peerUnbound, last: PDU(sequence: pdu.sequence, .unbindResponse(.ok)))
            case .unbindResponse: return unbindAnswered(pdu.sequence)
            case .genericNack(let status): return nacked(pdu.sequence, status)
            case .bind, .submitSM:
                // A carrier never sends these to an ESME (Table 2-1).
                return .send(PDU(sequence: pdu.sequence, .genericNack(.invalidCommandID)))
            case .deliverSMResponse:
                ignoredAnswers += 1
                return .nothing
            }
        }

        /// A frame came that is no PDU we can read.
        package mutating func received(_ fault: Fault, now: Duration) -> SessionAction<Token> {
            guard state != .closed else { return .nothing }
            lastHeard = now
            if fault.isFatal {
                state = .closed
                return .close(.nonsense(fault), last: PDU(sequence: 0, .genericNack(fault.status)))
            }
            switch Command(rawValue: fault.command) {
            case .deliverSM: return .deliverUnreadable(sequence: fault.sequence)
            case .submitSMResponse:
                guard let waiting = outstanding.removeValue(forKey: fault.sequence) else { break }
                return .unanswered(waiting.token)
            case .bindReceiverResponse, .bindTransmitterResponse, .bindTransceiverResponse:
                state = .closed
                return .close(.nonsense(fault), last: nil)
            default: break
            }
            // An answer is never answered, or two sides could go on for ever.
            guard fault.command & Command.responseBit == 0 else {
                ignoredAnswers += 1
                return .nothing
            }
            return .send(PDU(sequence: fault.sequence, .genericNack(fault.status)))
        }

        /// Looks at the timers. Actions come in the order they are to be taken.
        package mutating func tick(now: Duration) -> [SessionAction<Token>] {
            switch state {
            case .opening, .closed: return []
            case .binding(_, let since):
                return now - since < timers.bind ? [] : [end(.bindUnanswered)]
            case .unbinding(_, let since):
                return now - since < timers.response ? [] : [end(.unbound)]
            case .bound:
                var actions: [SessionAction<Token>] = expired(now).map { .unanswered($0) }
                if let enquiredAt {
                    if now - enquiredAt >= timers.response { actions.append(end(.silent)) }
                } else if now - lastHeard >= timers.enquireLink {
                    enquiredAt = now
                    actions.append(.send(PDU(sequence: takeSequence(), .enquireLink)))
                }
                return actions
            }
        }
    }
}

extension SMPP.Session {
    private var isUnbinding: Bool { if case .unbinding = state { true } else { false } }

    private mutating func takeSequence() -> UInt32 {
        let sequence = nextSequence
        nextSequence = sequence >= SMPP.Limit.sequence ? 1 : sequence + 1
        return sequence
    }

    private mutating func end(_ reason: SMPP.SessionEnd) -> SMPP.SessionAction<Token> {
        state = .closed
        return .close(reason, last: nil)
    }

    private mutating func answer(_ sequence: UInt32, _ response: SMPP.MessageResponse) -> SMPP.SessionAction<Token> {
        guard let waiting = outstanding.removeValue(forKey: sequence) else {
            ignoredAnswers += 1
            return .nothing
        }
        return .answered(waiting.token, response)
    }

    private mutating func bindAnswered(
        _ sequence: UInt32, _ status: SMPP.Status, _ systemID: String
    ) -> SMPP.SessionAction<Token> {
        guard case .binding(sequence, _) = state else {
            ignoredAnswers += 1
            return .nothing
        }
        guard status == .ok else { return end(.bindRefused(status)) }
        state = .bound
        return .bound(systemID: systemID)
    }

    private mutating func unbindAnswered(_ sequence: UInt32) -> SMPP.SessionAction<Token> {
        guard case .unbinding(sequence, _) = state else {
            ignoredAnswers += 1
            return .nothing
        }
        return end(.unbound)
    }

    private mutating func nacked(_ sequence: UInt32, _ status: SMPP.Status) -> SMPP.SessionAction<Token> {
        switch state {
        case .binding(sequence, _): end(.bindRefused(status))
        case .unbinding(sequence, _): end(.unbound)
        default: answer(sequence, SMPP.MessageResponse(status: status))
        }
    }

    private mutating func expired(_ now: Duration) -> [Token] {
        let late = outstanding.filter { now - max($0.value.since, readingSince) >= timers.response }
        guard !late.isEmpty else { return [] }
        let sequences = late.keys.sorted { late[$0].map(\.since) ?? .zero < late[$1].map(\.since) ?? .zero }
        return sequences.compactMap { outstanding.removeValue(forKey: $0)?.token }
    }
}
