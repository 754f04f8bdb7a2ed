package import CivilTime

extension LawClock {
    /// The time of law inside a transaction: the database's, the same for every node; or, in a simulation, the one that was
    /// given.
    package func now(in session: any SQLSession) throws -> Instant {
        isSystem ? Instant(milliseconds: try session.clock_ms()) : now()
    }

    /// The same where the database's clock was asked a moment ago.
    package func now(store: Instant) -> Instant { isSystem ? store : now() }

    /// How far this node's own clock is from the database's, asked a moment ago, either way; nothing for a clock that was
    /// given.
    package func difference(store: Instant) -> Span {
        isSystem ? Span(milliseconds: abs(now().milliseconds - store.milliseconds)) : .milliseconds(0)
    }
}
