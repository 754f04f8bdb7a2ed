/// What is known so far of types that are not decided yet, such as of the items of `[]`.
struct TypeVariables {
    private var known: [Int: ValueType] = [:]
    private var count = 0

    mutating func fresh() -> ValueType {
        count += 1
        return .variable(count)
    }

    /// The type with everything that is known put in.
    func resolved(_ type: ValueType) -> ValueType {
        switch type {
        case .variable(let id): known[id].map(resolved) ?? type
        case .list(let item): .list(resolved(item))
        case .map(let key, let value): .map(resolved(key), resolved(value))
        default: type
        }
    }

    /// The same, with what is still open as `dyn`.
    func settled(_ type: ValueType) -> ValueType {
        switch resolved(type) {
        case .variable: .dynamic
        case .list(let item): .list(settled(item))
        case .map(let key, let value): .map(settled(key), settled(value))
        case let other: other
        }
    }

    /// Whether values of each type may be given where the other stands in its place; learns what that decides, or nothing.
    mutating func assign(_ given: [ValueType], to wanted: [ValueType]) -> Bool {
        let before = known
        for (given, wanted) in zip(given, wanted) where !assign(given, to: wanted) {
            known = before
            return false
        }
        return true
    }

    mutating func assign(_ given: ValueType, to wanted: ValueType) -> Bool {
        let given = shallow(given)
        let wanted = shallow(wanted)
        if given == wanted { return true }
        switch (given, wanted) {
        case (_, .variable(let id)): return bind(id, to: given)
        case (.variable(let id), _): return bind(id, to: wanted)
        case (.dynamic, _), (_, .dynamic): return true
        case (.null, .timestamp), (.null, .duration): return true
        case (.list(let a), .list(let b)): return assign(a, to: b)
        case (.map(let a, let c), .map(let b, let d)): return assign(a, to: b) && assign(c, to: d)
        default: return false
        }
    }

    /// The type of a list that holds both: one of them where the other fits it, else `dyn`.
    mutating func joined(_ a: ValueType, _ b: ValueType) -> ValueType {
        let before = known
        if assign(a, to: b) { return moreGeneral(a, b) }
        known = before
        return .dynamic
    }

    private func shallow(_ type: ValueType) -> ValueType {
        var type = type
        while case .variable(let id) = type, let next = known[id] { type = next }
        return type
    }

    private mutating func bind(_ id: Int, to type: ValueType) -> Bool {
        if mentions(id, type) { return false }
        known[id] = type
        return true
    }

    private func mentions(_ id: Int, _ type: ValueType) -> Bool {
        switch shallow(type) {
        case .variable(let other): id == other
        case .list(let item): mentions(id, item)
        case .map(let key, let value): mentions(id, key) || mentions(id, value)
        default: false
        }
    }

    private func moreGeneral(_ a: ValueType, _ b: ValueType) -> ValueType {
        switch (resolved(a), resolved(b)) {
        case (.dynamic, _), (_, .dynamic): .dynamic
        case (.null, let other), (let other, .null): other
        case (.list(let a), .list(let b)): .list(moreGeneral(a, b))
        case (.map(let a, let c), .map(let b, let d)): .map(moreGeneral(a, b), moreGeneral(c, d))
        case (let a, _): a
        }
    }
}
