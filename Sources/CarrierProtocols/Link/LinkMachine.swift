/// What the sessions of CMPP, SMGP and SGIP have in common: the states, the window and the timers. Each session gives the PDUs
/// their names around it.
struct LinkMachine<Sequence: Sendable & Hashable, Token: Sendable>: Sendable {
    /// What the timers ask for, in the order it is to be done.
    enum Step: Sendable {
        case unanswered(Token)
        /// Send a test.
        case test
        case end(End)
    }

    enum End: Sendable, Hashable {
        case bindUnanswered
        /// No test was answered.
        case silent
        /// Nobody answered that we end.
        case unbound
    }

    private(set) var state = LinkState<Sequence>.opening
    private(set) var ignoredAnswers = 0
    private(set) var ignoredRequests = 0

    private var outstanding: Outstanding<Sequence, Token>
    private var lastHeard = Duration.zero
    private var tests = 0
    private var testedAt = Duration.zero
    /// Answers are not read before this, so no request can be late before it either.
    private var readingSince = Duration.zero

    private let window: Int
    private let timers: LinkTimers

    init(window: Int, timers: LinkTimers) {
        self.window = window
        self.timers = timers
        outstanding = Outstanding(window: window)
    }

    var isBound: Bool { state == .bound }
    var outstandingCount: Int { outstanding.count }
    var room: Int { isBound ? max(0, window - outstanding.count) : 0 }

    /// Let in, and not yet gone.
    var isIn: Bool {
        switch state {
        case .bound, .unbinding: true
        case .opening, .binding, .closed: false
        }
    }

    // MARK: what the owner does

    mutating func opened(_ sequence: Sequence, now: Duration) {
        state = .binding(sequence: sequence, since: now)
        heard(now)
    }

    /// For the side that is asked to let in.
    mutating func letIn() { state = .bound }

    mutating func sent(_ token: Token, _ sequence: Sequence, now: Duration) {
        outstanding.insert(token, sequence, now: now)
    }

    mutating func withdraw(_ sequence: Sequence) { _ = outstanding.take(sequence) }

    mutating func withdraw(where matches: (Sequence) -> Bool) { outstanding.remove(where: matches) }

    mutating func unbind(_ sequence: Sequence, now: Duration) { state = .unbinding(sequence: sequence, since: now) }

    mutating func resumedReading(_ now: Duration) {
        readingSince = now
        heard(now)
    }

    mutating func close() { state = .closed }

    mutating func takeAll() -> [Token] { outstanding.takeAll() }

    // MARK: what the peer says

    /// Any word is a sign of life.
    mutating func heard(_ now: Duration) {
        lastHeard = now
        tests = 0
    }

    /// The request that this answers; nil, and counted, where there is none.
    mutating func answered(_ sequence: Sequence) -> Token? {
        let token = outstanding.take(sequence)
        if token == nil { ignoredAnswers += 1 }
        return token
    }

    /// Whether this answers what we asked to be let in with.
    mutating func bindAnswered(_ sequence: Sequence) -> Bool {
        if case .binding(sequence, _) = state { return true }
        ignoredAnswers += 1
        return false
    }

    /// Whether this answers that we end.
    mutating func unbindAnswered(_ sequence: Sequence) -> Bool {
        if case .unbinding(sequence, _) = state { return true }
        ignoredAnswers += 1
        return false
    }

    mutating func ignoreAnswer() { ignoredAnswers += 1 }

    mutating func ignoreRequest() { ignoredRequests += 1 }

    // MARK: timers

    /// Whether nothing was heard for C, and nothing is waited for.
    func isIdle(_ now: Duration) -> Bool {
        isBound && outstanding.count == 0 && now - lastHeard >= timers.enquireLink
    }

    mutating func tick(_ now: Duration) -> [Step] {
        switch state {
        case .opening, .closed: return []
        case .binding(_, let since): return now - since < timers.bind ? [] : [end(.bindUnanswered)]
        case .unbinding(_, let since): return now - since < timers.response ? [] : [end(.unbound)]
        case .bound:
            var steps = late(now)
            if let step = test(now) { steps.append(step) }
            return steps
        }
    }

    private mutating func late(_ now: Duration) -> [Step] {
        outstanding.takeLate(now: now, limit: timers.response, readingSince: readingSince).map { .unanswered($0) }
    }

    private mutating func test(_ now: Duration) -> Step? {
        guard timers.tries > 0 else { return nil }
        if tests == 0 {
            guard now - lastHeard >= timers.enquireLink else { return nil }
        } else {
            guard now - testedAt >= timers.response else { return nil }
            guard tests < timers.tries else { return end(.silent) }
        }
        tests += 1
        testedAt = now
        return .test
    }

    private mutating func end(_ end: End) -> Step {
        state = .closed
        return .end(end)
    }
}
