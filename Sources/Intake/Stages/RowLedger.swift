internal import LoanBook

/// Counts what becomes of the rows of one file, and writes the rejected ones out.
final class RowLedger {
    private(set) var report = ImportReport.File()
    private let reader: RowReader
    private let header: [String]
    private let rejectedWriter: RejectedWriter?

    init(reader: RowReader, header: [String], rejectedWriter: RejectedWriter?) {
        self.reader = reader
        self.header = header
        self.rejectedWriter = rejectedWriter
    }

    func enter(_ outcome: RowOutcome, of record: Record) throws {
        switch outcome {
        case .accepted(let change): accept(change)
        case .rejected(let fault): try reject(record, fault)
        case .leftOut: leaveOut()
        }
    }

    func accept(_ change: FactChange) {
        report.rows += 1
        report.accepted += 1
        switch change {
        case .new: report.new += 1
        case .revised: report.revised += 1
        case .unchanged: report.unchanged += 1
        case .stale: report.stale += 1
        }
    }

    /// A row of somebody who was erased: neither taken in nor kept to be corrected.
    func leaveOut() {
        report.rows += 1
        report.erased += 1
    }

    func warn(_ record: Record, _ fault: RowFault) {
        report.warnedCount += 1
        guard report.warned.count < ImportReport.greatestNotes else { return }
        report.warned.append(note(record, fault))
    }

    func reject(_ record: Record, _ fault: RowFault) throws {
        report.rows += 1
        report.rejectedCount += 1
        let note = note(record, fault)
        if report.rejected.count < ImportReport.greatestNotes { report.rejected.append(note) }
        try rejectedWriter?.write(
            record, file: reader.file, header: header, field: note.field, reason: fault.reason.rawValue)
    }

    private func note(_ record: Record, _ fault: RowFault) -> ImportReport.Note {
        ImportReport.Note(
            line: record.line, field: reader.heading(fault.field), reason: fault.reason,
            words: fault.reason == .unknownWord ? fault.field?.words(in: reader.file) ?? [] : [])
    }
}
