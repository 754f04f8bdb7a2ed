import CivilTime
import LoanBook
import Store

/// Work for a person as a table and as one JSON document.
struct TaskReports {
    var tasks: [ListedTask]
    /// Not all are listed.
    var hasMore: Bool
    /// Of the whole store.
    var open: Int
    /// What was noted of each, where it is to be shown.
    var notes: [String]?
    var isOfBorrower: Bool

    var text: String {
        guard !tasks.isEmpty else { return isOfBorrower ? "No task of this borrower\n" : "No task is open\n" }
        var table = TextTable(
            headings: ["task", "what", "borrower", "portfolio", "loan", "opened"]
                + (isOfBorrower ? ["closed", "outcome", "by"] : []) + (notes == nil ? [] : ["note"]), numeric: [0])
        table.rows = tasks.enumerated().map { place, listed in
            let task = listed.task
            var cells = [
                String(task.id), task.kind, listed.reference ?? "erased", listed.portfolio ?? "", listed.loan ?? "",
                task.at.description,
            ]
            if isOfBorrower {
                cells += [task.done?.description ?? "open", task.outcome?.rawValue ?? "", task.by ?? ""]
            }
            if let notes { cells.append(notes[place]) }
            return cells
        }
        let more =
            !hasMore ? "" : isOfBorrower ? "… and more: --limit\n" : "… and \(open - tasks.count) more: --limit\n"
        return table.text + more
    }

    var json: String {
        func text(_ text: String?) -> JSONText.Value { text.map { .text($0) } ?? .null }
        let list = tasks.enumerated().map { place, listed in
            let task = listed.task
            var members: [(String, JSONText.Value)] = [
                ("id", .number(task.id)), ("task", .text(task.kind)), ("borrower", text(listed.reference)),
                ("portfolio", text(listed.portfolio)), ("loan", text(listed.loan)),
                ("opened_at", .text(task.at.description)), ("closed_at", text(task.done?.description)),
                ("outcome", text(task.outcome?.rawValue)), ("by", text(task.by)),
            ]
            if let notes { members.append(("note", .text(notes[place]))) }
            return JSONText.Value.object(members)
        }
        return JSONText.write(
            .object([("open", .number(Int64(open))), ("more", .bool(hasMore)), ("tasks", .list(list))]))
    }

    static func json(_ task: TaskRecord, changed: Bool) -> String {
        JSONText.write(
            .object([
                ("id", .number(task.id)), ("task", .text(task.kind)),
                ("outcome", task.outcome.map { .text($0.rawValue) } ?? .null), ("by", .text(task.by ?? "")),
                ("closed_at", task.done.map { .text($0.description) } ?? .null), ("changed", .bool(changed)),
            ]))
    }
}
