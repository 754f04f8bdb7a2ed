internal import CivilTime
internal import Compliance
internal import LoanBook
internal import Messaging

extension Judgement {
    /// The decisions on all that is found, with what may stand in one message decided together, in the place of its first.
    func decisions(merging found: [Occurrence]) -> [Decision] {
        let keys = found.map { MergeKey($0, in: snapshot) }
        var ahead: [Instant] = []
        var decisions: [Decision] = []
        for index in found.indices {
            var members = [found[index]]
            if let key = keys[index] {
                guard keys.firstIndex(of: key) == index else { continue }
                members += found.indices.filter { $0 > index && keys[$0] == key }.map { found[$0] }
            }
            let next = merge(members, ahead: ahead)
            decisions += next
            for case .send(let planned, _) in next { ahead.append(planned.dueAt) }
        }
        return decisions
    }

    /// Each is asked about by itself first, so that what may not be told is left out: those that may go are one message,
    /// and those that wait for the same instant for the same reason another.
    func merge(_ members: [Occurrence], ahead: [Instant]) -> [Decision] {
        var rest = members.map { decision(on: $0, ahead: ahead) }[...]
        var decisions: [Decision] = []
        while let first = rest.popFirst() {
            let together = rest.filter(first.goesTogether)
            rest.removeAll(where: first.goesTogether)
            decisions.append(together.isEmpty ? first : joined([first] + together, ahead: ahead))
        }
        return decisions
    }

    private func joined(_ decisions: [Decision], ahead: [Instant]) -> Decision {
        let planned = summedUp(decisions.map(\.planned))
        if case .hold(_, let until, let reason, let verdict) = decisions[0] {
            return .hold(planned, until: until, reason: reason, verdict)
        }
        if let reason = obstacle(planned) { return .suppress(planned, reason: reason, nil) }
        // With the words of the one message, for each of its loans: law speaks of a debt.
        var asked: [Loan.ID: Int] = [:]
        for told in planned.merged { asked[told.loan] = max(asked[told.loan] ?? 0, told.daysPastDue) }
        let verdicts = planned.loans.map { verdict(on: planned, about: $0, daysPastDue: asked[$0] ?? 0) }
        return limited(planned.saying(Verdict(strictest: verdicts)), ahead: ahead)
    }

    /// One message of several: the sum of them, the earliest day, the most days overdue. Of one loan it reads like any other.
    private func summedUp(_ parts: [PlannedStep]) -> PlannedStep {
        var planned = parts[0]
        planned.merged = parts.flatMap { part in
            part.loan.map {
                [
                    PlannedStep.Told(
                        claim: part.claim, loan: $0, reference: part.values.loanReference,
                        daysPastDue: part.daysPastDue)
                ]
            } ?? []
        }
        planned.claims = parts.flatMap(\.claims)
        planned.daysPastDue = parts.map(\.daysPastDue).max() ?? 0
        let values = parts.map(\.values)
        planned.values.amount = values.compactMap(\.amount).reduce(nil) { sum, amount in
            Money(minorUnits: (sum?.minorUnits ?? 0) + amount.minorUnits, currency: amount.currency)
        }
        planned.values.dueOn = values.compactMap(\.dueOn).min()
        planned.values.daysPastDue = values.compactMap(\.daysPastDue).max()
        let loans = planned.loans
        if loans.count > 1 { nameSeveral(&planned, loans) }
        guard let template = context.templates.template(planned.step.template, language: planned.language) else {
            planned.text = ""
            return planned
        }
        planned.templateVersion = template.version
        planned.text = template.missing(in: planned.values) == nil ? template.render(planned.values) : ""
        return planned
    }

    /// What is one loan's own is not said of several.
    private func nameSeveral(_ planned: inout PlannedStep, _ loans: [Loan.ID]) {
        planned.step.template = planned.step.mergedTemplate ?? planned.step.template
        planned.values.loanCount = loans.count
        planned.values.loanReference = ""
        planned.values.product = ""
        planned.values.principal = nil
        planned.values.outstanding = nil
        if let language = WrittenLanguage(tag: planned.language) {
            planned.values.disclosure = disclosure(language, planned.step.purpose, about: loans)
        }
    }
}

extension Decision {
    fileprivate func goesTogether(_ other: Decision) -> Bool {
        switch (self, other) {
        case (.send, .send): true
        case (.hold(_, let until, let reason, _), .hold(_, let otherUntil, let otherReason, _)):
            until == otherUntil && reason == otherReason
        default: false
        }
    }
}

extension Verdict {
    /// Of what was said to one message for each of its loans the strictest, with the findings of all, each once.
    init(strictest verdicts: [Verdict]) {
        var findings: [Finding] = []
        var isSuppressed = verdicts.isEmpty
        var hold: Instant?
        var end = Instant.distantFuture
        for verdict in verdicts {
            for finding in verdict.findings where !findings.contains(finding) { findings.append(finding) }
            switch verdict.outcome {
            case .suppress: isSuppressed = true
            case .hold(let until): hold = max(hold ?? until, until)
            case .allow(let until): end = min(end, until)
            }
        }
        let outcome: Outcome = isSuppressed ? .suppress : hold.map { .hold(until: $0) } ?? .allow(until: end)
        self.init(outcome: outcome, findings: findings)
    }
}
