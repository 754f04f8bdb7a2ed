import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Store

/// One borrower on one day: who (masked), what the facts are, and what each step says and why.
struct BorrowerStory: Sendable {
    var snapshot: BorrowerSnapshot
    var decisions: [Decision]
    var toldBefore: Int
    var context: DecisionContext
    var date: CivilDate
    var now: Instant

    private var zone: Zone { context.zone(of: snapshot.borrower) ?? .utc }

    private func name(_ reveal: Bool) -> String {
        reveal ? snapshot.borrower.name : Masked.name(snapshot.borrower.name)
    }

    private func numbers(_ reveal: Bool) -> [String] {
        snapshot.borrower.contactPoints.filter { $0.channel == .sms }.map {
            reveal ? $0.address : Masked.phone($0.address)
        }
    }

    private func lines(_ decision: Decision, _ reveal: Bool) -> [String] {
        Explanation(zone: zone, reveals: reveal).lines(for: decision)
    }

    func text(reveal: Bool) -> String {
        let borrower = snapshot.borrower
        var text = "Borrower \(borrower.reference) (\(name(reveal))), \(borrower.region), \(borrower.zone), "
        text += "SMS to \(numbers(reveal).joined(separator: ", "))\n"
        text += "On \(date), seen at \(now); told \(toldBefore) times before.\n"
        for loan in snapshot.loans {
            let arrears = Arrears.on(date, instalments: loan.instalments, payments: loan.payments)
            text += "Loan …\(loan.loan.reference.suffix(4)): \(arrears.daysPastDue) days past due, "
            text += "\(arrears.overdueMinor) minor units overdue of \(arrears.outstandingMinor) outstanding\n"
        }
        if decisions.isEmpty {
            text += "No step of the strategy `\(context.strategy(for: borrower).key)` speaks on this day.\n"
        }
        for decision in decisions { text += lines(decision, reveal).joined(separator: "\n") + "\n" }
        return text
    }

    func json(reveal: Bool) -> String {
        let steps = decisions.map { decision in
            JSONText.Value.object([
                ("step", .text(decision.planned.step.id)), ("decision", .text(word(decision))),
                ("reason", .text(decision.heading ?? decision.planned.step.task ?? "")),
                ("loans", .list(decision.planned.references.map { .text($0) })),
                (
                    "findings",
                    .list(
                        (decision.verdict?.findings ?? []).map {
                            .object([
                                ("rule", .text($0.rule)), ("citation", .text($0.citation)),
                                ("grade", .text($0.grade.rawValue)), ("says", .text("\($0.outcome)")),
                                ("detail", .text($0.detail)),
                            ])
                        })
                ),
                ("lines", .list(lines(decision, reveal).map { .text($0) })),
            ])
        }
        return JSONText.write(
            .object([
                ("borrower", .text(snapshot.borrower.reference)), ("name", .text(name(reveal))),
                ("date", .text(date.description)), ("now", .text(now.description)), ("steps", .list(steps)),
            ]))
    }

    private func word(_ decision: Decision) -> String {
        switch decision {
        case .send: "send"
        case .hold: "hold"
        case .suppress: "suppress"
        case .task: "task"
        }
    }
}
