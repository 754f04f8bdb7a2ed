import Testing

@testable import Decisions

@Suite struct CELPropertyTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `a tree that is printed and read again is the same tree`(seed: UInt64) throws {
        var random = RandomExpressions(seed: seed)
        for round in 0..<1000 {
            let tree = random.shape(depth: round % 5)
            let printed = tree.description
            let again = try Parser.parse(printed)
            #expect(outline(again) == outline(tree), "seed \(seed), round \(round): \(printed)")
        }
    }

    @Test(arguments: [UInt64(11), 12, 13, 14])
    func `what checking has passed never meets a value of another type`(seed: UInt64) throws {
        var random = RandomExpressions(seed: seed)
        let environment = Environment(RandomExpressions.facts.map(\.0), zones: nil)
        let values = RandomExpressions.facts.map { Optional($0.1) }
        var doubts = 0
        for round in 0..<1000 {
            let type: ValueType = [.bool, .int, .double, .string, .date, .list(.int)][round % 6]
            let text = random.text(type, depth: 1 + round % 3)
            guard let program = try? Program.compile(text, in: environment) else {
                Issue.record("seed \(seed), round \(round): refused: \(text)")
                continue
            }
            // What is taken out of `[]` may be of any type.
            #expect([type, .dynamic, .list(.dynamic)].contains(program.type), "\(text)")
            // With every fact, with none, and without having checked types: the same value or a doubt.
            let lenient = try Program.compile(text, in: environment, isLenient: true)
            for facts in [values, values.map { _ in nil }] {
                do {
                    let value = try program.value(BoundFacts(facts))
                    #expect(value.fits(type), "\(text)")
                    let other = try lenient.value(BoundFacts(facts))
                    #expect(try Value.equal(value, other) || "\(value)".contains("nan"), "\(text)")
                } catch {
                    doubts += 1
                    #expect((error as? Doubt)?.reason != .noSuchOverload, "seed \(seed), round \(round): \(text)")
                }
            }
        }
        // Both ways were tried.
        #expect(doubts > 100 && doubts < 1900)
    }

    @Test func `patterns of many ways take a time that grows with the text alone`() throws {
        for written in ["(a*)*b", "(a|a)*b", "(a|aa)+$b", "(.*a){20}b", "((a{0,30}){0,30})b"] {
            guard let pattern = try? Pattern.compiled(written) else { continue }
            #expect(!pattern.isFound(in: String(repeating: "a", count: 5000)))
        }
    }

    /// A slow reader of the same patterns that tries one way after another.
    @Test func `patterns find what a reader by trial finds`() throws {
        var numbers = SeededNumbers(seed: 5)
        func pattern(_ depth: Int) -> TriedPattern {
            if depth == 0 { return .letter(["a", "b", "c"].randomElement(using: &numbers) ?? "a") }
            let (a, b) = (pattern(depth - 1), pattern(depth - 1))
            return switch Int.random(in: 0..<5, using: &numbers) {
            case 0: .both(a, b)
            case 1: .either(a, b)
            case 2: .many(a)
            case 3: .maybe(a)
            default: .times(a, Int.random(in: 0...2, using: &numbers))
            }
        }
        var found = 0
        for _ in 0..<400 {
            let tried = pattern(Int.random(in: 0...3, using: &numbers))
            let compiled = try Pattern.compiled("^(?:\(tried.written))$")
            for _ in 0..<8 {
                let letters: [String] = (0..<Int.random(in: 0...5, using: &numbers)).map { _ in
                    ["a", "b", "c"].randomElement(using: &numbers) ?? "a"
                }
                let text: String = letters.reduce("", +)
                let wanted = tried.ends(letters, 0).contains(letters.count)
                if wanted { found += 1 }
                let isFound = compiled.isFound(in: text)
                #expect(isFound == wanted, "\(tried.written) in \(text)")
            }
        }
        #expect(found > 200)
    }

    /// Everything but the places.
    private func outline(_ expression: Expression) -> String {
        switch expression.kind {
        case .literal(let value): "literal \(value)"
        case .name(let name): "name \(name)"
        case .select(let operand, let field): "(\(outline(operand)) . \(field))"
        case .call(let name, let items): "(\(name) \(items.map(outline)))"
        case .member(let receiver, let name, let items): "(\(outline(receiver)) . \(name) \(items.map(outline)))"
        case .list(let items): "list \(items.map(outline))"
        case .map(let entries): "map \(entries.map { [outline($0.key), outline($0.value)] })"
        }
    }
}

private indirect enum TriedPattern {
    case letter(String), both(TriedPattern, TriedPattern), either(TriedPattern, TriedPattern), many(TriedPattern)
    case maybe(TriedPattern), times(TriedPattern, Int)

    var written: String {
        switch self {
        case .letter(let letter): letter
        case .both(let a, let b): "(\(a.written))(\(b.written))"
        case .either(let a, let b): "(\(a.written)|\(b.written))"
        case .many(let a): "(\(a.written))*"
        case .maybe(let a): "(\(a.written))?"
        case .times(let a, let count): "(\(a.written)){\(count)}"
        }
    }

    /// Where it may end when it begins at `start`.
    func ends(_ text: [String], _ start: Int) -> Set<Int> {
        switch self {
        case .letter(let letter): return start < text.count && text[start] == letter ? [start + 1] : []
        case .both(let a, let b): return Set(a.ends(text, start).flatMap { b.ends(text, $0) })
        case .either(let a, let b): return a.ends(text, start).union(b.ends(text, start))
        case .maybe(let a): return a.ends(text, start).union([start])
        case .times(let a, let count):
            return (0..<count).reduce([start]) { ends, _ in Set(ends.flatMap { a.ends(text, $0) }) }
        case .many(let a):
            var all: Set<Int> = [start]
            while true {
                let more = all.union(all.flatMap { a.ends(text, $0) })
                if more == all { return all }
                all = more
            }
        }
    }
}
