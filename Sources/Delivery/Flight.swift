import Messaging
import Store

/// An attempt that is out: written to the store, not answered for every segment yet.
struct Flight: Sendable {
    var row: AttemptRow
    var message: OutboxMessage
    var segments: [AttemptState]
    /// The strictest answer so far, for the message's reason and its next try.
    var error: SendError?

    var openSegments: Int { segments.count { $0 == .written } }
}
