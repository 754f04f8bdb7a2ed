import Intake
import LoanBook

/// What an import did, for people.
enum ImportSummary {
    /// Faults that are listed; the rest stand in rejected.csv.
    private static let listed = 20

    static func text(_ report: ImportReport, rejectedFile: String) -> String {
        var table = TextTable(
            headings: ["file", "rows", "accepted", "new", "revised", "unchanged", "stale", "rejected", "warned"],
            numeric: [1, 2, 3, 4, 5, 6, 7, 8])
        let files = BookFile.allCases.compactMap { kind in report.files[kind].map { (kind, $0) } }
        table.rows = files.map { kind, file in
            [
                kind.rawValue, String(file.rows), String(file.accepted), String(file.new), String(file.revised),
                String(file.unchanged), String(file.stale), String(file.rejectedCount), String(file.warnedCount),
            ]
        }
        var text = "Batch \(report.batch) of portfolio \(report.portfolio), as of \(report.asOf)\n" + table.text
        for (kind, file) in files {
            for note in file.rejected.prefix(listed) {
                let words = note.words.isEmpty ? "" : ": " + note.words.joined(separator: ", ")
                text += "\(kind.rawValue):\(note.line): rejected: \(note.field): \(note.reason.rawValue)\(words)\n"
            }
            if file.rejectedCount > listed {
                text += "\(kind.rawValue): and \(file.rejectedCount - listed) more rejected\n"
            }
            for note in file.warned.prefix(listed) {
                text +=
                    "\(kind.rawValue):\(note.line): accepted with a warning: \(note.field): \(note.reason.rawValue)\n"
            }
            if file.warnedCount > listed { text += "\(kind.rawValue): and \(file.warnedCount - listed) more warned\n" }
        }
        if report.erased > 0 {
            text += "\(report.erased) rows of borrowers who were erased were left out.\n"
        }
        if report.rejected > 0 {
            text += "The rejected rows stand in \(rejectedFile): correct them there and import that file.\n"
        }
        return text
    }
}
