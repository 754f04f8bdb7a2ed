internal import CivilTime
internal import LoanBook
internal import Messaging

extension WindowRule {
    /// How far ahead an opening is looked for.
    static let horizon_s: Int64 = 62 * 86_400

    /// The intersection over all the borrower's clocks.
    func judge(_ contact: ProposedContact, _ history: History, _ clocks: [LocalMoment]) -> Speech {
        if isLifted(contact, history, clocks) { return .allow(until: nil) }
        var until: Instant?
        var held: (until: Instant, detail: String)?
        for clock in clocks {
            if case .open(let hours) = day(clock.date), hours.holds(clock.time) {
                let end = end(of: hours, at: clock)
                until = until.map { min($0, end) } ?? end
                continue
            }
            guard let opening = opening(after: clock) else {
                return .suppress("\(objection(clock)); no opening within 62 days")
            }
            if let known = held, known.until >= opening { continue }
            held = (opening, objection(clock))
        }
        if let held { return .hold(until: held.until, held.detail) }
        return .allow(until: until)
    }

    private func isLifted(_ contact: ProposedContact, _ history: History, _ clocks: [LocalMoment]) -> Bool {
        if let days = exception.daysPastDueOver, contact.daysPastDue > days { return true }
        if let flag = exception.flag, let clock = clocks.first,
            history.stands(flag, at: Instant(seconds: clock.second))
        {
            return true
        }
        guard exception.consent, let point = contact.contactPoint else { return false }
        return history.latestConsent(point.id, contact.purpose.messageClass)?.given == true
    }

    /// The end of the hours at hand, at most a day ahead; hours that touch across midnight are one.
    private func end(of hours: Hours, at start: LocalMoment) -> Instant {
        var clock = start
        var hours = hours
        while clock.second < start.second + 86_400 {
            let end = clock.second + Int64(hours.end - clock.time)
            // Where the clocks change first, the hours are read anew from there.
            if end <= clock.changesAt, hours.end < TimeOfDay.endOfDay.seconds { return Instant(seconds: end) }
            let next = min(end, clock.changesAt)
            let moment = clock.moved(to: next)
            guard next < start.second + 86_400, case .open(let more) = day(moment.date), more.holds(moment.time) else {
                return Instant(seconds: next)
            }
            clock = moment
            hours = more
        }
        return Instant(seconds: clock.second)
    }

    /// The first second at or after `start` inside the hours of this clock.
    private func opening(after start: LocalMoment) -> Instant? {
        var clock = start
        while clock.second <= start.second + WindowRule.horizon_s {
            var next = clock.second + Int64(TimeOfDay.endOfDay.seconds - clock.time)
            if case .open(let hours) = day(clock.date), clock.time < hours.end {
                if hours.holds(clock.time) { return Instant(seconds: clock.second) }
                next = clock.second + Int64(hours.first - clock.time)
            }
            clock = clock.moved(to: min(next, clock.changesAt))
        }
        return nil
    }

    private func objection(_ clock: LocalMoment) -> String {
        switch day(clock.date) {
        case .closed(let why): return "\(why) in \(clock.zone.id), when no contact is made"
        case .unknown(let why): return why
        case .open(let hours):
            let time = TimeOfDay(seconds: clock.time)
            let early = clock.time < hours.first
            let boundary = TimeOfDay(seconds: early ? hours.first : hours.end - 1).description
            return "\(time.full) in \(clock.zone.id) is \(early ? "before" : "after") \(boundary)"
        }
    }
}
