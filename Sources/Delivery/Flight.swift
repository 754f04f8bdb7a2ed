import CivilTime
import LoanBook
import Messaging
import Store

/// An attempt that is out: written to the store, not answered for every segment yet.
struct Flight: Sendable {
    var row: AttemptRow
    var message: OutboxMessage
    var segments: [AttemptState]
    let writtenAt: Instant
    /// Where it went.
    let contactPoint: ContactPoint.ID?
    /// The strictest refusal so far, for the message's reason and its next try.
    private(set) var error: SendError?
    /// The segment taken last: a message that travelled as a single PDU has one id for all its segments.
    var takenLast: (carrierID: String, segment: Int)?
    /// What its way was chosen for; nil where there was nothing to choose.
    var question: RouteQuestion?
    /// The carrier's code for a segment that it could not deliver, from a receipt that came before the answer.
    var failureCode = ""

    init(
        row: AttemptRow, message: OutboxMessage, segments: [AttemptState], writtenAt: Instant,
        contactPoint: ContactPoint.ID? = nil
    ) {
        self.row = row
        self.message = message
        self.segments = segments
        self.writtenAt = writtenAt
        self.contactPoint = contactPoint
    }

    var openSegments: Int { segments.count { $0 == .written } }

    /// Some segments have their answer: any node may have heard a receipt for those since.
    var isAnsweredInPart: Bool { openSegments < segments.count }

    mutating func note(_ refusal: SendError) {
        if let error, error.policy.rawValue >= refusal.policy.rawValue { return }
        error = refusal
    }
}
