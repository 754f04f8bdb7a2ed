package import CivilTime
package import Compliance
package import LoanBook
package import Messaging

/// A step for one occurrence, with all that its text needs. Personal.
package struct PlannedStep: Sendable {
    package var claim: Claim
    package var step: Step
    package var loan: Loan.ID?
    package var contactPoint: ContactPoint?
    package var values: RenderValues
    package var daysPastDue: Int
    /// BCP 47, of the text if there is one, else of the borrower.
    package var language: String
    /// The template's own version; 0 when there is no template in the borrower's language.
    package var templateVersion: Int
    /// With the amounts of this look; empty when there is no text to be had.
    package var text: String
    /// The step's hour in the borrower's zone, or the moment of the look when that has passed.
    package var dueAt: Instant
    /// The strategy that says it.
    package var strategy: Strategy.Name
    /// The borrower's arm of each of the strategy's experiments.
    package var arms: [Experiment.ArmName]
    /// Every claim by which the same may have been told: see `Occurrence.claims`.
    package var claims: [Claim]
    /// Where it tells of several things at once, each of them, `claim`'s first; empty where it tells of one.
    package var merged: [Told] = []
    /// What would be told with it, and must not be now.
    package var leftOut: [LeftOut] = []
    /// The rungs above the step, for when it is not delivered.
    package var ladder: [Step]
    /// The hour that took the place of the step's own, where it follows the borrower's; `step.at` is that hour.
    package var hour: StepHour?

    package init(
        claim: Claim, step: Step, loan: Loan.ID?, contactPoint: ContactPoint?, values: RenderValues, daysPastDue: Int,
        language: String, templateVersion: Int, text: String, dueAt: Instant,
        strategy: Strategy.Name, arms: [Experiment.ArmName], claims: [Claim],
        ladder: [Step] = []
    ) {
        self.claim = claim
        self.step = step
        self.loan = loan
        self.contactPoint = contactPoint
        self.values = values
        self.daysPastDue = daysPastDue
        self.language = language
        self.templateVersion = templateVersion
        self.text = text
        self.dueAt = dueAt
        self.strategy = strategy
        self.arms = arms
        self.claims = claims
        self.ladder = ladder
    }
}

extension PlannedStep {
    /// One of several things that a message tells of.
    package struct Told: Sendable, Hashable {
        package var claim: Claim
        package var loan: Loan.ID
        package var reference: Reference
        package var daysPastDue: Int
    }

    package struct LeftOut: Sendable, Hashable {
        package var claim: Claim
        package var reason: String
    }

    /// What an attempt of it consumes.
    package var told: [Claim] { merged.isEmpty ? [claim] : merged.map(\.claim) }

    /// The loans that it names, each once, in its order.
    package var loans: [Loan.ID] {
        if merged.isEmpty { return loan.map { [$0] } ?? [] }
        return merged.reduce(into: []) { loans, told in if !loans.contains(told.loan) { loans.append(told.loan) } }
    }

    /// The lender's own references of the loans that a merged message names; empty otherwise.
    package var references: [Reference] {
        merged.reduce(into: []) { names, told in if !names.contains(told.reference) { names.append(told.reference) } }
    }

    /// The contacts that it is, at `at`: one, and a mention of each further loan.
    package func contacts(at: Instant) -> [PastContact] {
        let contact = PastContact(
            kind: step.purpose == .optOutConfirmation ? .confirmation : .message, channel: step.channel,
            messageClass: step.purpose.messageClass, contactPoint: contactPoint?.id, loan: loan, at: at)
        return merged.isEmpty ? [contact] : PastContact.naming(loans, contact)
    }
}

/// What is to become of one step, and why. The verdict is nil where the law was not asked: the facts alone said no.
package enum Decision: Sendable {
    case send(PlannedStep, Verdict)
    case hold(PlannedStep, until: Instant, reason: String, Verdict?)
    case suppress(PlannedStep, reason: String, Verdict?)
    /// Nothing is said to the borrower: a person has something to do.
    case task(PlannedStep)

    package var planned: PlannedStep {
        switch self {
        case .send(let planned, _), .hold(let planned, _, _, _), .suppress(let planned, _, _), .task(let planned):
            planned
        }
    }

    package var verdict: Verdict? {
        switch self {
        case .send(_, let verdict): verdict
        case .hold(_, _, _, let verdict), .suppress(_, _, let verdict): verdict
        case .task: nil
        }
    }

    /// Under which a list of decisions counts this one: the rule that decided, or Dunlin's own reason; nil for a send and
    /// a task.
    package var heading: String? {
        switch self {
        case .send, .task: nil
        case .hold(_, _, let reason, let verdict): verdict?.holding?.rule ?? reason
        case .suppress(_, let reason, let verdict): verdict?.suppressing?.rule ?? reason
        }
    }
}

extension Verdict {
    /// The first rule that forbids.
    var suppressing: Finding? { findings.first { $0.outcome == .suppress } }

    /// The rule that holds longest, or the first that holds.
    var holding: Finding? {
        var longest: (finding: Finding, until: Instant)?
        for finding in findings {
            guard case .hold(let until) = finding.outcome else { continue }
            if longest.map({ $0.until < until }) ?? true { longest = (finding, until) }
        }
        return longest?.finding
    }
}
