import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

/// Strategies of a few steps over the texts that overdue loans have in the built-in files.
enum SampleStrategy {
    static func parse(_ yaml: String) throws -> Strategy {
        try Strategy.parse(yaml: yaml, file: "s.yaml", templates: Sample.templates(), zones: Sample.zones)
    }

    static func context(_ yaml: String, _ portfolio: Portfolio = Sample.chinese) throws -> DecisionContext {
        var context = try Sample.context(portfolio)
        context.strategy = try parse(yaml)
        return context
    }

    /// A message at seven days past due.
    static func overdue(_ id: String, days: Int = 7, template: String = "overdue.7", _ more: String = "") -> String {
        """
          - id: \(id)
            purpose: overdue.notice
            template: \(template)
            anchor: {days_past_due: \(days)}
            at: "10:00"
            channel: sms
        \(more.isEmpty ? "" : more.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n") + "\n")
        """
    }

    /// What the strategy says at midnight of the day in the portfolio's zone, to a borrower whose payments are known.
    static func decisions(
        _ snapshot: BorrowerSnapshot, on iso: String, _ context: DecisionContext, claimed: Set<Claim> = []
    ) throws -> [Decision] {
        var snapshot = snapshot
        let (date, now) = moment(iso, context)
        snapshot.paymentsAsOf = now - .hours(6)
        return decide(snapshot, context: context, claimed: claimed.contains, on: date, now: now)
    }

    static func moment(_ iso: String, _ context: DecisionContext) -> (CivilDate, Instant) {
        let date = Sample.date(iso)
        return (
            date,
            Sample.zones.zone(context.portfolio.zone)?.instant(date, TimeOfDay(seconds: 0)) ?? .distantPast
        )
    }

    /// What submission does with a claim at an hour of the borrower's day.
    static func recheck(
        _ claim: Claim, _ snapshot: BorrowerSnapshot, on iso: String, _ context: DecisionContext, hour: Int64 = 11
    ) -> Recheck {
        var snapshot = snapshot
        let now = moment(iso, context).1 + .hours(hour)
        snapshot.paymentsAsOf = now - .hours(6)
        return Decisions.recheck(claim, stepID: claim.step, snapshot: snapshot, context: context, now: now)
    }
}

extension SampleStrategy {
    /// Reads `yaml`, a word of it replaced where one is given, and expects a fault that says `what` and how to mend it, at its
    /// place where one is given.
    static func expectFault(
        _ what: String, in yaml: String, replacing word: (from: String, to: String)? = nil,
        at place: (line: Int, column: Int)? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let changed = word.map { yaml.replacing($0.from, with: $0.to) } ?? yaml
        #expect(word == nil || changed != yaml, "nothing was replaced", sourceLocation: sourceLocation)
        let faults = #expect(throws: Faults.self, sourceLocation: sourceLocation) { try parse(changed) }
        let fault = faults?.list.first { $0.what.contains(what) }
        let said = Comment(rawValue: faults?.description ?? "")
        #expect(fault?.file == "s.yaml" && fault?.fix.isEmpty == false, said, sourceLocation: sourceLocation)
        guard let place else { return }
        #expect(fault?.line == place.line && fault?.column == place.column, said, sourceLocation: sourceLocation)
    }
}

extension Recheck {
    var words: String {
        switch self {
        case .send: "send"
        case .hold(_, let reason, _): "hold: \(reason)"
        case .suppress(let reason, _): "suppress: \(reason)"
        case .superseded(let reason): "superseded: \(reason)"
        }
    }
}
