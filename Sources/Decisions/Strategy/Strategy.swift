package import CivilTime
internal import LoanBook
internal import Messaging

/// Who hears what when: the steps of one file, in a form that deciding can go through quickly. One object, since every
/// decision on every core holds it.
package final class Strategy: Sendable {
    /// Which file said it.
    package struct Name: Sendable, Hashable {
        package var key: String
        package var version: String
    }

    package let key: String
    /// SHA-256 of the file in lower-case hex.
    package let version: String
    /// In the order of the file.
    package let steps: [Step]
    package let experiments: [Experiment]
    package let limits: QuietLimits
    /// The kind of work that a borrower without a usable number makes; nil for none.
    package let taskWithoutNumber: String?

    /// Steps before the due date, the earliest first: the last that apply are the ones to tell. Where several steps hang on
    /// one fact they stand together here, in the order of the file; the first that is meant speaks.
    let upcoming: [DaySteps]
    let dueDay: [Step]
    /// Steps by days past due, ascending.
    let overdue: [DaySteps]
    let arrangementDue: [DaySteps]
    let promiseDue: [DaySteps]
    private let others: [Step.Anchor: [Step]]
    let events: EventSteps
    package let optOut: Step?
    /// Steps that hang on another's message, by the id of that one; those of one anchor together.
    let rungs: [String: [[Step]]]
    /// The same without rungs, each step true for as long as the ladder above it may speak; nil where there is no ladder.
    let patient: Strategy?
    /// Whether one step alone hangs on each fact, and all of them are for everybody.
    let isPlain: Bool
    /// Whether a late step may yield to a newer one.
    let replaces: Bool
    /// Whether a step may tell of several loans in one message.
    package let merges: Bool

    struct DaySteps: Sendable {
        var days: Int
        var steps: [Step]
    }

    package init(
        key: String, version: String, steps: [Step], experiments: [Experiment] = [], limits: QuietLimits = .none,
        taskWithoutNumber: String? = nil
    ) {
        self.key = key
        self.version = version
        self.steps = steps
        self.experiments = experiments
        self.limits = limits
        self.taskWithoutNumber = taskWithoutNumber
        var together: [Step.Anchor: [Step]] = [:]
        for step in steps { together[step.anchor, default: []].append(step) }
        func byDays(_ days: (Step.Anchor) -> Int?) -> [DaySteps] {
            together.compactMap { anchor, steps in days(anchor).map { DaySteps(days: $0, steps: steps) } }
                .sorted { $0.days < $1.days }
        }
        upcoming = byDays { if case .daysBeforeDue(let days) = $0 { days } else { nil } }.reversed()
        overdue = byDays { if case .daysPastDue(let days) = $0 { days } else { nil } }
        arrangementDue = byDays { if case .arrangementDue(let days) = $0 { days } else { nil } }.reversed()
        promiseDue = byDays { if case .promiseDue(let days) = $0 { days } else { nil } }.reversed()
        dueDay = together[.dueDay] ?? []
        events = EventSteps(together)
        optOut = together[.optOut]?.first
        others = together
        rungs = Self.rungs(steps)
        patient =
            rungs.isEmpty
            ? nil : Strategy(key: key, version: version, steps: Self.patient(steps, rungs))
        isPlain =
            experiments.isEmpty && together.values.allSatisfy { $0.count == 1 } && steps.allSatisfy { $0.when.isEmpty }
        replaces = steps.contains { $0.late == .replace }
        merges = steps.contains { $0.mergedTemplate != nil }
    }

    package var name: Name { Name(key: key, version: version) }

    package func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// The steps that hang on one fact, in the order of the file.
    func steps(on anchor: Step.Anchor) -> [Step] { others[anchor] ?? [] }

    /// Whether somebody may be wished well on this date; who, only the borrowers' own records say.
    package func wishes(on date: CivilDate) -> Bool { !events.birthday.isEmpty || !festivals(on: date).isEmpty }

    /// The festivals of a date that steps hang on, each with them; no date has two for one step.
    func festivals(on date: CivilDate) -> [(festival: Festival, steps: [Step])] {
        if events.festivals.isEmpty { return [] }
        let today = Festival.on(date)
        return events.festivals.compactMap { festivals, steps in
            festivals.first(where: today.contains).map { ($0, steps) }
        }
    }

    /// Whether it may have something to tell that no loan and no application shows.
    package var isPersonal: Bool { !events.birthday.isEmpty || !events.festivals.isEmpty || !events.dispute.isEmpty }

    /// For how many days after a dispute was raised it is answered; nil when no step does.
    package var disputeDays: Int? { events.dispute.isEmpty ? nil : events.dispute.mostLateDays }

    /// The overdue steps of a day: the latest that have begun and are not too late; earlier ones never come after them.
    func overdueSteps(daysPastDue: Int) -> [Step]? {
        guard let latest = overdue.last(where: { $0.days <= daysPastDue }) else { return nil }
        return daysPastDue <= latest.days + latest.steps.mostLateDays ? latest.steps : nil
    }

    /// The steps of a day `daysLeft` before (0: on) an instalment's due date. A late reminder is still one: it never
    /// runs into the due day itself.
    func reminderSteps(daysLeft: Int) -> [Step]? {
        if daysLeft == 0 { return dueDay.isEmpty ? nil : dueDay }
        return Self.steps(upcoming, daysLeft: daysLeft)
    }

    /// Of steps that stand by days before a day, the earliest first, those that speak `daysLeft` before it. On the day
    /// itself only those of the day do.
    static func steps(_ byDays: [DaySteps], daysLeft: Int) -> [Step]? {
        guard daysLeft >= 0, let latest = byDays.last(where: { $0.days >= daysLeft }) else { return nil }
        if daysLeft == 0, latest.days > 0 { return nil }
        return daysLeft >= latest.days - latest.steps.mostLateDays ? latest.steps : nil
    }
}

