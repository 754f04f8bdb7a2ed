// What the session makes of answers, and of those that do not come.
extension SMPP.Session {
    /// Bound, or about to leave: what the carrier brings is taken.
    var takesDeliveries: Bool {
        switch state {
        case .bound, .unbinding: true
        case .opening, .awaitingOutbind, .binding, .closed: false
        }
    }

    func nack(_ sequence: UInt32, _ status: SMPP.Status) -> SMPP.SessionAction<Token> {
        .send(SMPP.PDU(sequence: sequence, .genericNack(status)))
    }

    mutating func end(_ reason: SMPP.SessionEnd) -> SMPP.SessionAction<Token> {
        state = .closed
        return .close(reason, last: nil)
    }

    /// An answer of another kind than was asked for answers nothing: the request goes on waiting.
    mutating func answer(
        _ sequence: UInt32, to request: SMPP.Request, _ action: (Token) -> SMPP.SessionAction<Token>
    ) -> SMPP.SessionAction<Token> {
        guard let waiting = outstanding.removeValue(forKey: sequence) else {
            ignoredAnswers += 1
            return .nothing
        }
        guard waiting.request == request else {
            outstanding[sequence] = waiting
            ignoredAnswers += 1
            return .nothing
        }
        return action(waiting.token)
    }

    mutating func bindAnswered(
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

    mutating func unbindAnswered(_ sequence: UInt32) -> SMPP.SessionAction<Token> {
        guard case .unbinding(sequence, _) = state else {
            ignoredAnswers += 1
            return .nothing
        }
        return end(.unbound)
    }

    /// `generic_nack` is a refusal of whatever was asked under its number (§4.3).
    mutating func nacked(_ sequence: UInt32, _ status: SMPP.Status) -> SMPP.SessionAction<Token> {
        switch state {
        case .binding(sequence, _): return end(.bindRefused(status))
        case .unbinding(sequence, _): return end(.unbound)
        default: break
        }
        guard let waiting = outstanding.removeValue(forKey: sequence) else {
            ignoredAnswers += 1
            return .nothing
        }
        switch waiting.request {
        case .submitSM, .dataSM: return .answered(waiting.token, SMPP.MessageResponse(status: status))
        case .submitMulti: return .answeredMulti(waiting.token, SMPP.MultiResponse(status: status))
        case .querySM: return .found(waiting.token, SMPP.QueryResponse(status: status))
        case .cancelSM, .replaceSM: return .changed(waiting.token, status)
        }
    }

    /// Requests that have waited too long, in the order they were sent; their places are free.
    mutating func expired(_ now: Duration) -> [SMPP.SessionAction<Token>] {
        let late = outstanding.filter { now - max($0.value.since, readingSince) >= timers.response }
        guard !late.isEmpty else { return [] }
        return late.sorted(by: Self.isEarlier).map { sequence, waiting in
            outstanding[sequence] = nil
            return waiting.request.isText ? .unanswered(waiting.token) : .questionUnanswered(waiting.token)
        }
    }

    func open(where isMeant: (SMPP.Request) -> Bool) -> [Token] {
        outstanding.filter { isMeant($0.value.request) }.sorted(by: Self.isEarlier).map(\.value.token)
    }

    private static func isEarlier(_ one: (key: UInt32, value: Waiting), _ other: (key: UInt32, value: Waiting)) -> Bool
    {
        (one.value.since, one.key) < (other.value.since, other.key)
    }
}
