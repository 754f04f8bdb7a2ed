/// Macros: what they do for each item of a list, or each key of a map.
enum LoopMacro: String, CaseIterable, Sendable {
    case all, exists, filter, map, transformList, transformMap
    case existsOne = "exists_one"

    init?(named name: String) {
        if name == "existsOne" { self = .existsOne } else { self.init(rawValue: name) }
    }
}

/// The parts of a macro. One variable stands for an item or a key; the first of two for an index or a key, the second for
/// an item or a value.
struct Loop: Sendable {
    /// A round more, or an end of the loop with what was found.
    enum Step { case next, done }

    let macro: LoopMacro
    let range: Code.Evaluate<Value>
    /// The place of the first variable; a second stands behind it.
    let place: Int
    let hasTwo: Bool
    /// What decides of an item, or nil where every item counts.
    let condition: Code.Evaluate<Bool>?
    /// What is made of an item.
    let result: Code.Evaluate<Value>?
    let at: Int

    var code: Code {
        let loop = self
        switch macro {
        case .all: return Code(.bool { facts throws(Doubt) in try loop.decides(facts, false) })
        case .exists: return Code(.bool { facts throws(Doubt) in try loop.decides(facts, true) })
        case .existsOne: return Code(.bool { facts throws(Doubt) in try loop.isOne(facts) })
        case .filter, .map, .transformList: return Code { facts throws(Doubt) in try loop.collected(facts) }
        case .transformMap: return Code { facts throws(Doubt) in try loop.mapped(facts) }
        }
    }

    /// `all` ends at the first false, `exists` at the first true; a doubt counts only when none comes.
    private func decides(_ facts: Facts, _ end: Bool) throws(Doubt) -> Bool {
        var doubt: Doubt?
        var isFound = false
        try rounds(facts) { _, _ throws(Doubt) in
            do throws(Doubt) {
                if try holds(facts) == end {
                    isFound = true
                    return .done
                }
            } catch {
                if error.reason == .tooMuchWork { throw error }
                if doubt == nil { doubt = error }
            }
            return .next
        }
        if isFound { return end }
        if let doubt { throw doubt }
        return !end
    }

    private func isOne(_ facts: Facts) throws(Doubt) -> Bool {
        var count = 0
        try rounds(facts) { _, _ throws(Doubt) in
            if try holds(facts) { count += 1 }
            return .next
        }
        return count == 1
    }

    private func collected(_ facts: Facts) throws(Doubt) -> Value {
        var items: [Value] = []
        try rounds(facts) { _, item throws(Doubt) in
            guard try holds(facts) else { return .next }
            if items.count >= EvaluationLimits.mostItems { throw Doubt(.tooLarge, at: at) }
            if let result { items.append(try result(facts)) } else { items.append(item) }
            return .next
        }
        return .list(items)
    }

    private func mapped(_ facts: Facts) throws(Doubt) -> Value {
        var map = ValueMap()
        try rounds(facts) { key, item throws(Doubt) in
            guard try holds(facts) else { return .next }
            let value: Value
            if let result { value = try result(facts) } else { value = item }
            do throws(Doubt.Reason) { try map.insert(key, value) } catch { throw Doubt(error, at: at) }
            return .next
        }
        return .map(map)
    }

    private func holds(_ facts: Facts) throws(Doubt) -> Bool {
        guard let condition else { return true }
        return try condition(facts)
    }

    /// `body` gets the index or key, and the item, value or (with one variable over a map) key.
    private func rounds(
        _ facts: Facts, _ body: (_ key: Value, _ item: Value) throws(Doubt) -> Step
    ) throws(Doubt) {
        switch try range(facts) {
        case .list(let items):
            for (index, item) in items.enumerated() {
                if try round(facts, .int(Int64(index)), item, body) == .done { return }
            }
        case .map(let map):
            for index in 0..<map.count {
                let key = map.keys[index]
                if try round(facts, key, hasTwo ? map.values[index] : key, body) == .done { return }
            }
        default: throw Doubt(.noSuchOverload, at: at)
        }
    }

    private func round(
        _ facts: Facts, _ key: Value, _ item: Value, _ body: (Value, Value) throws(Doubt) -> Step
    ) throws(Doubt) -> Step {
        facts.roundsLeft -= 1
        if facts.roundsLeft < 0 { throw Doubt(.tooMuchWork, at: at) }
        if hasTwo {
            facts.variables[place] = key
            facts.variables[place + 1] = item
        } else {
            facts.variables[place] = item
        }
        return try body(key, item)
    }
}
