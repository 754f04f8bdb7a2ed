package import CivilTime
internal import Compliance
internal import LoanBook
internal import Messaging

/// Why this, why now, why not: a decision in lines that a manager understands and a compliance officer can check.
package struct Explanation: Sendable {
    /// Names, numbers and texts are shown only when somebody may see them; showing them is recorded by who shows.
    package var reveals: Bool
    /// In which instants are written.
    package var zone: Zone

    package init(zone: Zone, reveals: Bool = false) {
        self.zone = zone
        self.reveals = reveals
    }

    package func lines(for decision: Decision) -> [String] {
        let planned = decision.planned
        return [outcome(decision)] + ["  why: " + occasion(planned)] + hour(planned) + conditions(planned)
            + arms(planned) + text(planned) + law(decision) + ladder(planned)
    }

    private func outcome(_ decision: Decision) -> String {
        let step = decision.planned.step.id
        switch decision {
        case .send(let planned, _): return "\(step): goes out by SMS at \(moment(planned.dueAt))"
        case .hold(_, let until, let reason, _): return "\(step): held until \(moment(until)): \(reason)"
        case .suppress(_, let reason, _): return "\(step): not sent: \(reason)"
        case .task(let planned): return "\(step): a task for a person: \(planned.step.task ?? "")"
        }
    }

    private func occasion(_ planned: PlannedStep) -> String {
        let values = planned.values
        var facts: [String] = []
        if let amount = values.amount { facts.append("\(written(amount)) to pay") }
        if let dueOn = values.dueOn { facts.append("due \(dueOn)") }
        if planned.daysPastDue > 0 { facts.append("\(planned.daysPastDue) days past due") }
        if let paid = values.paidAmount, let on = values.paidOn { facts.append("\(written(paid)) paid on \(on)") }
        if let outstanding = values.outstanding { facts.append("\(written(outstanding)) outstanding in all") }
        let references = planned.references.count > 1 ? planned.references : [values.loanReference]
        let names = references.filter { !$0.isEmpty }.map { "…\($0.suffix(4))" }.joined(separator: ", ")
        let loan =
            names.isEmpty ? "" : references.count > 1 ? ", \(references.count) loans \(names)" : ", loan \(names)"
        let about = facts.isEmpty ? "" : ": " + facts.joined(separator: ", ")
        return "told \(planned.step.anchor.words)\(loan)\(about)"
    }

    private func conditions(_ planned: PlannedStep) -> [String] {
        planned.step.when.map {
            "  when: " + $0.program.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    /// How borrowers are divided, where that decided.
    private func arms(_ planned: PlannedStep) -> [String] {
        var lines: [String] = []
        if let segment = planned.step.segment { lines.append("  segment: \(segment)") }
        if !planned.arms.isEmpty {
            lines.append("  experiment: " + planned.arms.map(\.description).joined(separator: ", "))
        }
        return lines
    }

    private func text(_ planned: PlannedStep) -> [String] {
        guard !planned.text.isEmpty else { return [] }
        let size = Template.Size(Segmenter.segment(planned.text))
        let units = size.alphabet == .gsm7 ? "septets" : "UTF-16 units"
        var lines = [
            "  text: template \(planned.step.template) \(planned.language) version \(planned.templateVersion), "
                + "\(size.segments) segment\(size.segments == 1 ? "" : "s"), \(size.units) \(units)"
        ]
        if reveals { lines.append("        " + planned.text) }
        return lines
    }

    private func hour(_ planned: PlannedStep) -> [String] {
        guard let hour = planned.hour else { return [] }
        switch hour.source {
        case .preference: return ["  hour: \(hour.at), of those that the borrower asked for"]
        case .answers: return ["  hour: \(hour.at), by the hours at which the borrower has answered"]
        case .strategy: return ["  hour: \(hour.at), the strategy's: no hour of the borrower's is known"]
        }
    }

    private func ladder(_ planned: PlannedStep) -> [String] {
        planned.ladder.map { rung in
            guard case .undelivered(_, let hours, _) = rung.anchor else { return "" }
            let act = rung.task.map { "a task for a person: \($0)" } ?? "another message, template \(rung.template)"
            return "  if undelivered after \(hours) h: \(rung.id): \(act)"
        }
    }

    private func law(_ decision: Decision) -> [String] {
        if case .task = decision { return ["  law: not asked, the borrower hears nothing"] }
        guard let verdict = decision.verdict else { return ["  law: not asked, the facts decided"] }
        return verdict.findings.map { finding in
            let said =
                switch finding.outcome {
                case .allow: "allows"
                case .hold(let until): "holds until \(moment(until))"
                case .suppress: "forbids"
                }
            return "  law: \(finding.rule) \(said): \(finding.detail) "
                + "[\(finding.citation); grade \(finding.grade.rawValue); pack \(finding.packVersion)]"
        }
    }

    private func moment(_ instant: Instant) -> String {
        let (date, time) = zone.civil(at: instant)
        return "\(date) \(time) \(zone.id)"
    }

    private func written(_ money: Money) -> String {
        var text = TextBytes(capacity: 16)
        text.append(money, in: WritingStyle(.en))
        return text.text
    }
}
