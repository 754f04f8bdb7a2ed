/// Equality and order as cel-spec has them (langdef, "Equality", "Ordering"): numbers compare across their types, values
/// of different types are unequal, and NaN equals nothing.
extension Value {
    static func equal(_ a: Value, _ b: Value) throws(Doubt.Reason) -> Bool {
        var left = EvaluationLimits.mostRounds
        return try equal(a, b, left: &left)
    }

    /// `left`: comparisons that may still be made. Lists may hold one list many times over, and so be far larger than the
    /// work that made them.
    private static func equal(_ a: Value, _ b: Value, left: inout Int) throws(Doubt.Reason) -> Bool {
        left -= 1
        if left < 0 { throw .tooMuchWork }
        switch (a, b) {
        case (.string(let a), .string(let b)): return equalTexts(a, b)
        case (.null, .null): return true
        case (.type(let a), .type(let b)): return a.runtimeName == b.runtimeName
        case (.list(let a), .list(let b)):
            guard a.count == b.count else { return false }
            for (one, other) in zip(a, b) where !(try equal(one, other, left: &left)) { return false }
            return true
        case (.map(let a), .map(let b)):
            guard a.count == b.count else { return false }
            for (key, value) in zip(a.keys, a.values) {
                guard let other = b[key], try equal(value, other, left: &left) else { return false }
            }
            return true
        default: return order(a, b) == .same
        }
    }

    enum Order { case before, same, after }

    /// Nil where there is no order: of other types, or with NaN.
    static func order(_ a: Value, _ b: Value) -> Order? {
        switch (a, b) {
        case (.int(let a), .int(let b)): order(a, b)
        case (.uint(let a), .uint(let b)): order(a, b)
        case (.double(let a), .double(let b)): a.isNaN || b.isNaN ? nil : order(a, b)
        case (.int(let a), .uint(let b)): UInt64(exactly: a).map { order($0, b) } ?? .before
        case (.uint(let a), .int(let b)): UInt64(exactly: b).map { order(a, $0) } ?? .after
        case (.int(let a), .double(let b)): whole(Double(a), b)
        case (.uint(let a), .double(let b)): whole(Double(a), b)
        case (.double(let a), .int(let b)): whole(Double(b), a)?.turned
        case (.double(let a), .uint(let b)): whole(Double(b), a)?.turned
        case (.string(let a), .string(let b)): equalTexts(a, b) ? .same : precedes(a, b) ? .before : .after
        case (.bytes(let a), .bytes(let b)): a == b ? .same : a.lexicographicallyPrecedes(b) ? .before : .after
        case (.bool(let a), .bool(let b)): order(a ? 1 : 0, b ? 1 : 0)
        case (.timestamp(let a), .timestamp(let b)): order(a, b)
        case (.duration(let a), .duration(let b)): order(a, b)
        case (.date(let a), .date(let b)): order(a, b)
        default: nil
        }
    }

    private static func order<Ordered: Comparable>(_ a: Ordered, _ b: Ordered) -> Order {
        a < b ? .before : a == b ? .same : .after
    }

    /// As doubles, which is what cel-spec's cases ask for: beyond 2^53 neighbours are the same.
    private static func whole(_ a: Double, _ b: Double) -> Order? { b.isNaN ? nil : order(a, b) }
}

extension Value.Order {
    var turned: Value.Order {
        switch self {
        case .before: .after
        case .same: .same
        case .after: .before
        }
    }
}
