extension SMPP {
    /// One bind of an ESME, from connection to end: event in, action out. It owns no socket, no clock and no thread.
    ///
    /// `now` is monotonic time since any fixed origin.
    package struct Session<Token: Sendable>: ~Copyable, Sendable {
        package enum State: Sendable, Hashable {
            case opening
            /// The carrier opened the connection; nothing is sent before its `outbind`.
            case awaitingOutbind(since: Duration)
            case binding(sequence: UInt32, since: Duration)
            case bound
            case unbinding(sequence: UInt32, since: Duration)
            case closed
        }

        struct Waiting: Sendable {
            var token: Token
            var request: Request
            var since: Duration
        }

        package internal(set) var state = State.opening
        /// Answers that fit no request: late after a timeout, repeated, or wrong.
        package internal(set) var ignoredAnswers = 0
        var outstanding: [UInt32: Waiting] = [:]
        private var nextSequence: UInt32 = 1
        private var lastHeard: Duration = .zero
        private var enquiredAt: Duration?
        /// Answers are not read before this, so no request can be late before it either.
        var readingSince: Duration = .zero
        /// Deliveries that came as `data_sm` and wait for their answer.
        private var dataDeliveries: Set<UInt32> = []

        private let bind: Bind
        private let window: Int
        let timers: SessionTimers
        private let outbind: Outbind?

        /// `outbind` is what the carrier must present on a connection that it opens itself, before we bind over it.
        package init(bind: Bind, window: Int, timers: SessionTimers, outbind: Outbind? = nil) {
            self.bind = bind
            self.window = window
            self.timers = timers
            self.outbind = outbind
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

        /// The carrier opened the connection: it has to send `outbind` in the time that a bind may take.
        package mutating func accepted(now: Duration) {
            state = .awaitingOutbind(since: now)
            lastHeard = now
        }

        /// Takes a place in the window: the sequence number to send the request under, or nil when there is no room.
        package mutating func submit(_ token: Token, as request: Request = .submitSM, now: Duration) -> UInt32? {
            guard room > 0 else { return nil }
            let sequence = takeSequence()
            outstanding[sequence] = Waiting(token: token, request: request, since: now)
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

        /// The connection is gone: the texts that were sent and not answered, in the order they were sent. Questions are dropped
        /// with it; an owner that keeps account of them takes `openQuestions` before.
        package mutating func closed() -> [Token] {
            state = .closed
            let tokens = open(where: \.isText)
            outstanding.removeAll()
            return tokens
        }

        /// Questions (`query_sm`, `cancel_sm`, `replace_sm`) that have no answer yet, in the order they were sent.
        package var openQuestions: [Token] { open { !$0.isText } }

        /// The answer to a delivery whose content is safe: `deliver_sm_resp`, or `data_sm_resp` where it came so.
        package mutating func acknowledgement(of sequence: UInt32) -> PDU {
            guard dataDeliveries.remove(sequence) != nil else {
                return PDU(sequence: sequence, .deliverSMResponse(.init()))
            }
            return PDU(sequence: sequence, .dataSMResponse(.init()))
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
            case .submitSMResponse(let response):
                return answer(pdu.sequence, to: .submitSM) { .answered($0, response) }
            case .deliverSM(let message):
                guard takesDeliveries else {
                    return .send(PDU(sequence: pdu.sequence, .deliverSMResponse(.init(status: .incorrectBindStatus))))
                }
                return .deliver(message, sequence: pdu.sequence)
            case .dataSM(let message):
                guard takesDeliveries else {
                    return .send(PDU(sequence: pdu.sequence, .dataSMResponse(.init(status: .incorrectBindStatus))))
                }
                dataDeliveries.insert(pdu.sequence)
                return .deliver(message.asShortMessage, sequence: pdu.sequence)
            case .enquireLink: return .send(PDU(sequence: pdu.sequence, .enquireLinkResponse(.ok)))
            case .enquireLinkResponse: return .nothing
            case .bindResponse(let response): return bindAnswered(pdu.sequence, response.status, response.systemID)
            case .unbind:
                state = .closed
                return .close(.peerUnbound, last: PDU(sequence: pdu.sequence, .unbindResponse(.ok)))
            case .unbindResponse: return unbindAnswered(pdu.sequence)
            case .genericNack(let status): return nacked(pdu.sequence, status)
            case .outbind(let presented): return outbound(presented, pdu.sequence, now: now)
            case .alertNotification(let alert):
                return takesDeliveries ? .alert(alert) : .nothing
            case .dataSMResponse(let response):
                return answer(pdu.sequence, to: .dataSM) {
                    .answered($0, MessageResponse(status: response.status, messageID: response.messageID))
                }
            case .submitMultiResponse(let response):
                return answer(pdu.sequence, to: .submitMulti) { .answeredMulti($0, response) }
            case .querySMResponse(let response):
                return answer(pdu.sequence, to: .querySM) { .found($0, response) }
            case .cancelSMResponse(let status):
                return answer(pdu.sequence, to: .cancelSM) { .changed($0, status) }
            case .replaceSMResponse(let status):
                return answer(pdu.sequence, to: .replaceSM) { .changed($0, status) }
            case .bind, .submitSM, .submitMulti, .querySM, .cancelSM, .replaceSM:
                // A carrier never sends these to an ESME (Table 2-1).
                return nack(pdu.sequence, .invalidCommandID)
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
            let command = Command(rawValue: fault.command)
            if let waiting = outstanding[fault.sequence], waiting.request.response == command {
                outstanding[fault.sequence] = nil
                return waiting.request.isText ? .unanswered(waiting.token) : .questionUnanswered(waiting.token)
            }
            switch command {
            case .deliverSM where takesDeliveries: return .deliverUnreadable(sequence: fault.sequence)
            case .dataSM where takesDeliveries:
                dataDeliveries.insert(fault.sequence)
                return .deliverUnreadable(sequence: fault.sequence)
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
            return nack(fault.sequence, fault.status)
        }

        /// Looks at the timers. Actions come in the order they are to be taken.
        package mutating func tick(now: Duration) -> [SessionAction<Token>] {
            switch state {
            case .opening, .closed: return []
            case .awaitingOutbind(let since):
                return now - since < timers.bind ? [] : [end(.outbindMissing)]
            case .binding(_, let since):
                return now - since < timers.bind ? [] : [end(.bindUnanswered)]
            case .unbinding(_, let since):
                return now - since < timers.response ? [] : [end(.unbound)]
            case .bound:
                var actions: [SessionAction<Token>] = expired(now)
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
    private mutating func takeSequence() -> UInt32 {
        let sequence = nextSequence
        nextSequence = sequence >= SMPP.Limit.sequence ? 1 : sequence + 1
        return sequence
    }

    /// The carrier asks for a bind. Only over a connection that it opened, and only to who presents what was agreed.
    private mutating func outbound(
        _ presented: SMPP.Outbind, _ sequence: UInt32, now: Duration
    ) -> SMPP.SessionAction<Token> {
        guard case .awaitingOutbind = state else { return nack(sequence, .incorrectBindStatus) }
        guard presented == outbind else { return end(.outbindRefused) }
        return .send(opened(now: now))
    }
}
