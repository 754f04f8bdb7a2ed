/// Where the tags of a template file stand: found by their text from a scalar on, because folding, quotes and indentation
/// make a place in the scalar say little about its place in the file. The file is gone through once, however many are asked
/// for.
struct TagPlaces {
    /// Line and column, from 1; columns are characters as YAML counts them.
    struct Place: Comparable {
        var line: Int
        var column: Int

        static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
    }

    /// By the whole tag, and every beginning of one by `{{`.
    private var places: [String: [Place]] = [:]

    init(_ text: String) {
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let scalars = Array(line.unicodeScalars)
            var column = 0
            // Of the tag that is open.
            var start: Int?
            while column + 1 < scalars.count {
                if scalars[column] == "{", scalars[column + 1] == "{", start == nil {
                    start = column
                    places["{{", default: []].append(Place(line: number + 1, column: column + 1))
                    column += 2
                } else if scalars[column] == "}", scalars[column + 1] == "}", let from = start {
                    var tag = String.UnicodeScalarView()
                    tag.append(contentsOf: scalars[from...column + 1])
                    places[String(tag), default: []].append(Place(line: number + 1, column: from + 1))
                    start = nil
                    column += 2
                } else {
                    column += 1
                }
            }
        }
    }

    /// The place of a tag behind so many of its like from the scalar on; the scalar's own where it is not found.
    func place(of tag: String, occurrence: Int, from node: MarkedNode) -> Place {
        let start = Place(line: node.line, column: node.column)
        guard let list = places[tag] else { return start }
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low + occurrence < list.count ? list[low + occurrence] : start
    }
}
