/// Who hears what when: the steps of one file, in a form that deciding can go through quickly.
package struct Strategy: Sendable {
    package let key: String
    /// SHA-256 of the file in lower-case hex.
    package let version: String
    /// In the order of the file.
    package let steps: [Step]

    /// Steps before the due date, the earliest first: the last one that applies is the one to tell.
    let upcoming: [(days: Int, step: Step)]
    let dueDay: Step?
    /// Steps by days past due, ascending.
    let overdue: [(days: Int, step: Step)]
    let paymentReceived: Step?
    let loanSettled: Step?
    package let optOut: Step?

    package init(key: String, version: String, steps: [Step]) {
        self.key = key
        self.version = version
        self.steps = steps
        var upcoming: [(days: Int, step: Step)] = []
        var overdue: [(days: Int, step: Step)] = []
        var single: [Step.Anchor: Step] = [:]
        for step in steps {
            switch step.anchor {
            case .daysBeforeDue(let days): upcoming.append((days, step))
            case .daysPastDue(let days): overdue.append((days, step))
            case .dueDay, .paymentReceived, .loanSettled, .optOut, .broadcast:
                single[step.anchor] = step
            }
        }
        self.upcoming = upcoming.sorted { $0.days > $1.days }
        self.overdue = overdue.sorted { $0.days < $1.days }
        dueDay = single[.dueDay]
        paymentReceived = single[.paymentReceived]
        loanSettled = single[.loanSettled]
        optOut = single[.optOut]
    }

    package func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// The overdue step of a day: the latest that has begun and is not too late; an earlier one never comes after it.
    func overdueStep(daysPastDue: Int) -> Step? {
        guard let latest = overdue.last(where: { $0.days <= daysPastDue }) else { return nil }
        return daysPastDue <= latest.days + latest.step.lateDays ? latest.step : nil
    }

    /// The step of a day `daysLeft` before (0: on) an instalment's due date. A late reminder is still one: it never
    /// runs into the due day itself.
    func reminderStep(daysLeft: Int) -> Step? {
        if daysLeft == 0 { return dueDay }
        guard daysLeft > 0, let latest = upcoming.last(where: { $0.days >= daysLeft }) else { return nil }
        return daysLeft >= latest.days - latest.step.lateDays ? latest.step : nil
    }
}
