import CivilTime
import Messaging
import NIOCore

/// The moving part of a route, on its event loop alone: what waits to be written, the links, the pace, and the events not yet
/// published.
final class CarrierRoute {
    /// A submission on its way out, or one part of it once more; its parts stay together on one link, in order.
    struct Outgoing {
        var submission: Submission
        var reference: UInt16
        /// Those still to be written.
        var segments: Range<Int>
        var link: Int?
        /// Why it was put off; nil before it was.
        var refusal: SendError?
        var tries = 0
        /// Monotonic, on the route's clock.
        var notBefore = Duration.zero
        /// The link that took its text's first parts is gone.
        var hasLostLink = false

        /// None of its text was written yet.
        var isUntouched: Bool { segments.lowerBound == 0 && refusal == nil }
    }

    let settings: RouteSettings
    let carrier: any CarrierProtocol
    let clock: LawClock
    let loop: any EventLoop
    let origin = ContinuousClock.now
    private let door: RouteRoom
    private let queue: EventQueue
    let share: BindShare

    var waiting: [Outgoing] = []
    /// Put off by the carrier, until their pause is over.
    var resting: [Outgoing] = []
    /// Texts of several PDUs with parts that have not ended.
    var texts: [Attempt.ID: TextInParts] = [:]
    var links: [Int: CarrierLink] = [:]
    /// Connections that the carrier made to us.
    var callers: [Int: CallerLink] = [:]
    /// Told when the last of them is gone.
    var callersGone: EventLoopPromise<Void>?
    var pace: Pace
    var meter = LinkMeter()
    var events: [GatewayEvent] = []
    var writtenSegments = 0
    var endedSegments = 0
    private(set) var isDraining = false
    private(set) var isReadingPaused = false
    var lastLink = 0
    private var reference: UInt16
    private var lastWords: [BindPlace: String] = [:]
    private var warnings: Set<String> = []
    /// Binds that ended because there was nothing to say: that they are back is not told either.
    private var quiet: Set<BindPlace> = []
    var callerWords: (last: String, at: Duration?) = ("", nil)
    var listenerWords = ""
    /// Where the last connection answered no text.
    var mute: Set<BindPlace> = []
    var isPumping = false
    /// Links that ended while something was written.
    var fallen: [(link: CarrierLink, words: String?)] = []
    /// When the queue is looked at next, where that is planned.
    var pumpAt: Duration?

    init(
        settings: RouteSettings, carrier: any CarrierProtocol, clock: LawClock, seed: UInt64, door: RouteRoom,
        queue: EventQueue, share: BindShare, loop: any EventLoop
    ) {
        self.settings = settings
        self.carrier = carrier
        self.clock = clock
        self.door = door
        self.queue = queue
        self.share = share
        self.loop = loop
        pace = Pace(segmentsPerSecond: settings.messagesPerSecond)
        var random = SeededNumbers(seed: seed)
        reference = UInt16(truncatingIfNeeded: random.next())
    }

    /// Monotonic time since this route was made.
    var now: Duration { origin.duration(to: .now) }

    var moment: Moment { Moment(monotonic: .now, law: clock.now()) }

    func takeFromDoor() {
        let taken = door.take()
        for token in taken.acknowledgements {
            if let link = links[token.bind] {
                link.acknowledge(token)
            } else {
                callers[token.bind]?.acknowledge(token)
            }
        }
        for submission in taken.submissions {
            if let refusal = carrier.refusal(submission) {
                refuse(submission, refusal)
            } else {
                reference &+= 1
                waiting.append(
                    Outgoing(
                        submission: submission, reference: reference, segments: submission.text.segments.indices))
                if carrier.count(submission.text) > 1 {
                    texts[submission.attempt] = TextInParts(submission, reference: reference, since: now)
                }
            }
        }
        pump()
        settle()
    }

    /// A text that no PDU can be made of; one without segments ends as if it had one.
    private func refuse(_ submission: Submission, _ refusal: SendError) {
        let segments = submission.text.segments.count
        for segment in 0..<max(1, segments) {
            events.append(.refused(submission.attempt, segment: segment, refusal))
        }
        writtenSegments += segments
        endedSegments += segments
    }

