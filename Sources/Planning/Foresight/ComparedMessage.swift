package import CivilTime
internal import Decisions
package import LoanBook
internal import Messaging

/// One message that a borrower hears under one of two sides, or under both.
package struct ComparedMessage: Sendable {
    package enum Change: String, Sendable, CaseIterable { case gained, lost, changed, same }

    /// What it is on one side.
    package struct Half: Sendable {
        package var step: String
        package var due: Instant
        package var segments: Int
    }

    package var change: Change
    package var borrower: Reference
    package var loan: Reference
    package var product: String
    package var rating: String
    package var region: String
    package var daysPastDue: Int
    package var a: Half?
    package var b: Half?
    /// Why it is not the same on both sides; the same words for everybody, so that they can be counted.
    package var why: String
}

extension ComparedMessage {
    /// Pairs what one borrower hears on both sides: first what is the same step about the same thing, then another step
    /// about the same thing.
    static func pair(
        _ a: Forecast, _ b: Forecast, strategies: (a: Strategy, b: Strategy), of snapshot: BorrowerSnapshot
    ) -> [ComparedMessage] {
        let (sentA, sentB) = (a.sent.map(\.decision.planned), b.sent.map(\.decision.planned))
        var left = sentB
        var messages: [ComparedMessage] = []
        var alone: [PlannedStep] = []
        for planned in sentA {
            guard let index = left.firstIndex(where: { $0.told == planned.told }) else {
                alone.append(planned)
                continue
            }
            messages.append(message(planned, left.remove(at: index), "", snapshot))
        }
        for planned in alone {
            if let index = left.firstIndex(where: { $0.isAboutTheSame(as: planned) }) {
                let other = left.remove(at: index)
                messages.append(message(planned, other, difference(planned, other), snapshot))
            } else {
                messages.append(
                    message(planned, nil, silence(on: planned.claim, in: b, strategies.b, side: "B"), snapshot))
            }
        }
        for planned in left {
            messages.append(message(nil, planned, silence(on: planned.claim, in: a, strategies.a, side: "A"), snapshot))
        }
        return messages
    }

    /// Why one side says nothing of what the other tells.
    private static func silence(
        on claim: Claim, in forecast: Forecast, _ strategy: Strategy, side: String
    ) -> String {
        if forecast.sent.contains(where: { $0.decision.planned.told.contains(claim) }) {
            return "\(side) tells it in one message with others"
        }
        let word = forecast.entries.last { $0.decision.planned.claim == claim && $0.decision.heading != nil }
        if let heading = word?.decision.heading { return "\(side): \(heading)" }
        guard strategy.step(claim.step) != nil else { return "\(side) has no step `\(claim.step)`" }
        return "\(side)'s step `\(claim.step)` does not speak then: its days or its condition"
    }

    /// How two messages about the same differ.
    private static func difference(_ a: PlannedStep, _ b: PlannedStep) -> String {
        var differences: [String] = []
        if a.told.count != b.told.count {
            differences.append("A tells of \(a.told.count) at once, B of \(b.told.count)")
        }
        if a.claim.step != b.claim.step { differences.append("another step tells it") }
        return differences.isEmpty ? "about others besides" : differences.joined(separator: ", ")
    }

    private static func message(
        _ a: PlannedStep?, _ b: PlannedStep?, _ why: String, _ snapshot: BorrowerSnapshot
    ) -> ComparedMessage {
        let loan = snapshot.loans.first { $0.loan.id == (a ?? b)?.loan }?.loan
        var differences = why.isEmpty ? [] : [why]
        if let a, let b {
            if a.dueAt != b.dueAt { differences.append("another moment") }
            if a.text != b.text { differences.append("another text") }
        }
        let change: Change
        switch (a, b) {
        case (nil, _): change = .gained
        case (_, nil): change = .lost
        default: change = differences.isEmpty ? .same : .changed
        }
        return ComparedMessage(
            change: change, borrower: snapshot.borrower.reference, loan: loan?.reference ?? "",
            product: loan?.product ?? "", rating: loan?.rating ?? "", region: snapshot.borrower.region,
            daysPastDue: (a ?? b)?.daysPastDue ?? 0, a: a.map(Half.init), b: b.map(Half.init),
            why: differences.joined(separator: ", "))
    }
}

extension ComparedMessage.Half {
    init(_ planned: PlannedStep) {
        self.init(
            step: planned.step.id, due: planned.dueAt, segments: Segmenter.segment(planned.text).segments.count)
    }
}

extension PlannedStep {
    /// Whether something is told by both.
    fileprivate func isAboutTheSame(as other: PlannedStep) -> Bool {
        told.contains { claim in other.told.contains(where: claim.isAboutTheSame) }
    }
}

extension Claim {
    fileprivate func isAboutTheSame(as other: Claim) -> Bool {
        subject == other.subject && subjectID == other.subjectID && subjectPart == other.subjectPart
    }
}
