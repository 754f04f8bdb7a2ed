import CivilTime
import Store

/// The generations of the master key, for people and as one JSON document.
enum KeyReports {
    static func text(_ status: KeyStatus) -> String {
        var table = TextTable(headings: ["generation", "state", "since", "found in"])
        table.rows = status.generations.map { generation in
            let record = generation.record
            let made = record.madeAt.milliseconds == 0 ? "the beginning" : record.madeAt.description
            return [
                String(record.generation), state(record, status.state), record.retiredAt?.description ?? made,
                generation.place ?? "not given",
            ]
        }
        var text = table.text
        for place in status.unknown { text += "Not in use yet: \(place)\n" }
        guard status.state.isRotating else { return text }
        var steps = TextTable(headings: ["table", "rewritten up to", "of"], numeric: [1, 2])
        steps.rows = status.steps.map { [$0.table, $0.isDone ? "all" : String($0.position), String($0.end)] }
        return text + "A rotation is under way; dunlin keys rotate goes on with it.\n" + steps.text
    }

    private static func state(_ record: MasterRecord, _ state: KeyState) -> String {
        switch record.generation {
        case state.current: "in use"
        case state.before: "being replaced"
        default: record.retiredAt == nil ? "replaced" : "retired"
        }
    }

    static func json(_ status: KeyStatus) -> JSONText.Value {
        .object([
            ("current", .number(Int64(status.state.current))),
            ("before", status.state.before.map { .number(Int64($0)) } ?? .null),
            (
                "generations",
                .list(
                    status.generations.map { generation in
                        .object([
                            ("generation", .number(Int64(generation.record.generation))),
                            ("state", .text(state(generation.record, status.state))),
                            ("place", generation.place.map { .text($0) } ?? .null),
                            ("retired", generation.record.retiredAt.map { .text($0.description) } ?? .null),
                        ])
                    })
            ),
            (
                "rotation",
                .list(
                    status.steps.map {
                        .object([
                            ("table", .text($0.table)), ("position", .number($0.position)), ("end", .number($0.end)),
                            ("done", .bool($0.isDone)),
                        ])
                    })
            ),
            ("unknown", .list(status.unknown.map { .text($0) })),
        ])
    }
}
