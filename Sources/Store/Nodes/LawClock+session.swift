package import CivilTime

extension LawClock {
    /// The time of law inside a transaction: the database's, the same for every node; or, in a simulation, the one that was
    /// given.
    package func now(in session: any SQLSession) throws -> Instant {
        isSystem ? Instant(milliseconds: try session.clock_ms()) : now()
    }

    /// How far this node's own clock is from the database's, either way; nothing for a clock that was given.
    package func difference(in session: any SQLSession) throws -> Span {
        guard isSystem else { return .milliseconds(0) }
        return Span(milliseconds: abs(now().milliseconds - (try session.clock_ms())))
    }
}
