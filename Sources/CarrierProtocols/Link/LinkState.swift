/// Where a session of CMPP, SMGP or SGIP stands. Arrows: `Documentation/carriers/sessions.md`.
package enum LinkState<Sequence: Sendable & Hashable>: Sendable, Hashable {
    case opening
    /// Asked to be let in.
    case binding(sequence: Sequence, since: Duration)
    case bound
    /// Asked to end.
    case unbinding(sequence: Sequence, since: Duration)
    case closed
}
