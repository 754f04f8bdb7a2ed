import CivilTime
import LoanBook
import Messaging
import Planning

/// A plan as a table for a manager and as one JSON document.
enum PlanTables {
    static func text(_ report: PlanReport) -> String {
        var text = "Plan for \(report.date), seen at \(report.now): \(report.borrowers) borrowers, "
        text += "\(report.messages) messages in \(report.segments) segments would go out\n"
        text += cost(report).map { "They would cost \($0)\n" } ?? ""
        text += "\n"
        let hasSegments = report.sending.keys.contains { !$0.segment.isEmpty }
        let hasMerged = report.sending.keys.contains { $0.loans > 1 }
        let first = hasSegments ? ["step", "for"] : ["step"]
        let figures = (hasMerged ? ["loans"] : []) + ["segments", "local hour", "messages"]
        var sending = TextTable(
            headings: first + ["language"] + figures,
            numeric: Set((first.count + 1)...(first.count + figures.count)))
        sending.rows = sorted(report.sending).map { row, count in
            (hasSegments ? [row.step, row.segment] : [row.step]) + [row.language]
                + (hasMerged ? [String(row.loans)] : []) + [String(row.segments), hour(row.hour), String(count)]
        }
        if !sending.rows.isEmpty { text += sending.text + "\n" }
        for (title, reasons) in [
            ("Held, and why", report.held), ("Not sent, and why", report.suppressed),
            ("Tasks for a person", report.tasks), ("If undelivered", report.ifUndelivered),
        ] {
            guard !reasons.isEmpty else { continue }
            var table = TextTable(headings: ["step", "reason", "messages"], numeric: [2])
            table.rows = reasons.sorted { ($0.value, $1.key.reason) > ($1.value, $0.key.reason) }.map {
                [$0.key.step, $0.key.reason, String($0.value)]
            }
            text += "\(title):\n" + table.text + "\n"
        }
        if !report.broadcasts.isEmpty { text += "Broadcasts that day:\n" + broadcasts(report.broadcasts) + "\n" }
        return text
    }

    /// By currency, never added up; nil where no route says a price.
    private static func cost(_ report: PlanReport) -> String? {
        guard !report.cost.isEmpty else { return nil }
        let amounts = report.cost.sorted { $0.key.code < $1.key.code }.map { currency, millionths in
            SegmentCost.plain(millionths, decimals: currency.decimals) + " " + currency.code
        }
        let rest = report.unpricedSegments
        return amounts.joined(separator: " and ")
            + (rest > 0 ? ", beside \(rest) segments on routes that say no price" : "")
    }

    private static func broadcasts(_ days: [BroadcastDay]) -> String {
        var table = TextTable(
            headings: ["broadcast", "portfolio", "purpose", "class", "hours", "messages"], numeric: [0, 5])
        table.rows = days.map { day in
            let hours = day.hours.keys.min().flatMap { first in day.hours.keys.max().map { (first, $0) } }
            return [
                String(day.broadcast), day.portfolio, day.purpose.rawValue, day.purpose.messageClass.word,
                hours.map { "\(hour($0)) to \(hour($1 + 1))" } ?? "", String(day.messages),
            ]
        }
        return table.text
    }

    private static func json(_ day: BroadcastDay) -> JSONText.Value {
        .object([
            ("broadcast", .number(day.broadcast)), ("portfolio", .text(day.portfolio)),
            ("purpose", .text(day.purpose.rawValue)), ("class", .text(day.purpose.messageClass.word)),
            ("template", .text(day.template)), ("per_hour", .number(Int64(day.perHour))),
            ("messages", .number(Int64(day.messages))),
            (
                "hours",
                .list(
                    day.hours.sorted { $0.key < $1.key }.map {
                        .object([("hour", .number(Int64($0.key))), ("messages", .number(Int64($0.value)))])
                    })
            ),
        ])
    }

    static func json(_ report: PlanReport) -> String {
        func reasons(_ counts: [PlanReport.Reason: Int]) -> JSONText.Value {
            .list(
                counts.sorted { ($0.key.step, $0.key.reason) < ($1.key.step, $1.key.reason) }.map {
                    .object([
                        ("step", .text($0.key.step)), ("reason", .text($0.key.reason)),
                        ("messages", .number(Int64($0.value))),
                    ])
                })
        }
        let sending = sorted(report.sending).map { row, count in
            JSONText.Value.object([
                ("step", .text(row.step)), ("segment", .text(row.segment)), ("language", .text(row.language)),
                ("loans", .number(Int64(row.loans))), ("segments", .number(Int64(row.segments))),
                ("hour", .number(Int64(row.hour))),
                ("messages", .number(Int64(count))),
            ])
        }
        return JSONText.write(
            .object([
                ("date", .text(report.date.description)), ("now", .text(report.now.description)),
                ("borrowers", .number(Int64(report.borrowers))), ("messages", .number(Int64(report.messages))),
                ("segments", .number(Int64(report.segments))),
                (
                    "cost",
                    .object(
                        report.cost.sorted { $0.key.code < $1.key.code }.map {
                            ($0.key.code, .text(SegmentCost.plain($0.value, decimals: $0.key.decimals)))
                        })
                ), ("unpriced_segments", .number(Int64(report.unpricedSegments))), ("sending", .list(sending)),
                ("held", reasons(report.held)), ("suppressed", reasons(report.suppressed)),
                ("tasks", reasons(report.tasks)), ("if_undelivered", reasons(report.ifUndelivered)),
                ("broadcasts", .list(report.broadcasts.map(json))),
            ]))
    }

    private static func hour(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }

    private static func sorted(_ rows: [PlanReport.Row: Int]) -> [(PlanReport.Row, Int)] {
        rows.sorted {
            ($0.key.step + " " + $0.key.segment, $0.key.language, $0.key.hour, $0.key.loans, $0.key.segments)
                < ($1.key.step + " " + $1.key.segment, $1.key.language, $1.key.hour, $1.key.loans, $1.key.segments)
        }.map { ($0.key, $0.value) }
    }
}

extension PlanReport {
    /// Both together; the date and instant of the first.
    func adding(_ other: PlanReport) -> PlanReport {
        var sum = self
        sum.borrowers += other.borrowers
        sum.sending.merge(other.sending, uniquingKeysWith: +)
        sum.held.merge(other.held, uniquingKeysWith: +)
        sum.suppressed.merge(other.suppressed, uniquingKeysWith: +)
        sum.broadcasts += other.broadcasts
        sum.tasks.merge(other.tasks, uniquingKeysWith: +)
        sum.cost.merge(other.cost, uniquingKeysWith: +)
        sum.unpricedSegments += other.unpricedSegments
        sum.ifUndelivered.merge(other.ifUndelivered, uniquingKeysWith: +)
        return sum
    }
}
