/// Where a template's text stands in its file, for faults that are found after reading.
package struct TemplatePlace: Sendable {
    package var file: String
    /// Of the text's first character.
    package var line: Int
    package var column: Int
    /// The lines of the template, from its first on.
    var firstLine: Int
    var lines: [Substring]

    /// The first place in the template of something that `holds` recognises in a text; the text's own where no single
    /// line has it, as when the words stand on two.
    package func find(_ holds: (String) -> Bool) -> (line: Int, column: Int) {
        for (offset, text) in lines.enumerated() where holds(String(text)) {
            var end = text.startIndex
            while end < text.endIndex, !holds(String(text[..<end])) { end = text.index(after: end) }
            let part = text[..<end]
            var start = part.startIndex
            while start < end, holds(String(part[part.index(after: start)...])) { start = part.index(after: start) }
            return (firstLine + offset, part.distance(from: part.startIndex, to: start) + 1)
        }
        return (line, column)
    }
}
