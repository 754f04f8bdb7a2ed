import CivilTime
import Messaging
import NIOCore

extension CarrierRoute {
    /// Writes what waits, as far as windows, pace and unsent bytes allow.
    func pump() {
        // A write may tell of the end of its link before it returns, and whoever hears of that pumps.
        guard !isPumping else { return }
        isPumping = true
        repeat {
            buryFallen()
            if isDraining || !canBegin { giveBack { !mayBeOut($0) } }
            if canSend {
                writeWaiting()
            } else if isDraining {
                // A stopping route gets no other link.
                giveBack { _ in true }
            }
        } while !fallen.isEmpty
        isPumping = false
    }

    private func writeWaiting() {
        wakeResting()
        guard !waiting.isEmpty else { return }
        let moment = moment
        var done = 0
        while done < waiting.count {
            // Copied out: a write that fails reads from the socket before it closes it, and comes back here.
            var outgoing = waiting[done]
            let isDone = write(&outgoing, at: moment)
            waiting[done] = outgoing
            guard isDone else { break }
            done += 1
        }
        if done > 0 { waiting.removeFirst(done) }
        for link in links.values { link.flush() }
    }

    /// Gathers the parts of one submission on its link; false when it must wait.
    private func write(_ outgoing: inout Outgoing, at moment: Moment) -> Bool {
        let submission = outgoing.submission
        let covered = carrier.count(submission.text) > 1 ? 1 : submission.text.segments.count
        while !outgoing.segments.isEmpty {
            guard let link = link(for: &outgoing) else { return false }
            guard !moment.isTooLate(submission), !isHopeless(outgoing) else {
                giveBack(outgoing)
                return true
            }
            let now = origin.duration(to: moment.monotonic)
            guard pace.take(now: now) else {
                pumpLater(pace.wait)
                return false
            }
            let first = outgoing.segments.lowerBound
            let token = SegmentToken(
                attempt: submission.attempt, first: first, count: covered, tries: outgoing.tries + 1, writtenAt: now)
            do {
                try link.write(
                    OutgoingPart(
                        submission: submission, reference: outgoing.reference, token: token, law: moment.law),
                    refusal: outgoing.refusal)
            } catch {
                let refusal = SendError(policy: .permanent, code: 0, words: "the text cannot be sent: \(error)")
                end(outgoing, refused: refusal)
                return true
            }
            writtenSegments += covered
            texts[submission.attempt]?.written()
            outgoing.segments.removeFirst(covered)
        }
        return true
    }

    /// The link the submission is on, or the one with the most room; nil when none can take a PDU now.
    private func link(for outgoing: inout Outgoing) -> CarrierLink? {
        if let serial = outgoing.link {
            guard let link = links[serial], link.canWrite else { return nil }
            return link
        }
        var best: CarrierLink?
        for link in links.values where link.canWrite && (!link.isLeaving || isDraining) {
            guard let other = best else {
                best = link
                continue
            }
            if (link.room, other.serial) > (other.room, link.serial) { best = link }
        }
        outgoing.link = best?.serial
        return best
    }

    func pumpLater(_ wait: Duration) {
        let due = now + wait
        if let pumpAt, pumpAt <= due { return }
        pumpAt = due
        loop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) { [weak self] in
            guard let self else { return }
            if self.pumpAt == due { self.pumpAt = nil }
            self.pump()
            self.settle()
        }
    }

    // MARK: answers

    func accepted(_ token: SegmentToken, carrierID: String, now: Duration) {
        meter.responseTimes.add(now - token.writtenAt)
        pace.answered(putOff: false, writtenAt: token.writtenAt, now: .zero)
        for segment in token.segments {
            events.append(.accepted(token.attempt, segment: segment, carrierID: carrierID))
        }
        endedSegments += token.count
        change(token.attempt) { $0.accepted() }
    }

    func refused(_ token: SegmentToken, _ error: SendError, on link: Int, now: Duration) {
        meter.responseTimes.add(now - token.writtenAt)
        let isPutOff = error.policy == .slowDown
        if isPutOff { meter.throttled += 1 }
        pace.answered(putOff: isPutOff, writtenAt: token.writtenAt, now: now)
        if isPutOff, putOff(token, error, on: link) {
            meter.putOff += 1
            return
        }
        for segment in token.segments { events.append(.refused(token.attempt, segment: segment, error)) }
        endedSegments += token.count
        change(token.attempt) { $0.refused() }
    }

    /// The last look before the write found it too late: no byte of it has left.
    func withdrawn(_ text: OutboundBatch.Text) {
        let token = text.token
        let refusal = mayBeOut(besides: token) ? text.refusal : nil
        for segment in token.segments {
            events.append(
                refusal.map { .refused(token.attempt, segment: segment, $0) }
                    ?? .unwritten(token.attempt, segment: segment))
        }
        endedSegments += token.count
        change(token.attempt) { $0.withdrawn(isRefused: refusal != nil) }
    }

    func unanswered(_ token: SegmentToken) {
        meter.unanswered += 1
        for segment in token.segments { events.append(.unanswered(token.attempt, segment: segment)) }
        endedSegments += token.count
        change(token.attempt) { $0.unanswered() }
    }
}
