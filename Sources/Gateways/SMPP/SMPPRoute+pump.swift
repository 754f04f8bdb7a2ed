import CarrierProtocols
import CivilTime
import Messaging
import NIOCore

extension SMPPRoute {
    /// Writes what waits, as far as windows, pace and unsent bytes allow.
    func pump() {
        if isDraining || !canBegin { giveBack { !mayBeOut($0) } }
        guard canSend else {
            // A stopping route gets no other link.
            if isDraining { giveBack { _ in true } }
            return
        }
        wakeResting()
        var done = 0
        while done < waiting.count, write(&waiting[done]) { done += 1 }
        if done > 0 { waiting.removeFirst(done) }
    }

    /// Writes the parts of one submission; false when it must wait.
    private func write(_ outgoing: inout Outgoing) -> Bool {
        let submission = outgoing.submission
        let covered = form.count(submission.text) > 1 ? 1 : submission.text.segments.count
        while !outgoing.segments.isEmpty {
            guard let link = link(for: &outgoing) else { return false }
            // The promise to stop at the lawful instant is kept here, in front of the write itself.
            guard !isTooLate(submission, .now, clock.now()), !isHopeless(outgoing) else {
                giveBack(outgoing)
                return true
            }
            let now = now
            guard pace.take(now: now) else {
                pumpLater(pace.wait)
                return false
            }
            let first = outgoing.segments.lowerBound
            let token = SegmentToken(
                attempt: submission.attempt, first: first, count: covered, tries: outgoing.tries + 1)
            do {
                try link.write(
                    form.pdu(submission, first, reference: outgoing.reference, now: clock.now()), token, now)
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
    private func link(for outgoing: inout Outgoing) -> SMPPLink? {
        if let serial = outgoing.link {
            guard let link = links[serial], link.canWrite else { return nil }
            return link
        }
        let able = links.values.filter { $0.canWrite && (!$0.isLeaving || isDraining) }
        guard let best = able.max(by: { ($0.room, $1.serial) < ($1.room, $0.serial) }) else { return nil }
        outgoing.link = best.serial
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

    func answered(_ token: SegmentToken, _ response: SMPP.MessageResponse, on link: Int) {
        if response.status == .ok {
            let id = settings.receiptIDs.response(response.messageID)
            for segment in token.segments { events.append(.accepted(token.attempt, segment: segment, carrierID: id)) }
            endedSegments += token.count
            change(token.attempt) { $0.accepted() }
            return
        }
        let error = SendError(response.status, policies: settings.policies)
        if error.policy == .slowDown {
            pace.slowDown(now: now)
            if putOff(token, error, on: link) { return }
        }
        for segment in token.segments { events.append(.refused(token.attempt, segment: segment, error)) }
        endedSegments += token.count
        change(token.attempt) { $0.refused() }
    }

    func unanswered(_ token: SegmentToken) {
        for segment in token.segments { events.append(.unanswered(token.attempt, segment: segment)) }
        endedSegments += token.count
        change(token.attempt) { $0.unanswered() }
    }
}

/// Which segments one PDU carries: one, or with `message_payload` all of a text.
struct SegmentToken: Sendable {
    var attempt: Attempt.ID
    var first: Int
    var count: Int
    /// Times it was written, this one included.
    var tries: Int

    var segments: Range<Int> { first..<(first + count) }
}
