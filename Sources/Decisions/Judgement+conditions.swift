internal import LoanBook

extension Judgement {
    /// The occurrence as the first of its steps tells it that is meant for this borrower; nil if none is.
    ///
    /// A step is meant if the borrower is in its arm and its conditions hold. A doubt stays with the occurrence, and
    /// silences it and the steps behind (promise P10); but a condition that surely fails decides, whatever is not known
    /// of another.
    func meant(_ occurrence: Occurrence) -> Occurrence? {
        if case .validation = occurrence.subject, context.portfolio.role != .thirdPartyCollector { return nil }
        var facts: BookFacts?
        for step in occurrence.steps where occurrence.daysLate <= step.lateDays {
            if let arm = step.arm, !arms.contains(arm) { continue }
            var found = occurrence.told(by: step)
            if !step.when.isEmpty {
                let known =
                    facts
                    ?? BookFacts(
                        snapshot, loan: occurrence.loan, portfolio: context.portfolio, on: date, now: now,
                        zone: zone)
                facts = known
                switch answer(step.when, known) {
                case .fails: continue
                case .doubt(let words): found.doubt = words
                case .holds: break
                }
            }
            if let holdout, !step.purpose.isStatutory {
                found.heldOut = "the hold-out of the experiment `\(holdout)` hears only what the law asks for"
            }
            return found
        }
        return nil
    }

    private enum Answer {
        case holds
        case fails
        case doubt(String)
    }

    private func answer(_ conditions: [Condition], _ facts: BookFacts) -> Answer {
        var doubt: String?
        for condition in conditions {
            do throws(Doubt) {
                if !(try condition.holds(facts)) { return .fails }
            } catch {
                if doubt == nil { doubt = condition.words(for: error) }
            }
        }
        return doubt.map { .doubt($0) } ?? .holds
    }
}

extension Condition {
    /// The same for every borrower, without a value of any: plans count by it.
    func words(for doubt: Doubt) -> String {
        let why =
            Fact(rawValue: Int(doubt.slot)).map { "the book has no `\($0.declaration.name)`" } ?? doubt.reason.words
        return "its condition cannot be decided: \(why), at character \(doubt.at + 1) of `\(program.text)`"
    }
}
