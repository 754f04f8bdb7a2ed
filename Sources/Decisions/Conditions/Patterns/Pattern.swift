/// A regular expression of the part of RE2's syntax that conditions need, compiled to a machine that reads a text once.
/// There is no backtracking: the time is bounded by the length of the text times the size of the pattern.
struct Pattern: Sendable {
    enum Instruction: Sendable {
        case one(CharacterSet)
        /// Both ways are tried at once.
        case fork(Int, Int)
        case jump(Int)
        case assert(Assertion)
        case found
    }

    enum Assertion: Sendable { case start, end, lineStart, lineEnd, wordBoundary, noWordBoundary }

    /// After repetitions are written out.
    static let mostInstructions = 1000
    static let mostBytes = 512

    let program: [Instruction]
    var size: Int { program.count }

    static func read(_ text: String) throws(PatternFault) -> Pattern {
        guard text.utf8.count <= mostBytes else {
            throw PatternFault(what: "it is longer than \(mostBytes) bytes", fix: "Make it simpler")
        }
        var reader = PatternReader(text)
        var writer = PatternWriter()
        try writer.write(try reader.whole())
        return Pattern(program: writer.program + [.found])
    }

    static func compiled(_ text: String) throws(Doubt.Reason) -> Pattern {
        do { return try read(text) } catch { throw .badPattern }
    }

    /// Whether some part of the text fits.
    func isFound(in text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var current = PatternThreads(count: program.count)
        var next = PatternThreads(count: program.count)
        for position in 0...scalars.count {
            current.add(0, program, scalars, position)
            if current.hasFound { return true }
            guard position < scalars.count else { break }
            next.clear()
            for place in current.places {
                if case .one(let set) = program[place], set.contains(scalars[position]) {
                    next.add(place + 1, program, scalars, position + 1)
                    if next.hasFound { return true }
                }
            }
            swap(&current, &next)
        }
        return false
    }
}

/// What is wrong with a pattern, and what would mend it.
struct PatternFault: Error {
    var what: String
    var fix: String
}

/// The places in the program at which a reading may stand.
private struct PatternThreads {
    private(set) var places: [Int] = []
    private(set) var hasFound = false
    private var isMarked: [Bool]
    private var pending: [Int] = []

    init(count: Int) { isMarked = Array(repeating: false, count: count) }

    mutating func clear() {
        for index in isMarked.indices { isMarked[index] = false }
        places.removeAll(keepingCapacity: true)
        hasFound = false
    }

    /// Follows everything that reads no character.
    mutating func add(_ start: Int, _ program: [Pattern.Instruction], _ text: [Unicode.Scalar], _ position: Int) {
        pending.append(start)
        while let place = pending.popLast() {
            if isMarked[place] { continue }
            isMarked[place] = true
            switch program[place] {
            case .one: places.append(place)
            case .found: hasFound = true
            case .jump(let target): pending.append(target)
            case .fork(let a, let b):
                pending.append(b)
                pending.append(a)
            case .assert(let assertion):
                if assertion.holds(text, position) { pending.append(place + 1) }
            }
        }
    }
}

extension Pattern.Assertion {
    func holds(_ text: [Unicode.Scalar], _ position: Int) -> Bool {
        func isWord(_ index: Int) -> Bool {
            text.indices.contains(index) && CharacterSet.word.contains(text[index])
        }
        return switch self {
        case .start: position == 0
        case .end: position == text.count
        case .lineStart: position == 0 || text[position - 1] == "\n"
        case .lineEnd: position == text.count || text[position] == "\n"
        case .wordBoundary: isWord(position - 1) != isWord(position)
        case .noWordBoundary: isWord(position - 1) == isWord(position)
        }
    }
}
