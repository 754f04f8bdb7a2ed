import CivilTime
import LoanBook
import Messaging
import Store

/// The work of one turn, inside its transaction. It changes copies; the lane takes them over after the commit.
struct Turn {
    struct Prepared: Sendable {
        var attempt: Attempt.ID
        var to: String
        var text: SegmentedText
        var validUntil: Instant
    }

    struct Outcome: Sendable {
        var flights: [Attempt.ID: Flight]
        var counts = DeliveryCounts()
        var tokens: [DeliveryToken] = []
        var submissions: [Prepared] = []
        var hasMore = false
    }

    let context: LaneContext
    let route: String
    let window: Int
    let header_bytes: Int
    let now: Instant
    let session: any SQLSession
    var outcome: Outcome
    var leaves: [LeafDraft] = []
    private var receiptNumbers: Range<Int64> = 0..<0

    init(
        context: LaneContext, gateway: any Gateway, now: Instant, flights: [Attempt.ID: Flight],
        session: any SQLSession
    ) {
        self.context = context
        self.route = gateway.route
        self.window = gateway.window
        self.header_bytes = gateway.concatenationHeader_bytes
        self.now = now
        self.session = session
        self.outcome = Outcome(flights: flights)
    }

    /// A turn that submits nothing, outside any lane.
    init(context: LaneContext, route: String, now: Instant, session: any SQLSession) {
        self.context = context
        self.route = route
        self.window = 0
        self.header_bytes = 0
        self.now = now
        self.session = session
        self.outcome = Outcome(flights: [:])
    }

    mutating func record(_ events: [GatewayEvent]) throws {
        let receipts = events.count { if case .receipt = $0 { true } else { false } }
        if receipts > 0 {
            let first = try Numbers.take("receipt", Int64(receipts), in: session)
            receiptNumbers = first..<first + Int64(receipts)
        }
        for event in events {
            switch event {
            case .accepted(let attempt, let segment, let carrierID):
                try accepted(attempt, segment: segment, carrierID: carrierID)
            case .refused(let attempt, let segment, let error):
                try answered(attempt, segment: segment, .refused, error)
            case .unanswered(let attempt, let segment):
                try answered(attempt, segment: segment, .unknown, nil)
            case .unwritten(let attempt, let segment):
                try answered(attempt, segment: segment, .unwritten, nil)
            case .receipt(let receipt, let token):
                try received(receipt)
                outcome.tokens.append(token)
            case .reply(let reply, let token):
                try replied(reply)
                outcome.tokens.append(token)
            case .unreadable(let bytes, let token):
                try keepUnreadable(bytes)
                outcome.tokens.append(token)
            case .link:
                break
            }
        }
    }

    mutating func nextReceiptNumber() throws -> Int64 {
        if let number = receiptNumbers.popFirst() { return number }
        return try Numbers.take("receipt", 1, in: session)
    }

    mutating func appendLeaves() throws {
        guard !leaves.isEmpty else { return }
        try EvidenceLog.append(leaves, in: session, vault: context.vault, random: context.random)
        leaves = []
    }
}
