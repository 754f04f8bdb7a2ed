import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

/// The moving part of a route, on its event loop alone: what waits to be written, the links, the pace, and the events not yet
/// published.
final class SMPPRoute {
    /// A submission on its way out; its parts stay together on one link, in order.
    struct Outgoing {
        var submission: Submission
        var reference: UInt16
        var next = 0
        var link: Int?
    }

    let settings: SMPPRouteSettings
    let form: MessageForm
    let clock: LawClock
    let loop: any EventLoop
    let origin = ContinuousClock.now
    private let door: RouteRoom
    private let queue: EventQueue

    var waiting: [Outgoing] = []
    var links: [Int: SMPPLink] = [:]
    var pace: Pace
    var events: [GatewayEvent] = []
    var writtenSegments = 0
    var endedSegments = 0
    private(set) var isDraining = false
    private(set) var isReadingPaused = false
    private var lastLink = 0
    private var reference: UInt16
    private var lastWords: [BindPlace: String] = [:]
    var pumpScheduled = false

    init(
        settings: SMPPRouteSettings, form: MessageForm, clock: LawClock, seed: UInt64, door: RouteRoom,
        queue: EventQueue, loop: any EventLoop
    ) {
        self.settings = settings
        self.form = form
        self.clock = clock
        self.door = door
        self.queue = queue
        self.loop = loop
        pace = Pace(segmentsPerSecond: settings.messagesPerSecond)
        var random = SeededNumbers(seed: seed)
        reference = UInt16(truncatingIfNeeded: random.next())
    }

    var reading: DeliveryReading {
        DeliveryReading(receiptIDs: settings.receiptIDs, defaultCoding: settings.defaultCoding)
    }

    /// Monotonic time since this route was made.
    var now: Duration { origin.duration(to: .now) }

    func takeFromDoor() {
        let taken = door.take()
        for token in taken.acknowledgements { links[token.bind]?.acknowledge(token.sequence) }
        for submission in taken.submissions {
            if let refusal = form.refusal(submission) {
                end(submission, from: 0) { .refused($0, segment: $1, refusal) }
            } else {
                reference &+= 1
                waiting.append(Outgoing(submission: submission, reference: reference))
            }
        }
        pump()
        settle()
    }

    /// Ends the segments of a submission that were not written.
    func end(_ submission: Submission, from first: Int, _ event: (Attempt.ID, Int) -> GatewayEvent) {
        let count = max(1, submission.text.segments.count)
        for segment in first..<max(first + 1, count) { events.append(event(submission.attempt, segment)) }
        let segments = max(0, submission.text.segments.count - first)
        writtenSegments += segments
        endedSegments += segments
    }

    /// Sends what the links have gathered and publishes what happened: once for every batch.
    func settle() {
        for link in links.values { link.flush() }
        let capacity = links.values.reduce(0) { $0 + ($1.isSending ? settings.window : 0) }
        door.account(
            written: writtenSegments, ended: endedSegments, capacity: isDraining ? 0 : capacity,
            waitingLimit: pace.waitingLimit)
        writtenSegments = 0
        endedSegments = 0
        guard !events.isEmpty else { return }
        isReadingPaused = queue.publish(events)
        events.removeAll(keepingCapacity: true)
    }

    /// Delivery has caught up.
    func resumeReading() {
        guard isReadingPaused else { return }
        isReadingPaused = false
        for link in links.values { link.resumeReading() }
    }

    func tick() {
        let now = now
        if !isReadingPaused {
            for link in links.values { link.tick(now) }
        }
        giveBackLate()
        pump()
        settle()
    }

    // MARK: links

    func added(_ link: SMPPLink) -> Int {
        lastLink += 1
        links[lastLink] = link
        return lastLink
    }

    func isUp(_ link: SMPPLink, systemID: String) {
        lastWords[link.place] = nil
        let carrier = systemID.isEmpty ? "" : " to \(systemID)"
        events.append(.link(up: canSend, words: "\(link.place.words) is bound\(carrier)"))
        pump()
    }

    func isDown(_ link: SMPPLink, words: String) {
        links[link.serial] = nil
        for index in waiting.indices where waiting[index].link == link.serial && waiting[index].next == 0 {
            waiting[index].link = nil
        }
        // The rest of a text whose first parts went over this link would arrive in pieces from another.
        giveBack { $0.link == link.serial }
        if !canSend { giveBack { _ in true } }
        report(link.place, words)
        pump()
        settle()
    }

    /// One of the host's addresses that could not be reached; how connecting ended is told elsewhere.
    func neverOpened(_ link: SMPPLink) {
        links[link.serial] = nil
        settle()
    }

    func couldNotConnect(_ place: BindPlace, _ error: any Error, _ ended: EventLoopPromise<LinkEnd>) {
        let words = LinkEnd.words(error, host: settings.host, port: settings.port)
        ended.succeed(LinkEnd(words: words, lived: .zero, isHopeless: false))
        report(place, words)
        settle()
    }

    /// The same words once, however often a bind fails with them.
    private func report(_ place: BindPlace, _ words: String) {
        guard lastWords[place] != words else { return }
        lastWords[place] = words
        events.append(.link(up: canSend, words: "\(place.words): \(words)"))
    }

    var canSend: Bool { links.values.contains { $0.isSending } }

    /// Nothing more is written; links unbind when their windows are empty, or when the time for that is over.
    func drain() {
        guard !isDraining else { return }
        isDraining = true
        giveBack { _ in true }
        for link in links.values { link.drain() }
        loop.assumeIsolated().scheduleTask(in: TimeAmount(settings.drainLimit)) { [weak self] in
            guard let self else { return }
            for link in self.links.values { link.unbind() }
            self.settle()
        }
        settle()
    }
}
