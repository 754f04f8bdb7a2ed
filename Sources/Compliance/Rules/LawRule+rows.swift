extension LawRule {
    /// Rows of the table of law that the citation names: `(row US-01)`, `(rows US-16, US-17)`.
    package var rows: [String] {
        var rows: [String] = []
        for word in citation.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "-") }) {
            let bytes = Array(word.utf8)
            guard bytes.count == 5, bytes[2] == UInt8(ascii: "-"),
                bytes[..<2].allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains),
                bytes[3...].allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
            else { continue }
            rows.append(String(word))
        }
        return rows
    }

    /// Why Dunlin does not judge it; nil for a rule that it does.
    package var reasonNotJudged: String? {
        guard case .duty(let reason) = kind else { return nil }
        return reason
    }
}
