internal import CivilTime
internal import Evidence
package import LoanBook
internal import Store

extension LeafDraft {
    /// A fact that a person said: what it is about, and what it says.
    static func recorded(
        _ fact: RecordedFact, _ change: FactChange, of borrower: Borrower.ID, at now: Instant
    ) -> LeafDraft {
        let (name, reference, says) = fact.content
        return LeafDraft(
            kind: .fact, borrower: borrower.number, at: now,
            content: [
                ("fact", .text(name)), ("reference", .text(reference)), ("change", .text(change.rawValue)),
                ("says", .object(says)), ("source", "operator"),
            ])
    }
}

extension RecordedFact {
    /// As commands and leaves name it.
    package var name: String { content.name }

    package var reference: Reference { content.reference }

    fileprivate var content: (name: String, reference: Reference, says: [(String, LeafValue)]) {
        switch self {
        case .promise(let row):
            (
                "promise", row.reference,
                [
                    ("loan", .text(row.loan)), ("made_on", .text("\(row.madeOn)")), ("due_on", .text("\(row.dueOn)")),
                    ("amount", .integer(row.amountMinor)), ("status", .text(row.status.word)),
                ]
            )
        case .failedPayment(let row):
            (
                "failed_payment", row.reference,
                [
                    ("loan", .text(row.loan)), ("failed_on", .text("\(row.failedOn)")),
                    ("amount", .integer(row.amountMinor)),
                ]
            )
        case .arrangement(let rows): ("arrangement", rows.first?.reference ?? "", RecordedFact.says(rows))
        case .application(let row, let currency):
            (
                "application", row.reference,
                [
                    ("product", .text(row.product)), ("amount", .integer(row.amountMinor)),
                    ("currency", .text(currency.code)), ("status", .text(row.status.word)),
                    ("status_on", .text("\(row.statusOn)")), ("documents", .text(row.documents)),
                ]
            )
        }
    }

    private static func says(_ rows: [ArrangementRow]) -> [(String, LeafValue)] {
        guard let first = rows.first else { return [] }
        let instalments = rows.map { row in
            LeafValue.object([
                ("number", .integer(Int64(row.instalment.number))), ("due_on", .text("\(row.instalment.dueOn)")),
                ("amount", .integer(row.instalment.amountMinor)),
            ])
        }
        return [
            ("loan", .text(first.loan)), ("status", .text(first.status.word)),
            ("status_on", .text("\(first.statusOn)")), ("instalments", .list(instalments)),
        ]
    }
}
