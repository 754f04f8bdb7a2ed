/// The name that somebody most likely meant.
package enum Nearest {
    /// The nearest of `names`, case aside, if two characters of it, or a third, would have to change at most; nil when none is that near.
    package static func name(to written: String, among names: [String]) -> String? {
        let written = Array(written.lowercased().prefix(64))
        let near = names.map { (name: $0, edits: edits(written, Array($0.lowercased()))) }.min { $0.edits < $1.edits }
        guard let near, near.edits <= max(2, near.name.count / 3) else { return nil }
        return near.name
    }

    /// Characters to insert, remove or replace (Levenshtein's distance).
    private static func edits(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let change = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
