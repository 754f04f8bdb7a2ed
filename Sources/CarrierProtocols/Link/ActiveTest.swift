/// Whether the peer is there, as CMPP (§7.1) and SMGP (§4.1) ask: after C of silence a test, after T without any word the next, and
/// after N of them the end.
struct ActiveTest: Sendable, Hashable {
    enum Step: Sendable, Hashable { case wait, test, end }

    private var lastHeard = Duration.zero
    private var tested = 0
    private var testedAt = Duration.zero

    /// Any word from the peer, or that its words could not be read until now.
    mutating func heard(_ now: Duration) {
        lastHeard = now
        tested = 0
    }

    mutating func tick(now: Duration, idle: Duration, response: Duration, tries: Int) -> Step {
        if tested == 0 {
            guard now - lastHeard >= idle else { return .wait }
        } else {
            guard now - testedAt >= response else { return .wait }
            guard tested < tries else { return .end }
        }
        tested += 1
        testedAt = now
        return .test
    }
}
