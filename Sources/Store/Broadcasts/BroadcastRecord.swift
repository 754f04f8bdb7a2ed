package import CivilTime
package import Messaging

/// A broadcast as the store keeps it: proposed, approved by a second person, and stopped at any time.
package struct BroadcastRecord: Sendable, Hashable {
    package enum State: String, Sendable {
        case proposed, approved, stopped
    }

    package var id: Int64
    package var portfolio: String
    package var state: State
    package var purpose: Purpose
    package var template: String
    /// CEL; empty for everybody of the portfolio.
    package var condition: String
    package var perHour: Int
    package var from: Instant
    package var until: Instant
    /// Borrowers whom it concerned when it was proposed.
    package var audience: Int
    package var proposed: Proposal.Act
    package var approved: Proposal.Act?
    package var stopped: Proposal.Act?
    /// The last borrower whose turn was found.
    package var plannedThrough: Int64 = 0
    /// The turns that are taken, as text.
    package var slots = ""
    package var isPlanned = false

    package init(
        id: Int64 = 0, portfolio: String, purpose: Purpose, template: String, condition: String, perHour: Int,
        from: Instant, until: Instant, audience: Int, proposed: Proposal.Act
    ) {
        self.id = id
        self.portfolio = portfolio
        state = .proposed
        self.purpose = purpose
        self.template = template
        self.condition = condition
        self.perHour = perHour
        self.from = from
        self.until = until
        self.audience = audience
        self.proposed = proposed
    }
}

/// Why a broadcast is not approved or stopped.
package enum BroadcastFault: Error, Equatable {
    case unknown(Int64)
    case state(BroadcastRecord)
    case samePerson(String)
    /// Its last moment has passed.
    case over(BroadcastRecord)
}
