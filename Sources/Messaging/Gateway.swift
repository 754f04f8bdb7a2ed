package import CivilTime
package import LoanBook

/// One try of a message over one route, numbered by the store.
package struct Attempt: Sendable { package typealias ID = Identifier<Attempt> }

/// What a gateway is asked to hand to its carrier: one attempt, already written to the store.
package struct Submission: Sendable {
    package var attempt: Attempt.ID
    /// E.164 with `+`.
    package var to: String
    package var text: SegmentedText
    /// The end of the lawful window; the gateway asks the carrier to give up at this instant.
    package var validUntil: Instant
    /// Checked just before the bytes are written: after it the submission is given back unwritten. Never later than the
    /// end of the lease under which the attempt was written.
    package var writeBefore: ContinuousClock.Instant

    package init(
        attempt: Attempt.ID, to: String, text: SegmentedText, validUntil: Instant,
        writeBefore: ContinuousClock.Instant
    ) {
        self.attempt = attempt
        self.to = to
        self.text = text
        self.validUntil = validUntil
        self.writeBefore = writeBefore
    }
}

/// Why a carrier did not take a segment, and what may be done about it.
package struct SendError: Error, Sendable, Hashable {
    /// From the mildest to the strictest.
    package enum Policy: Int, Sendable {
        /// The carrier asks to slow down: the same attempt may be tried again later.
        case slowDown
        /// A passing fault on the carrier's side: try again later.
        case retry
        /// This number or text will never be taken.
        case permanent
    }

    /// Whose fault it is that the carrier says no.
    package enum Blame: Sendable, Hashable {
        /// The number's or the text's: another carrier would say the same.
        case message
        /// The account's, the route's, or this carrier's own wish about senders and content: another may take it.
        case route
    }

    package var policy: Policy
    package var blame: Blame
    /// The protocol's own code: an SMPP `command_status`.
    package var code: UInt32
    /// For the operator; holds no personal data.
    package var words: String

    package init(policy: Policy, blame: Blame = .message, code: UInt32, words: String) {
        self.policy = policy
        self.blame = blame
        self.code = code
        self.words = words
    }
}

/// What a carrier says happened to one segment.
package struct CarrierReceipt: Sendable, Hashable {
    package enum Outcome: Int, Sendable {
        case delivered = 1, undelivered, expired, rejected, accepted, enroute, unknown
    }

    /// The carrier's id as the route's settings normalise it.
    package var carrierID: String
    package var outcome: Outcome
    /// The carrier's error code, as it wrote it.
    package var errorCode: String
    /// The borrower's number that the receipt speaks of (its `source_addr`), as the carrier wrote it. Personal. It
    /// settles an attempt whose answer, and so whose carrier id, was lost.
    package var address: String

    package init(carrierID: String, outcome: Outcome, errorCode: String, address: String) {
        self.carrierID = carrierID
        self.outcome = outcome
        self.errorCode = errorCode
        self.address = address
    }
}

/// What a borrower sent back, or one part of it. Personal.
package struct CarrierReply: Sendable, Hashable {
    package struct Part: Sendable, Hashable {
        package var reference: UInt16
        package var number: UInt8
        package var total: UInt8

        package init(reference: UInt16, number: UInt8, total: UInt8) {
            self.reference = reference
            self.number = number
            self.total = total
        }
    }

    /// The sender as the carrier wrote it (E.164 with or without `+`).
    package var from: String
    package var to: String
    package var text: String
    package var part: Part?

    package init(from: String, to: String, text: String, part: Part?) {
        self.from = from
        self.to = to
        self.text = text
        self.part = part
    }
}

/// A carrier's delivery that waits for our answer: answered only when what it brought is on disk (promise P4).
package struct DeliveryToken: Sendable, Hashable {
    package var bind: Int
    package var sequence: UInt32
    /// What else the answer must carry, where the protocol asks for it: the message's id.
    package var detail: UInt128

    package init(bind: Int, sequence: UInt32, detail: UInt128 = 0) {
        self.bind = bind
        self.sequence = sequence
        self.detail = detail
    }
}

/// What comes back from a carrier.
package enum GatewayEvent: Sendable {
    /// The carrier took segment `segment` (from 0) of the attempt under `carrierID`.
    case accepted(Attempt.ID, segment: Int, carrierID: String)
    /// The carrier answered no.
    case refused(Attempt.ID, segment: Int, SendError)
    /// The segment was written, or may have been, and no answer will come: the link ended or the answer timed out.
    case unanswered(Attempt.ID, segment: Int)
    /// No byte of the attempt's segment was written; it is safe to submit again.
    case unwritten(Attempt.ID, segment: Int)
    case receipt(CarrierReceipt, DeliveryToken)
    case reply(CarrierReply, DeliveryToken)
    /// A delivery that could not be read: kept as it came, answered like the others.
    case unreadable([UInt8], DeliveryToken)
    /// The link came up or went down; `words` for the operator.
    case link(up: Bool, words: String)
    /// Something about the route that changes nothing of its links; `warns`: somebody should look at it.
    case remark(String, warns: Bool)
}

/// One route to a carrier, seen from delivery. Delivery knows only this contract, which makes simulation possible.
///
/// Limits: `room` is how many segments may be submitted now: the free places of the windows of all binds that are up,
/// less what waits unwritten, bounded by the route's pace. Delivery never submits more than `room` says, so a crash
/// leaves at most that many attempts without an answer.
///
/// A carrier account may be shared by several nodes. Each holds some of its binds (`hold`), and with each bind its part
/// of the route's segments a second and its window.
package protocol Gateway: Sendable {
    /// The route's name in `routes.yaml`.
    var route: String { get }
    /// Only a simulator lets a command that sends run on another clock than the system's.
    var isSimulator: Bool { get }
    /// What the carrier takes as text: whatever is submitted was cut by it.
    var textForm: TextForm { get }
    /// Segments outstanding at most, over the binds that may be held. After `hold` with fewer binds more than this may
    /// still be in flight, until the surplus binds have drained.
    var window: Int { get }
    /// Segments that may be submitted now.
    var room: Int { get }
    /// Binds that the route's settings allow to all nodes together.
    var bindsAtMost: Int { get }
    /// Binds with a connection that is open or being opened now, those that drain included. The socket of a bind that no
    /// longer counts is closed: another node may take its share.
    var heldBinds: Int { get }
    /// From now on holds at most `binds` binds; at first all that the settings allow. Callable at any time, before `run`
    /// too, from any thread; returns at once.
    ///
    /// Growing opens binds. Shrinking writes no new text over the surplus ones, waits for their answers within the
    /// route's limit for stopping, unbinds and closes; 0 leaves the gateway running without a connection. Once this has
    /// returned, `heldBinds` rises above `binds` no more and falls to it.
    func hold(binds: Int)
    /// Hands attempts to the carrier in their order. Returns at once; each segment ends in exactly one of `accepted`,
    /// `refused`, `unanswered`, `unwritten`.
    func submit(_ submissions: [Submission])
    /// Up to `limit` events, in order, waiting until there is at least one. Empty when the gateway has stopped.
    func events(limit: Int) async -> [GatewayEvent]
    /// Answers deliveries whose content is now durable.
    func acknowledge(_ tokens: [DeliveryToken])
    /// What the links did since the start; nil where there are none to speak of.
    func statistics() async -> LinkStatistics?
    /// Connects, keeps connected, and returns when cancelled: windows drained, binds unbound.
    func run() async throws
}

extension Gateway {
    package func statistics() async -> LinkStatistics? { nil }
}
