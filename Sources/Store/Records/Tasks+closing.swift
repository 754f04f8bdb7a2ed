package import CivilTime
internal import Evidence
internal import LoanBook

/// Why a task is not closed.
package enum TaskFault: Error, Equatable {
    case unknown(Int64)
    /// By somebody else, or in another way.
    case closed(TaskRecord)
}

extension Tasks {
    package static let longestNote_bytes = 2_000

    /// What a person says of a task when it is over.
    package struct Closing: Sendable, Hashable {
        package var outcome: TaskOutcome
        package var by: String
        /// What more there is to say; about a person, so that it is kept sealed. Empty for nothing.
        package var note: String

        package init(outcome: TaskOutcome, by: String, note: String) {
            self.outcome = outcome
            self.by = by
            self.note = note
        }
    }

    /// Closes a task, with its leaf. Saying the same again changes nothing: then `isNew` is false.
    package static func close(
        _ id: Int64, _ closing: Closing, at: Instant, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> (task: TaskRecord, isNew: Bool) {
        guard let borrower = try find(id, in: session)?.borrower else { throw TaskFault.unknown(id) }
        try session.lock([.borrower(borrower.number)], .exclusive)
        guard var task = try find(id, in: session) else { throw TaskFault.unknown(id) }
        guard task.done == nil else {
            guard task.outcome == closing.outcome, PersonName.isSame(task.by ?? "", closing.by),
                try note(of: task, in: session, vault: vault) == closing.note
            else { throw TaskFault.closed(task) }
            return (task, false)
        }
        if !closing.note.isEmpty {
            let key = try Keys.key(borrower: borrower.number, .record, in: session, vault: vault)
            task.note = try key.seal(Array(closing.note.utf8), context: context)
        }
        (task.done, task.outcome, task.by) = (at, closing.outcome, closing.by)
        try session.run(
            "UPDATE task SET done_ms = ?, outcome = ?, closed_by = ?, note = ? WHERE borrower = ? AND id = ?",
            [
                .instant(at), .text(closing.outcome.rawValue), .text(closing.by),
                task.note.isEmpty ? .null : .blob(task.note), .id(borrower), .integer(id),
            ])
        try EvidenceLog.append([.closed(task, closing, at: at)], in: session, vault: vault, random: random)
        return (task, true)
    }

    /// Opens what was noted; empty where there is nothing, or the key is gone.
    package static func note(
        of task: TaskRecord, in session: any SQLSession, vault: Vault
    ) throws -> String {
        guard !task.note.isEmpty,
            let key = try Keys.existing(borrower: task.borrower.number, .record, in: session, vault: vault)
        else { return "" }
        return String(decoding: try key.open(task.note, context: context), as: UTF8.self)
    }
}

extension LeafDraft {
    fileprivate static func closed(_ task: TaskRecord, _ closing: Tasks.Closing, at: Instant) -> LeafDraft {
        LeafDraft(
            kind: .task, borrower: task.borrower.number, at: at,
            content: [
                ("by", .text(closing.by)), ("loan", task.loan.map { .integer($0.number) } ?? .null),
                ("note", .text(closing.note)), ("opened_at", .instant(task.at)),
                ("outcome", .text(closing.outcome.rawValue)), ("task", .integer(task.id)), ("work", .text(task.kind)),
            ])
    }
}