    /// Sends what the links have gathered and publishes what happened: once for every batch.
    func settle() {
        for link in links.values where link.isLeaving { link.unbindIfDone() }
        for link in links.values { link.flush() }
        for caller in callers.values { caller.flush() }
        let capacity = links.values.reduce(0) { $0 + $1.capacity }
        door.account(
            written: writtenSegments, ended: endedSegments, capacity: isDraining ? 0 : capacity,
            waitingLimit: pace.waitingLimit)
        writtenSegments = 0
        endedSegments = 0
        guard !events.isEmpty else { return }
        // Only `resumeReading` clears it: a link that has stopped reading waits for exactly that.
        if queue.publish(events) { isReadingPaused = true }
        events.removeAll(keepingCapacity: true)
    }

    /// Delivery has caught up.
    func resumeReading() {
        guard isReadingPaused else { return }
        isReadingPaused = false
        for link in links.values { link.resumeReading() }
        for caller in callers.values { caller.resumeReading() }
    }

    func tick() {
        let now = now
        if !isReadingPaused {
            for link in links.values { link.tick(now) }
            for caller in callers.values { caller.tick(now) }
        }
        giveBackLate()
        pump()
        settle()
    }

    // MARK: links

    func added(_ link: CarrierLink) -> Int {
        lastLink += 1
        links[lastLink] = link
        return lastLink
    }

    func isUp(_ link: CarrierLink, carrier name: String) {
        lastWords[link.place] = nil
        share.bound(link.place)
        meter.bound(link.place)
        let other = name.isEmpty ? "" : " to \(name)"
        if quiet.remove(link.place) == nil {
            events.append(.link(up: canSend, words: "\(link.place.words) is bound\(other)"))
        }
        pump()
    }

    /// `words`: nil where the end is no news.
    func isDown(_ link: CarrierLink, words: String?) {
        links[link.serial] = nil
        fallen.append((link, words))
        // While something is written its writer looks for those that fell.
        guard !isPumping else { return }
        pump()
        settle()
    }

    /// The carrier is there and answers no text.
    func isMute(_ link: CarrierLink) {
        mute.insert(link.place)
        report(link.place, "the carrier answers no text; one at a time is tried")
    }

    func buryFallen() {
        let gone = fallen
        fallen = []
        for (link, words) in gone {
            release(link.serial)
            if let words { report(link.place, words) } else { quiet.insert(link.place) }
        }
    }

    /// One of the host's addresses that could not be reached; how connecting ended is told elsewhere.
    func neverOpened(_ link: CarrierLink) {
        links[link.serial] = nil
        settle()
    }

    func couldNotConnect(_ place: BindPlace, _ error: any Error, _ ended: EventLoopPromise<LinkEnd>) {
        let words = LinkEnd.words(error, host: settings.host, port: settings.port)
        ended.succeed(LinkEnd(words: words))
        report(place, words)
        settle()
    }

    /// The same words once, however often a bind fails with them.
    private func report(_ place: BindPlace, _ words: String) {
        quiet.remove(place)
        guard lastWords[place] != words else { return }
        lastWords[place] = words
        events.append(.link(up: canSend, words: "\(place.words): \(words)"))
    }

    /// What is wrong and ends nothing, once, however often the carrier connects with it.
    func warn(_ place: BindPlace, _ words: String) {
        guard warnings.insert(words).inserted else { return }
        events.append(.remark("\(place.words): \(words)", warns: true))
    }

    /// Nothing is left to write.
    var isIdle: Bool { waiting.isEmpty && resting.isEmpty }

    /// There is a link that new texts may take.
    var canBegin: Bool { links.values.contains { $0.isSending && !$0.isLeaving } }

    var canSend: Bool { links.values.contains { $0.isSending } }

    /// Only texts that are partly out are still written to their end; links unbind when that is done and their windows are
    /// empty, or when the time for it is over.
    func drain() {
        guard !isDraining else { return }
        isDraining = true
        giveBack { !mayBeOut($0) }
        for link in links.values { leave(link) }
        settle()
    }
}
