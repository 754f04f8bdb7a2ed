import Compliance

/// The packs in force, for the compliance officer.
enum LawTable {
    static func text(_ book: LawBook) -> String {
        var table = TextTable(
            headings: ["pack", "version", "hash", "rules", "from memory", "reviewed by"], numeric: [3, 4])
        table.rows = book.summaries.map {
            [
                $0.key, $0.version, String($0.hash.prefix(12)), String($0.ruleCount), String($0.unverifiedRules.count),
                $0.reviewedBy.map { by in by } ?? "nobody yet",
            ]
        }
        return table.text
    }
}
