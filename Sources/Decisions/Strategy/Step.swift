package import CivilTime
package import LoanBook
package import Messaging

/// One step of a strategy: what is told when, or what a person does then.
package struct Step: Sendable, Hashable {
    /// What becomes of a step that could not go out on its own day.
    package enum Lateness: String, Sendable, CaseIterable {
        /// Told on the days of `lateDays` too.
        case send
        /// Told on its own day or not at all.
        case skip
        /// Told later only when nothing newer is to be told to the borrower.
        case replace
    }

    /// Stable across versions of a strategy: part of every claim.
    package var id: String
    /// Of the message; of a task the purpose that a message in its place would have.
    package var purpose: Purpose
    /// Empty for a task.
    package var template: String
    /// The text about several loans at once; nil: each loan is told by itself.
    package var mergedTemplate: String?
    package var anchor: Anchor
    /// Hour in the borrower's zone before which the step does not go out.
    package var at: TimeOfDay
    /// Within which hours the borrower's own hour takes the place of `at`; nil where it does not.
    package var preferred: Preference.Hours?
    /// For so many days after its own the step is still true and sent.
    package var lateDays: Int
    package var late: Lateness
    package var channel: Channel
    /// The strategy's condition, its segment's and its own, as far as there are any: all must hold for it to be decided.
    package var when: [Condition]
    /// The key of the segment that it is for.
    package var segment: String?
    /// The arm that it is for.
    package var arm: Experiment.ArmName?
    /// The kind of the task that a person gets instead of a message to the borrower.
    package var task: String?

    package init(
        id: String, purpose: Purpose, template: String, anchor: Anchor, at: TimeOfDay, lateDays: Int, channel: Channel,
        when: [Condition] = [], late: Lateness = .send, segment: String? = nil, arm: Experiment.ArmName? = nil,
        task: String? = nil, mergedTemplate: String? = nil, preferred: Preference.Hours? = nil
    ) {
        self.id = id
        self.purpose = purpose
        self.template = template
        self.mergedTemplate = mergedTemplate
        self.anchor = anchor
        self.at = at
        self.lateDays = lateDays
        self.late = late
        self.channel = channel
        self.when = when
        self.segment = segment
        self.arm = arm
        self.task = task
        self.preferred = preferred
    }
}

extension Step {
    /// The first day on which a step that hangs on an instalment can be true of this one.
    func firstDay(of instalment: Instalment) -> CivilDate {
        switch anchor {
        case .daysBeforeDue(let days), .arrangementDue(let days): instalment.dueOn + -days
        case .daysPastDue(let days): instalment.dueOn + days
        default: instalment.dueOn
        }
    }
}
