internal import CivilTime
internal import LoanBook

extension ImportReport {
    /// One JSON document: `{"batch", "portfolio", "as_of", "files": {"borrowers": {"rows", "accepted", "new", "revised",
    /// "unchanged", "stale", "erased", "rejected": {"<line>": {"field", "reason"}}, "warned": {…}}, …}}`.
    package func json() -> String {
        var json = "{\"batch\": \(batch), \"portfolio\": \(JSONText.quoted(portfolio)), "
        json += "\"as_of\": \(JSONText.quoted("\(asOf)")), \"files\": {"
        var isFirst = true
        for kind in BookFile.allCases {
            guard let file = files[kind] else { continue }
            json += isFirst ? "" : ", "
            isFirst = false
            json += "\(JSONText.quoted(kind.rawValue)): {\"rows\": \(file.rows), \"accepted\": \(file.accepted), "
            json += "\"new\": \(file.new), \"revised\": \(file.revised), \"unchanged\": \(file.unchanged), "
            json += "\"stale\": \(file.stale), \"erased\": \(file.erased), "
            json += "\"rejected\": \(Self.json(file.rejected)), "
            json += "\"warned\": \(Self.json(file.warned))}"
        }
        return json + "}}"
    }

    private static func json(_ notes: [Note]) -> String {
        let entries = notes.map { note in
            let field = JSONText.quoted(note.field)
            return "\"\(note.line)\": {\"field\": \(field), \"reason\": \(JSONText.quoted(note.reason.rawValue))}"
        }
        return "{\(entries.joined(separator: ", "))}"
    }
}
