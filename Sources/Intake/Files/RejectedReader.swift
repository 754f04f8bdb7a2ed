internal import LoanBook

/// The rows of one kind in a corrected `rejected.csv`: UTF-8 with commas; each row after the heading row of its kind.
final class RejectedReader: RecordSource {
    /// Columns in front of the original ones.
    static let leading = ["file", "line", "field", "reason"]
    static let headingMark = "header"

    let kind: BookFile
    private(set) var header: [String] = []
    private let table: TableReader
    private var waiting: [Record] = []

    var bytesDone: Int { table.bytesDone }
    var bytesTotal: Int { table.bytesTotal }

    /// Nil when the file holds no row of the kind.
    init?(path: String, kind: BookFile) throws(IntakeError) {
        self.kind = kind
        table = try TableReader(path: path, name: path, encoding: .utf8, delimiter: UInt8(ascii: ","))
        guard table.header.starts(with: RejectedReader.leading) else {
            throw IntakeError(
                .notRejectedFile, file: path, line: 1, "does not begin with the columns file, line, field, reason",
                fix: "Give a folder with a book, or the rejected file of an import")
        }
        while header.isEmpty {
            guard let records = try table.next() else { return nil }
            waiting = try take(records)
        }
    }

    func next() throws(IntakeError) -> [Record]? {
        if !waiting.isEmpty {
            defer { waiting = [] }
            return waiting
        }
        guard let records = try table.next() else { return nil }
        return try take(records)
    }

    private func take(_ records: [Record]) throws(IntakeError) -> [Record] {
        var own: [Record] = []
        for record in records {
            let name = String(decoding: record[0], as: UTF8.self)
            guard let kind = BookFile(rawValue: name) else {
                throw notRouted(record, "names no file in its first column")
            }
            guard kind == self.kind else { continue }
            var cells = Array(record.fields.dropFirst(RejectedReader.leading.count))
            if record.count > 1, record[1].elementsEqual(RejectedReader.headingMark.utf8) {
                while cells.last?.isEmpty == true { cells.removeLast() }
                header = cells
                continue
            }
            guard !header.isEmpty else { throw notRouted(record, "comes before the heading row of its file") }
            own.append(Record(line: record.line, fields: fitted(cells)))
        }
        return own
    }

    /// Spreadsheets give every row the same number of cells: empty ones at the end come and go.
    private func fitted(_ cells: [String]) -> [String] {
        var cells = cells
        while cells.count > header.count, cells.last?.isEmpty == true { cells.removeLast() }
        while cells.count < header.count { cells.append("") }
        return cells
    }

    private func notRouted(_ record: Record, _ what: String) -> IntakeError {
        IntakeError(
            .notRejectedFile, file: table.name, line: record.line, what,
            fix: "Keep the first two columns and the heading rows as the import wrote them")
    }
}
