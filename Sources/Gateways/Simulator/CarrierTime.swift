package import CivilTime

/// Which clock a simulated carrier's receipts and replies follow.
package enum CarrierTime: Sendable {
    /// Delays pass as the machine's time does; the clock only dates the receipts.
    case real(LawClock)
    /// Nothing happens until `advance(to:)`: three weeks pass as fast as the texts can be exchanged.
    case virtual(start: Instant)
}
