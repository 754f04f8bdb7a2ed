import CivilTime
import Messaging
import NIOCore

/// What a protocol brings to a route. All else (window, pace, the share of binds, parts that are put off, carriers that fall
/// mute, draining) exists once, in `CarrierRoute` and `CarrierLink`. See `Documentation/decisions/0037`.
protocol CarrierProtocol: Sendable {
    /// The connections that one bind takes.
    var roles: [LinkRole] { get }
    var timers: RouteTimers { get }
    /// What the carrier takes as text.
    var textForm: TextForm { get }

    /// PDUs that a text takes.
    func count(_ text: SegmentedText) -> Int
    /// Why no PDU can be made of it, said before the first part has gone.
    func refusal(_ submission: Submission) -> SendError?
    /// A connection that is about to be opened.
    func session(_ role: LinkRole) -> any LinkSession
    /// Where the carrier connects to us to deliver; nil where it delivers over our own connections.
    var listener: RouteListener? { get }
    /// A connection that the carrier has made to us.
    func callerSession() -> (any CallerSession)?
}

extension CarrierProtocol {
    var listener: RouteListener? { nil }

    func callerSession() -> (any CallerSession)? { nil }
}

struct RouteListener: Sendable {
    var host: String
    /// 0 takes a free one.
    var port: Int
    /// Addresses that may connect; empty lets any.
    var peers: Set<String>
}

/// One connection, whoever made it: what comes in, and its answers.
protocol PeerSession: AnyObject {
    /// Answers a delivery.
    func acknowledge(_ token: DeliveryToken, to bytes: inout ByteBuffer) throws
    /// The route did not read from the socket until now.
    func resumedReading(now: Duration)
    /// Reads the next PDU; nil when none has arrived whole, or none can be found any more.
    func next(_ inbound: inout ByteBuffer, now: Duration, to bytes: inout ByteBuffer) throws -> LinkAction?
    /// Looks at the timers. Actions come in the order they are to be taken.
    func tick(now: Duration, to bytes: inout ByteBuffer) throws -> [LinkAction]
}

/// A connection that the carrier made to us.
protocol CallerSession: PeerSession {
    /// `link` goes into the tokens of deliveries.
    func opened(as link: Int, now: Duration)
    func closed()
}

/// One connection of ours in its protocol: events in, bytes and actions out. It owns no socket and no clock; `now` is the
/// route's monotonic time.
protocol LinkSession: PeerSession {
    /// The connection is not open yet.
    var isOpening: Bool { get }
    /// Texts may travel.
    var isBound: Bool { get }
    var outstandingCount: Int { get }
    /// Texts that may be written now.
    var room: Int { get }

    /// The connection is open: says who we are. `link` goes into the tokens of deliveries; `law` is the law's time.
    func opened(as link: Int, now: Duration, law: Instant, to bytes: inout ByteBuffer) throws
    /// Writes one PDU of a submission and takes a place in the window: its sequence, or nil when there is no room. Throws
    /// with both as they were.
    func write(_ part: OutgoingPart, to bytes: inout ByteBuffer) throws -> UInt32?
    /// Gives the place back: the PDU will not leave.
    func withdraw(_ sequence: UInt32)
    /// Starts the end; false when there is nothing to unbind.
    func unbind(now: Duration, to bytes: inout ByteBuffer) throws -> Bool
    /// The connection is gone: what was sent and not answered, in the order it was sent.
    func closed() -> [SegmentToken]
}

/// What a link is to do, in no protocol's words.
enum LinkAction {
    case nothing
    /// `carrier`: how the other side calls itself, where it does. `warning`: what is wrong with it and ends nothing.
    case bound(carrier: String, warning: String? = nil)
    case accepted(SegmentToken, carrierID: String)
    case refused(SegmentToken, SendError)
    /// No readable answer came in time.
    case unanswered(SegmentToken)
    /// A receipt, a reply or what could not be read; answered when it is on disk.
    case delivered(GatewayEvent)
    /// Send what is written, then close.
    case close(LinkClose)
}

/// Why a session ended its connection.
struct LinkClose {
    /// For the operator.
    var words: String
    /// The carrier refused who we are.
    var isHopeless = false
    /// The carrier is not there any more: nobody waits for the socket to empty.
    var isAbrupt = false
    /// Nothing was to be said for a while, which is no fault: it is opened again at once, and nobody is told.
    var isQuiet = false
}

/// One PDU's share of a submission.
struct OutgoingPart {
    var submission: Submission
    /// Joins the parts at the handset.
    var reference: UInt16
    var token: SegmentToken
    /// The law's time.
    var law: Instant
}

/// Which segments one PDU carries: one, or all of a text.
struct SegmentToken: Sendable {
    var attempt: Attempt.ID
    var first: Int
    var count: Int
    /// Times it was written, this one included.
    var tries: Int
    /// On the route's clock.
    var writtenAt: Duration

    var segments: Range<Int> { first..<(first + count) }
}

/// What a connection of a bind is for.
enum LinkRole: Sendable, Hashable {
    case transceiver, transmitter, receiver

    var sends: Bool { self != .receiver }
}

/// Of a session, as far as the route must know them.
struct RouteTimers {
    var shortest: Duration
    /// From a request to its answer.
    var response: Duration
}
