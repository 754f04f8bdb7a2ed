import CivilTime
import Messaging

// A carrier that is asked for too much says so of single parts. Delivery can only send whole texts again, which would bring
// the parts that were taken a second time; so a put-off part stays here until the carrier takes it or its bound is reached.
extension CarrierRoute {
    /// Keeps a part that the carrier wants later; false when the refusal is to be reported.
    func putOff(_ token: SegmentToken, _ error: SendError, on link: Int) -> Bool {
        guard let text = texts[token.attempt], !text.isBroken,
            let pause = settings.resending.pause(tries: token.tries, age: now - text.since)
        else { return false }
        texts[token.attempt]?.putOff()
        writtenSegments -= token.count
        resting.append(
            Outgoing(
                submission: text.submission, reference: text.reference, segments: token.segments, link: link,
                refusal: error, tries: token.tries, notBefore: now + pause))
        pumpLater(pause)
        return true
    }

    /// Parts whose pause is over go before all that waits.
    func wakeResting() {
        let now = now
        guard resting.contains(where: { $0.notBefore <= now }) else { return }
        waiting.insert(contentsOf: resting.filter { $0.notBefore <= now }, at: 0)
        resting.removeAll { $0.notBefore <= now }
    }

    func mayBeOut(_ outgoing: Outgoing) -> Bool { texts[outgoing.submission.attempt]?.mayBeOut ?? false }

    func mayBeOut(besides token: SegmentToken) -> Bool { texts[token.attempt]?.mayBeOutBesidesOne ?? false }

    /// What waits for a link that is gone may take any other, unless nothing of its text is out and delivery can send it anew.
    func release(_ link: Int) {
        giveBack { $0.link == link && !$0.isUntouched && !mayBeOut($0) }
        for index in waiting.indices where waiting[index].link == link {
            waiting[index].link = nil
            waiting[index].hasLostLink = !waiting[index].isUntouched
        }
        for index in resting.indices where resting[index].link == link {
            resting[index].link = nil
            resting[index].hasLostLink = true
            // Connecting again is pause enough.
            resting[index].notBefore = .zero
        }
    }

    /// Whether a part that waits for a second chance will not get it.
    func isHopeless(_ outgoing: Outgoing) -> Bool {
        guard outgoing.refusal != nil || outgoing.hasLostLink, let text = texts[outgoing.submission.attempt] else {
            return false
        }
        return text.isBroken || now - text.since >= settings.resending.limit
    }

    /// Gives back what satisfies `matches`. A put-off part of a text that is partly out was refused, as far as delivery may
    /// know: `unwritten` would promise that the text can safely be sent again.
    func giveBack(_ matches: (Outgoing) -> Bool) {
        func kept(_ list: [Outgoing]) -> [Outgoing] {
            list.filter { outgoing in
                guard matches(outgoing) else { return true }
                giveBack(outgoing)
                return false
            }
        }
        if !waiting.isEmpty { waiting = kept(waiting) }
        if !resting.isEmpty { resting = kept(resting) }
    }

    func giveBack(_ outgoing: Outgoing) {
        end(outgoing, refused: mayBeOut(outgoing) || isHopeless(outgoing) ? outgoing.refusal : nil)
    }

    /// What stood too long in the queue is given back though its turn has not come.
    func giveBackLate() {
        guard !isIdle else { return }
        let moment = moment
        giveBack { moment.isTooLate($0.submission) || isHopeless($0) }
    }

    /// Ends what is left of a submission and not on the wire: as unwritten where nobody refused it.
    func end(_ outgoing: Outgoing, refused: SendError?) {
        let (attempt, count) = (outgoing.submission.attempt, outgoing.segments.count)
        for segment in outgoing.segments {
            events.append(
                refused.map { .refused(attempt, segment: segment, $0) } ?? .unwritten(attempt, segment: segment))
        }
        writtenSegments += count
        endedSegments += count
        change(attempt) { $0.gaveUp(count, isRefused: refused != nil) }
    }

    /// Notes what became of parts; a text without open parts is forgotten.
    func change(_ attempt: Attempt.ID, _ change: (inout TextInParts) -> Void) {
        guard var text = texts[attempt] else { return }
        change(&text)
        texts[attempt] = text.open > 0 ? text : nil
    }
}
