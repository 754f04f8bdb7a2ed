import CivilTime
import Messaging
import Store

/// An attempt that is out: written to the store, not answered for every segment yet.
struct Flight: Sendable {
    var row: AttemptRow
    var message: OutboxMessage
    var segments: [AttemptState]
    let writtenAt: Instant
    /// The strictest refusal so far, for the message's reason and its next try.
    private(set) var error: SendError?
    /// The segment taken last: a message that travelled as a single PDU has one id for all its segments.
    var takenLast: (carrierID: String, segment: Int)?
    /// What its way was chosen for; nil where there was nothing to choose.
    var question: RouteQuestion?
    /// The carrier's code for a segment that it could not deliver, from a receipt that came before the answer.
    var failureCode = ""

    init(row: AttemptRow, message: OutboxMessage, segments: [AttemptState], writtenAt: Instant) {
        self.row = row
        self.message = message
        self.segments = segments
        self.writtenAt = writtenAt
    }

    var openSegments: Int { segments.count { $0 == .written } }

    /// Some segments have their answer: any node may have heard a receipt for those since.
    var isAnsweredInPart: Bool { openSegments < segments.count }

    mutating func note(_ refusal: SendError) {
        if let error, error.policy.rawValue >= refusal.policy.rawValue { return }
        error = refusal
    }
}
