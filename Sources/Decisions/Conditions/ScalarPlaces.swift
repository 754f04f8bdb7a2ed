internal import Messaging

/// Where each character of a YAML scalar stands in its file: a fault inside a condition points at its own line and column,
/// whichever of YAML's ways of quoting and folding it is written in.
struct ScalarPlaces {
    private var places: [(line: Int, column: Int)] = []

    /// - Parameter yaml: the whole file.
    init(_ node: MarkedNode, yaml: String) {
        let lines = yaml.split(omittingEmptySubsequences: false) { $0.isNewline }.map { Array($0.unicodeScalars) }
        var (line, column) = (node.line - 1, node.column - 1)
        func here() -> Unicode.Scalar? {
            lines.indices.contains(line) && lines[line].indices.contains(column) ? lines[line][column] : nil
        }
        let mark = here()
        let isQuoted = mark == "'" || mark == "\""
        if isQuoted { column += 1 }
        // The content of a block begins on the line after its sign.
        if mark == "|" || mark == ">" { (line, column) = (line + 1, 0) }
        for scalar in (node.scalar ?? "").unicodeScalars {
            // Blanks that YAML drops: line ends, indents, the backslash of an escape.
            while let found = here(), found != scalar, isBlank(found) || found == "\\" && mark == "\"" { column += 1 }
            while here() == nil, !isBlank(scalar), lines.indices.contains(line + 1) {
                (line, column) = (line + 1, 0)
                while let found = here(), found != scalar, isBlank(found) { column += 1 }
            }
            places.append((line + 1, column + 1))
            // An escaped quotation mark stands twice or behind a backslash; both are one character of the content.
            if here() == scalar {
                column += 1
                if scalar == "'", mark == "'", here() == "'" { column += 1 }
            }
        }
    }

    /// Of a character of the scalar; past its end, of the last.
    func place(_ offset: Int, otherwise node: MarkedNode) -> (line: Int, column: Int) {
        places.indices.contains(offset) ? places[offset] : places.last ?? (node.line, node.column)
    }
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\n" }
