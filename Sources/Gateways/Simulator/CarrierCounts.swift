/// What a simulated carrier has seen, counted at its own side.
package struct CarrierCounts: Sendable {
    /// One segment's text to one destination. The hash is FNV-1a over the user data without its header.
    package struct Text: Sendable, Hashable {
        package var destination: String
        /// Part of a long text, from 1; 0 for a whole one.
        package var part: UInt8
        package var hash: UInt64
    }

    package var connections = 0
    package var binds = 0
    package var refusedBinds = 0
    package var unbinds = 0
    /// Binds of one system_id at once.
    package var mostBinds = 0
    /// `submit_sm` of one system_id in any one second, over all its binds, those refused among them.
    package var highestRate = 0
    /// `submit_sm` taken, whether the answer arrived or not.
    package var accepted = 0
    package var throttled = 0
    package var refused = 0
    package var lostResponses = 0
    package var droppedConnections = 0
    package var receiptsSent = 0
    package var repliesSent = 0
    /// `deliver_sm` the client has answered.
    package var deliveriesAnswered = 0
    /// Answers to deliveries that were answered before, or never made.
    package var strayAnswers = 0
    /// How often each text was taken.
    package var texts: [Text: Int] = [:]

    /// Texts taken more than once.
    package var duplicates: [Text] { texts.filter { $0.value > 1 }.map(\.key) }
}