/// Steps that hang on something that happened, by what it was.
struct EventSteps: Sendable {
    let paymentReceived, paymentPartial, paymentFailed, loanSettled: [Step]
    let disbursed, scheduleChanged, rateChanged, debtValidation: [Step]
    let arrangementOffered, arrangementAgreed, arrangementBroken, promiseMade: [Step]
    let dispute, birthday: [Step]
    let festivals: [(festivals: [Festival], steps: [Step])]
    let hasApplications: Bool
    /// Whether payments are looked through for what to tell.
    let hasPayments: Bool

    init(_ steps: [Step.Anchor: [Step]]) {
        func on(_ anchor: Step.Anchor) -> [Step] { steps[anchor] ?? [] }
        paymentReceived = on(.paymentReceived)
        paymentPartial = on(.paymentPartial)
        paymentFailed = on(.paymentFailed)
        loanSettled = on(.loanSettled)
        disbursed = on(.disbursed)
        scheduleChanged = on(.scheduleChanged)
        rateChanged = on(.rateChanged)
        debtValidation = on(.debtValidation)
        arrangementOffered = on(.arrangementOffered)
        arrangementAgreed = on(.arrangementAgreed)
        arrangementBroken = on(.arrangementBroken)
        promiseMade = on(.promiseMade)
        dispute = on(.disputeRaised)
        birthday = on(.birthday)
        var festivals: [(festivals: [Festival], steps: [Step])] = []
        for (anchor, steps) in steps {
            if case .festival(let keys) = anchor { festivals.append((keys, steps)) }
        }
        self.festivals = festivals.sorted { ($0.steps.first?.id ?? "") < ($1.steps.first?.id ?? "") }
        hasApplications = Application.Status.allCases.contains { steps[.application($0)] != nil }
        hasPayments = !(paymentReceived.isEmpty && paymentPartial.isEmpty)
    }
}

extension [Step] {
    /// The greatest lateness of steps that hang on one fact; the one that is meant may allow less.
    var mostLateDays: Int { reduce(0) { Swift.max($0, $1.lateDays) } }
}
