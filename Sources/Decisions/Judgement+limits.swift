internal import CivilTime
internal import Compliance
internal import LoanBook
internal import Messaging

extension Judgement {
    /// The decision, unless the borrower has heard enough: then it waits for a quieter day.
    func limited(_ decision: Decision, ahead: [Instant]) -> Decision {
        guard case .send(let planned, let verdict) = decision, !strategy.limits.isNone,
            !planned.step.purpose.isStatutory, let zone
        else { return decision }
        let told = counted.contacts.lazy.filter { $0.kind == .message }.map(\.at) + ahead
        var waits: (until: Instant, reason: String)?
        func wait(_ until: Instant, _ most: Int, _ period: String) {
            if waits.map({ $0.until >= until }) ?? false { return }
            waits = (
                until, "the strategy allows \(most) message\(most == 1 ? "" : "s") a \(period) to one borrower"
            )
        }
        let day = zone.civil(at: planned.dueAt).date
        if let most = strategy.limits.messagesADay, told.count(where: { zone.civil(at: $0).date == day }) >= most {
            wait(zone.instant(day + 1, planned.step.at), most, "day")
        }
        if let most = strategy.limits.messagesAWeek {
            let recent = told.filter { planned.dueAt - $0 < .days(7) }.sorted()
            if recent.count >= most { wait(recent[recent.count - most] + .days(7), most, "week") }
        }
        return waits.map { .hold(planned, until: $0.until, reason: $0.reason, verdict) } ?? decision
    }
}
