import CarrierProtocols
import CivilTime
import Gateways
import LoanBook
import Messaging
import Testing

let noon = Instant(seconds: 1_795_262_400)

/// A gateway and what it has said so far.
actor Rig {
    nonisolated let gateway: CarrierGateway
    private(set) var events: [GatewayEvent] = []
    private(set) var hasEnded = false
    var acknowledges = true

    init(_ gateway: CarrierGateway) { self.gateway = gateway }

    func stopAcknowledging() { acknowledges = false }

    /// Takes events, acknowledging deliveries, until what has been said satisfies `isEnough` or the gateway has stopped.
    @discardableResult
    func events(until isEnough: @Sendable ([GatewayEvent]) -> Bool) async -> [GatewayEvent] {
        while !isEnough(events) {
            let more = await gateway.events(limit: 100)
            if more.isEmpty {
                hasEnded = !Task.isCancelled
                return events
            }
            events.append(contentsOf: more)
            if acknowledges { gateway.acknowledge(more.compactMap(\.token)) }
        }
        return events
    }

    /// Until every one of `count` segments has ended one way or another.
    @discardableResult
    func ended(_ count: Int) async -> [GatewayEvent] { await events { $0.filter(\.endsSegment).count >= count } }

    @discardableResult
    func receipts(_ count: Int) async -> [GatewayEvent] { await events { $0.receipts.count >= count } }

    /// Takes and acknowledges events until every delivery that the carrier owes by now is answered.
    func settled(_ carrier: CarrierSimulator) async -> [GatewayEvent] {
        await withTaskGroup { group in
            group.addTask { _ = await self.events { _ in false } }
            await carrier.settle()
            group.cancelAll()
        }
        return events
    }

    func bound(times: Int = 1) async { await events { $0.links.filter(\.up).count >= times } }

    /// Submits texts to numbers of their own, as delivery does: never more at once than there is room for.
    func send(_ range: Range<Int>, text: SegmentedText = .hello) async {
        var next = range.lowerBound
        while next < range.upperBound {
            let count = min(gateway.room / text.segments.count, range.upperBound - next)
            if count <= 0 {
                let seen = events.count
                await events { $0.count > seen }
                if hasEnded || Task.isCancelled { return }
                continue
            }
            gateway.submit((next..<next + count).map { .sample($0, text: text) })
            next += count
        }
    }
}

extension Submission {
    static func sample(
        _ number: Int, text: SegmentedText = .hello, validUntil: Instant = noon + .hours(1),
        writeBefore: ContinuousClock.Instant = .now + .seconds(60)
    ) -> Submission {
        Submission(
            attempt: Attempt.ID(Int64(number)), to: "+86138\(10_000_000 + number)", text: text, validUntil: validUntil,
            writeBefore: writeBefore)
    }
}

extension SegmentedText {
    static let hello = SegmentedText(alphabet: .gsm7, segments: [Array("Hello".utf8)])
    /// As long as one segment can be.
    static let full = SegmentedText(alphabet: .gsm7, segments: [[UInt8](repeating: 0x61, count: 160)])
    static let long = SegmentedText(
        alphabet: .gsm7, segments: [Array("first ".utf8), Array("second ".utf8), Array("third".utf8)])

    static func parts(_ count: Int) -> SegmentedText {
        SegmentedText(alphabet: .gsm7, segments: (1...count).map { Array("part \($0) ".utf8) })
    }
}

extension GatewayEvent {
    var token: DeliveryToken? {
        switch self {
        case .receipt(_, let token), .reply(_, let token), .unreadable(_, let token): token
        default: nil
        }
    }

    var endsSegment: Bool {
        switch self {
        case .accepted, .refused, .unanswered, .unwritten: true
        default: false
        }
    }

    /// `accepted 3/0`, and so on.
    var segmentWords: String? {
        switch self {
        case .accepted(let id, let segment, _): "accepted \(id.number)/\(segment)"
        case .refused(let id, let segment, let error): "refused \(id.number)/\(segment) \(error.policy)"
        case .unanswered(let id, let segment): "unanswered \(id.number)/\(segment)"
        case .unwritten(let id, let segment): "unwritten \(id.number)/\(segment)"
        default: nil
        }
    }
}

extension [GatewayEvent] {
    var accepted: [String] { compactMap { if case .accepted(_, _, let id) = $0 { id } else { nil } } }
    var receipts: [CarrierReceipt] { compactMap { if case .receipt(let receipt, _) = $0 { receipt } else { nil } } }
    var replies: [CarrierReply] { compactMap { if case .reply(let reply, _) = $0 { reply } else { nil } } }
    var links: [(up: Bool, words: String)] {
        compactMap { if case .link(let up, let words) = $0 { (up, words) } else { nil } }
    }
    var remarks: [(words: String, warns: Bool)] {
        compactMap { if case .remark(let words, let warns) = $0 { (words, warns) } else { nil } }
    }
    var segments: [String] { compactMap(\.segmentWords) }
}

/// A carrier, a route to it, and the route's own task, for as long as `body` takes; then the route is stopped in good order.
func withRoute(
    _ behaviour: CarrierBehaviour = CarrierBehaviour(), time: CarrierTime = .virtual(start: noon),
    journal: String? = nil, settings change: (inout SMPPRouteSettings) -> Void = { _ in },
    _ body: (Rig, CarrierSimulator) async throws -> Void
) async throws {
    let carrier = try CarrierSimulator(behaviour: behaviour, time: time, journal: journal)
    let port = try await carrier.start()
    var settings = SMPPRouteSettings(
        name: "test", host: "127.0.0.1", port: port, systemID: "lender", password: "secret")
    settings.reconnect = .init(first: .milliseconds(2), longest: .milliseconds(20))
    settings.simulator = true
    settings.drainLimit = .milliseconds(500)
    change(&settings)
    try await withGateway(settings) { rig in try await body(rig, carrier) }
    await carrier.stop()
}

func withGateway(
    _ settings: SMPPRouteSettings, clock: LawClock = .fixed(noon), prepare: (CarrierGateway) -> Void = { _ in },
    _ body: (Rig) async throws -> Void
) async throws { try await withGateway(.smpp(settings), clock: clock, prepare: prepare, body) }

func withGateway(
    _ settings: CarrierSettings, clock: LawClock = .fixed(noon), prepare: (CarrierGateway) -> Void = { _ in },
    _ body: (Rig) async throws -> Void
) async throws {
    let gateway = try CarrierGateway(settings: settings, clock: clock, seed: 7)
    prepare(gateway)
    let rig = Rig(gateway)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await gateway.run() }
        try await body(rig)
        group.cancelAll()
        try await group.waitForAll()
    }
    await rig.events { _ in false }
    #expect(await rig.hasEnded)
}
