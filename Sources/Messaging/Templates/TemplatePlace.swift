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
    ///
    /// - Parameter holds: holds of every text around one of which it holds. A long line is looked at a few times, not
    ///   once for each of its characters.
    package func find(_ holds: (String) -> Bool) -> (line: Int, column: Int) {
        for (offset, text) in lines.enumerated() where holds(String(text)) {
            // Columns are characters as YAML counts them.
            let scalars = Array(text.unicodeScalars)
            let end = Self.least(0...scalars.count) { holds(Self.text(scalars[..<$0])) }
            let beyond = Self.least(0...end) { !holds(Self.text(scalars[$0..<end])) }
            return (firstLine + offset, max(beyond, 1))
        }
        return (line, column)
    }

    /// The least number for which `holds` does, as it does for all that are greater; the last where it does for none.
    private static func least(_ range: ClosedRange<Int>, _ holds: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
