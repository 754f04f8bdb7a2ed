/// What changes in a text, line by line, each with some lines around it.
struct LineChanges {
    /// Unchanged lines shown before and behind a change.
    private static let around = 3
    /// Longer texts are not compared line by line: the work grows with lines times changes.
    static let mostLines = 20_000

    private enum Line {
        case kept(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .kept(let text): "  " + text
            case .removed(let text): "- " + text
            case .added(let text): "+ " + text
            }
        }

        var isKept: Bool { if case .kept = self { true } else { false } }
    }

    /// The lines that are shown; between two places that are apart stands `…`.
    let lines: [String]

    init(from old: String, to new: String) {
        let (old, new) = (LineChanges.split(old), LineChanges.split(new))
        guard old.count <= Self.mostLines, new.count <= Self.mostLines else {
            lines = [
                "  more than \(Self.mostLines) lines: compare the texts of dunlin versions show with another program"
            ]
            return
        }
        let all = LineChanges.merge(old, new)
        var isShown = [Bool](repeating: false, count: all.count)
        for index in all.indices where !all[index].isKept {
            for near in max(0, index - Self.around)...min(all.count - 1, index + Self.around) { isShown[near] = true }
        }
        var lines: [String] = []
        for index in all.indices {
            if isShown[index] {
                lines.append(all[index].text)
            } else if lines.last.map({ $0 != "…" }) ?? true {
                lines.append("…")
            }
        }
        self.lines = lines
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func merge(_ old: [String], _ new: [String]) -> [Line] {
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left), left < old.count {
                lines.append(.removed(old[left]))
                left += 1
            } else if added.contains(right), right < new.count {
                lines.append(.added(new[right]))
                right += 1
            } else {
                lines.append(.kept(old[left]))
                left += 1
                right += 1
            }
        }
        return lines
    }
}
