extension Tile {
    /// Nil unless `path` is written exactly as `path` writes it.
    package init?(path: String) {
        // The round trip below makes the reading strict; the limit keeps the numbers within `Int64`.
        guard path.utf8.count <= 64 else { return nil }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.popFirst() == "tile", let level = parts.popFirst() else { return nil }
        let content: Content
        if level == "entries" {
            content = .entries
        } else {
            guard let number = Int(level), (0...Self.highestLevel).contains(number) else { return nil }
            content = .hashes(level: number)
        }
        var width = Self.fullWidth
        if let directory = parts.dropLast().last, directory.hasSuffix(".p"), let last = parts.popLast() {
            guard let number = Int(last), (1..<Self.fullWidth).contains(number) else { return nil }
            width = number
            parts = parts.dropLast() + [directory.dropLast(2)]
        }
        var index: Int64 = 0
        guard (1...5).contains(parts.count) else { return nil }
        for part in parts {
            guard let group = Int64(part.hasPrefix("x") ? part.dropFirst() : part), (0...999).contains(group)
            else { return nil }
            index = index * 1000 + group
        }
        self.init(content, index: index, width: width)
        guard self.path == path else { return nil }
    }
}
