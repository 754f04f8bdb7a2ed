import CivilTime
import Messaging
import Store

/// Broadcasts, for people and as JSON. Borrowers by reference only.
enum BroadcastReports {
    static func text(_ records: [BroadcastRecord]) -> String {
        var table = TextTable(
            headings: [
                "id", "state", "portfolio", "purpose", "template", "concerned", "an hour", "from", "until",
                "proposed by", "approved by", "stopped by",
            ], numeric: [0, 5, 6])
        table.rows = records.map {
            [
                String($0.id), $0.state.rawValue, $0.portfolio, $0.purpose.rawValue, $0.template, String($0.audience),
                String($0.perHour), $0.from.description, $0.until.description, $0.proposed.by, $0.approved?.by ?? "",
                $0.stopped?.by ?? "",
            ]
        }
        return table.text
    }

    static func text(
        _ record: BroadcastRecord, _ audience: BroadcastDesk.Audience, _ messages: [MessageState: Int]? = nil
    ) -> String {
        var text = "Broadcast \(record.id), \(record.state.rawValue): \(record.purpose.rawValue), template "
        text += "\(record.template), to portfolio \(record.portfolio)\n"
        text += "Proposed by \(record.proposed.by) at \(record.proposed.at)"
        text += record.proposed.note.isEmpty ? "\n" : ": \(record.proposed.note)\n"
        if let act = record.approved { text += "Approved by \(act.by) at \(act.at)\n" }
        if let act = record.stopped { text += "Stopped by \(act.by) at \(act.at)\n" }
        text += "For whom: \(record.condition.isEmpty ? "everybody" : record.condition)\n"
        text += "From \(record.from) to \(record.until), at most \(record.perHour) an hour\n"
        text += "It concerns \(audience.inside) of \(audience.borrowers) borrowers"
        text += audience.doubtful > 0 ? "; of \(audience.doubtful) it cannot be said, and they are not told\n" : "\n"
        if !audience.sample.isEmpty { text += "Among them: " + audience.sample.joined(separator: ", ") + "\n" }
        if let messages, !messages.isEmpty {
            let counts = MessageState.allCases.compactMap { state in messages[state].map { "\($0) \(state)" } }
            text += "Messages: " + counts.joined(separator: ", ") + "\n"
        }
        return text
    }

    static func fields(_ record: BroadcastRecord) -> [(String, JSONText.Value)] {
        func by(_ act: Proposal.Act?) -> JSONText.Value { act.map { .text($0.by) } ?? .null }
        func at(_ act: Proposal.Act?) -> JSONText.Value { act.map { .text($0.at.description) } ?? .null }
        return [
            ("id", .number(record.id)), ("state", .text(record.state.rawValue)), ("portfolio", .text(record.portfolio)),
            ("purpose", .text(record.purpose.rawValue)), ("template", .text(record.template)),
            ("condition", .text(record.condition)), ("per_hour", .number(Int64(record.perHour))),
            ("from", .text(record.from.description)), ("until", .text(record.until.description)),
            ("concerned", .number(Int64(record.audience))), ("note", .text(record.proposed.note)),
            ("proposed_by", by(record.proposed)), ("proposed_at", at(record.proposed)),
            ("approved_by", by(record.approved)), ("approved_at", at(record.approved)),
            ("stopped_by", by(record.stopped)), ("stopped_at", at(record.stopped)),
            ("is_planned", .bool(record.isPlanned)),
        ]
    }

    static func json(
        _ record: BroadcastRecord, _ audience: BroadcastDesk.Audience, _ messages: [MessageState: Int]? = nil
    ) -> String {
        var fields = fields(record)
        fields += [
            ("borrowers", .number(Int64(audience.borrowers))), ("audience", .number(Int64(audience.inside))),
            ("doubtful", .number(Int64(audience.doubtful))), ("sample", .list(audience.sample.map { .text($0) })),
        ]
        if let messages {
            let counts = MessageState.allCases.map { ("\($0)", JSONText.Value.number(Int64(messages[$0, default: 0]))) }
            fields.append(("messages", .object(counts)))
        }
        return JSONText.write(.object(fields))
    }
}
