import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

extension SMPPRoute {
    /// Writes what waits, as far as windows, pace and unsent bytes allow.
    func pump() {
        guard !isDraining else { return giveBack { _ in true } }
        guard canSend else { return giveBack { _ in true } }
        var done = 0
        while done < waiting.count, write(&waiting[done]) { done += 1 }
        if done > 0 { waiting.removeFirst(done) }
    }

    /// Writes the parts of one submission; false when it must wait.
    private func write(_ outgoing: inout Outgoing) -> Bool {
        let submission = outgoing.submission
        let parts = form.count(submission.text)
        while outgoing.next < parts {
            guard let link = link(for: &outgoing) else { return false }
            // The promise to stop at the lawful instant is kept here, in front of the write itself.
            guard ContinuousClock.now < submission.writeBefore, submission.validUntil > clock.now() else {
                end(submission, from: outgoing.next) { .unwritten($0, segment: $1) }
                return true
            }
            let now = now
            guard pace.take(now: now) else {
                pumpLater(pace.wait)
                return false
            }
            let covered = parts == submission.text.segments.count ? 1 : submission.text.segments.count
            let token = SegmentToken(attempt: submission.attempt, first: outgoing.next, count: covered)
            do {
                try link.write(
                    form.pdu(submission, outgoing.next, reference: outgoing.reference, now: clock.now()), token, now)
            } catch {
                let refusal = SendError(policy: .permanent, code: 0, words: "the text cannot be sent: \(error)")
                end(submission, from: outgoing.next) { .refused($0, segment: $1, refusal) }
                return true
            }
            writtenSegments += covered
            outgoing.next += 1
        }
        return true
    }

    /// The link the submission is on, or the one with the most room; nil when none can take a PDU now.
    private func link(for outgoing: inout Outgoing) -> SMPPLink? {
        if let serial = outgoing.link {
            guard let link = links[serial], link.canWrite else { return nil }
            return link
        }
        guard let best = links.values.filter(\.canWrite).max(by: { ($0.room, $1.serial) < ($1.room, $0.serial) }) else {
            return nil
        }
        outgoing.link = best.serial
        return best
    }

    private func pumpLater(_ wait: Duration) {
        guard !pumpScheduled else { return }
        pumpScheduled = true
        loop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) { [weak self] in
            guard let self else { return }
            self.pumpScheduled = false
            self.pump()
            self.settle()
        }
    }

    func giveBack(_ matches: (Outgoing) -> Bool) {
        guard !waiting.isEmpty else { return }
        var kept: [Outgoing] = []
        for outgoing in waiting {
            if matches(outgoing) {
                end(outgoing.submission, from: outgoing.next) { .unwritten($0, segment: $1) }
            } else {
                kept.append(outgoing)
            }
        }
        waiting = kept
    }

    /// What stood too long in the queue is given back though its turn has not come.
    func giveBackLate() {
        guard !waiting.isEmpty else { return }
        let (monotonic, law) = (ContinuousClock.now, clock.now())
        giveBack { $0.submission.writeBefore <= monotonic || $0.submission.validUntil <= law }
    }

    // MARK: answers

    func answered(_ token: SegmentToken, _ response: SMPP.MessageResponse) {
        endedSegments += token.count
        if response.status == .ok {
            let id = settings.receiptIDs.response(response.messageID)
            for segment in token.segments { events.append(.accepted(token.attempt, segment: segment, carrierID: id)) }
            return
        }
        let error = SendError(response.status, policies: settings.policies)
        if error.policy == .slowDown { pace.slowDown(now: now) }
        for segment in token.segments { events.append(.refused(token.attempt, segment: segment, error)) }
    }

    func unanswered(_ token: SegmentToken) {
        endedSegments += token.count
        for segment in token.segments { events.append(.unanswered(token.attempt, segment: segment)) }
    }
}

/// Which segments one PDU carries: one, or with `message_payload` all of a text.
struct SegmentToken: Sendable {
    var attempt: Attempt.ID
    var first: Int
    var count: Int

    var segments: Range<Int> { first..<(first + count) }
}
