internal import LoanBook

extension Judgement {
    /// The occurrence if the conditions of its step hold, nil if one does not. A doubt stays with it, and silences it
    /// (promise P10); but a condition that surely fails decides, whatever is not known of another.
    func meant(_ occurrence: Occurrence) -> Occurrence? {
        let conditions = occurrence.step.when
        if conditions.isEmpty { return occurrence }
        let facts = BookFacts(
            snapshot, loan: occurrence.loan, portfolio: context.portfolio, on: date, now: now)
        var doubt: String?
        for condition in conditions {
            do throws(Doubt) {
                if !(try condition.holds(facts)) { return nil }
            } catch {
                if doubt == nil { doubt = condition.words(for: error) }
            }
        }
        var occurrence = occurrence
        occurrence.doubt = doubt
        return occurrence
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
