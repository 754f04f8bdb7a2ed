/// Where a message stands. `Documentation/lifecycle.md` draws the arrows.
package enum MessageState: Int, Sendable, Codable, CaseIterable {
    /// Decided; waits for its instant. Delivery leases it for the length of one transaction: see `lifecycle.md`.
    case planned = 1
    /// The law or the borrower's facts say not now; looked at again at an instant.
    case held = 3
    /// The attempt is written; the carrier has not answered.
    case submitted = 4
    case accepted = 5
    case delivered = 6
    case undelivered = 7
    case expired = 8
    /// It may or may not have gone out; a late receipt settles it.
    case unknown = 9
    case failed = 10
    case suppressed = 11
    /// It is no longer true (paid, already told, replanned).
    case superseded = 12

    /// No further change but a late receipt's is expected.
    package var isFinal: Bool {
        switch self {
        case .planned, .held, .submitted, .accepted, .unknown: false
        case .delivered, .undelivered, .expired, .failed, .suppressed, .superseded: true
        }
    }
}
