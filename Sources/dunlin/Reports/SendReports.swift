import Delivery
import Planning

/// What sending did, for people and as one JSON document.
enum SendReports {
    private static func fields(_ counts: DeliveryCounts) -> [(key: String, words: String, count: Int)] {
        [
            ("attempts", "handed to the carrier", counts.attempts), ("accepted", "segments accepted", counts.accepted),
            ("delivered", "delivered", counts.delivered), ("refused", "segments refused", counts.refused),
            ("throttled", "asked to slow down", counts.throttled),
            ("unknown", "answers lost (unknown)", counts.unknown),
            ("held", "held for later", counts.held), ("suppressed", "not sent", counts.suppressed),
            ("superseded", "no longer true", counts.superseded), ("receipts", "receipts", counts.receipts),
            ("parked_receipts", "receipts that match nothing yet", counts.parkedReceipts),
            ("replies", "replies", counts.replies), ("opt_outs", "opt-outs honoured", counts.optOuts),
        ]
    }

    static func text(_ counts: DeliveryCounts) -> String {
        var table = TextTable(headings: ["", "count"], numeric: [1])
        table.rows = fields(counts).map { [$0.words, String($0.count)] }
        return table.text
    }

    /// What the run's own undelivered messages led to; empty when nothing.
    static func text(climbed: PlanCounts) -> String {
        let sum = climbed.planned + climbed.held + climbed.tasks
        guard sum > 0 else { return "" }
        return
            "Undelivered, so that the next steps of ladders came: \(climbed.planned) messages, \(climbed.held) held, "
            + "\(climbed.tasks) tasks for a person\n"
    }

    static func json(_ counts: DeliveryCounts, climbed: PlanCounts, leaves: Int64) -> String {
        let members = fields(counts).map { ($0.key, JSONText.Value.number(Int64($0.count))) }
        return JSONText.write(.object(members + [("ladder", ladder(climbed)), ("evidence_leaves", .number(leaves))]))
    }

    private static func ladder(_ counts: PlanCounts) -> JSONText.Value {
        .object([
            ("planned", .number(Int64(counts.planned))), ("held", .number(Int64(counts.held))),
            ("tasks", .number(Int64(counts.tasks))),
        ])
    }
}
