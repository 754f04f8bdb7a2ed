internal import CivilTime

/// Which way two values are compared.
enum Comparison: Sendable {
    case equal, unequal, less, lessOrEqual, greater, greaterOrEqual

    init?(operator name: String) {
        switch name {
        case Operator.equal: self = .equal
        case Operator.unequal: self = .unequal
        case Operator.less: self = .less
        case Operator.lessOrEqual: self = .lessOrEqual
        case Operator.greater: self = .greater
        case Operator.greaterOrEqual: self = .greaterOrEqual
        default: return nil
        }
    }

    var isEquality: Bool { self == .equal || self == .unequal }

    /// The same with its sides changed about.
    var turned: Comparison {
        switch self {
        case .equal, .unequal: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    func holds(_ order: Value.Order) -> Bool {
        switch self {
        case .equal: order == .same
        case .unequal: order != .same
        case .less: order == .before
        case .lessOrEqual: order != .after
        case .greater: order == .after
        case .greaterOrEqual: order != .before
        }
    }
}

extension Code {
    /// The shapes that conditions mostly have, a fact against a constant, are one function each.
    static func compare(_ comparison: Comparison, _ a: Code, _ b: Code, at: Int) -> Code {
        if a.constant != nil, b.constant == nil { return compare(comparison.turned, b, a, at: at) }
        switch (a.run, b.run) {
        case (.int(let left), .int(let right)):
            if let read = a.read, case .int(let limit)? = b.constant {
                return Code(.bool(ordered(comparison, read, limit)))
            }
            return Code(.bool(ordered(comparison, left, right)))
        case (.double(let left), .double(let right)):
            if let read = a.read, case .double(let limit)? = b.constant {
                return Code(.bool(ordered(comparison, read, limit)))
            }
            return Code(.bool(ordered(comparison, left, right)))
        case (.double, .int):
            // `arrears.amount > 500`: a constant that both types have exactly.
            if case .int(let limit)? = b.constant, limit.magnitude < 1 << 53 {
                return compare(comparison, a, Code(constant: .double(Double(limit))), at: at)
            }
            return general(comparison, a, b, at: at)
        case (.date(let left), .date(let right)):
            return Code(
                .bool(
                    ordered(
                        comparison, { facts throws(Doubt) in Int64(try left(facts).daysSinceEpoch) },
                        { facts throws(Doubt) in Int64(try right(facts).daysSinceEpoch) })))
        case (.string(let left), .string(let right)) where comparison.isEquality:
            return Code(.bool(sameText(left, right, a.read, b.constant, isNegated: comparison == .unequal)))
        default: return general(comparison, a, b, at: at)
        }
    }

    // Written out for each type: a generic function over functions would call them through a thunk each.

    private static func ordered(
        _ comparison: Comparison, _ read: Read, _ limit: Int64
    ) -> Evaluate<Bool> {
        let (slot, missing) = (read.slot, read.missing)
        return switch comparison {
        case .equal: { facts throws(Doubt) in try facts.int(slot).orThrow(missing) == limit }
        case .unequal: { facts throws(Doubt) in try facts.int(slot).orThrow(missing) != limit }
        case .less: { facts throws(Doubt) in try facts.int(slot).orThrow(missing) < limit }
        case .lessOrEqual: { facts throws(Doubt) in try facts.int(slot).orThrow(missing) <= limit }
        case .greater: { facts throws(Doubt) in try facts.int(slot).orThrow(missing) > limit }
        case .greaterOrEqual: { facts throws(Doubt) in try facts.int(slot).orThrow(missing) >= limit }
        }
    }

    private static func ordered(
        _ comparison: Comparison, _ read: Read, _ limit: Double
    ) -> Evaluate<Bool> {
        let (slot, missing) = (read.slot, read.missing)
        return switch comparison {
        case .equal: { facts throws(Doubt) in try facts.double(slot).orThrow(missing) == limit }
        case .unequal: { facts throws(Doubt) in try facts.double(slot).orThrow(missing) != limit }
        case .less: { facts throws(Doubt) in try facts.double(slot).orThrow(missing) < limit }
        case .lessOrEqual: { facts throws(Doubt) in try facts.double(slot).orThrow(missing) <= limit }
        case .greater: { facts throws(Doubt) in try facts.double(slot).orThrow(missing) > limit }
        case .greaterOrEqual: { facts throws(Doubt) in try facts.double(slot).orThrow(missing) >= limit }
        }
    }

    private static func ordered(
        _ comparison: Comparison, _ a: @escaping Evaluate<Int64>, _ b: @escaping Evaluate<Int64>
    ) -> Evaluate<Bool> {
        switch comparison {
        case .equal: { facts throws(Doubt) in try a(facts) == (try b(facts)) }
        case .unequal: { facts throws(Doubt) in try a(facts) != (try b(facts)) }
        case .less: { facts throws(Doubt) in try a(facts) < (try b(facts)) }
        case .lessOrEqual: { facts throws(Doubt) in try a(facts) <= (try b(facts)) }
        case .greater: { facts throws(Doubt) in try a(facts) > (try b(facts)) }
        case .greaterOrEqual: { facts throws(Doubt) in try a(facts) >= (try b(facts)) }
        }
    }

    private static func ordered(
        _ comparison: Comparison, _ a: @escaping Evaluate<Double>, _ b: @escaping Evaluate<Double>
    ) -> Evaluate<Bool> {
        switch comparison {
        case .equal: { facts throws(Doubt) in try a(facts) == (try b(facts)) }
        case .unequal: { facts throws(Doubt) in try a(facts) != (try b(facts)) }
        case .less: { facts throws(Doubt) in try a(facts) < (try b(facts)) }
        case .lessOrEqual: { facts throws(Doubt) in try a(facts) <= (try b(facts)) }
        case .greater: { facts throws(Doubt) in try a(facts) > (try b(facts)) }
        case .greaterOrEqual: { facts throws(Doubt) in try a(facts) >= (try b(facts)) }
        }
    }

    private static func sameText(
        _ a: @escaping Evaluate<String>, _ b: @escaping Evaluate<String>, _ read: Read?, _ constant: Value?,
        isNegated: Bool
    ) -> Evaluate<Bool> {
        guard case .string(let text)? = constant else {
            return { facts throws(Doubt) in equalTexts(try a(facts), try b(facts)) != isNegated }
        }
        guard let read, text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return { facts throws(Doubt) in equalTexts(try a(facts), text) != isNegated }
        }
        // Swift takes some texts of different code points for one. None of them is ASCII and as long as the other.
        let (slot, missing) = (read.slot, read.missing)
        let count = text.utf8.count
        return { facts throws(Doubt) in
            let found = try facts.string(slot).orThrow(missing)
            return (found.utf8.count == count && found == text) != isNegated
        }
    }

    private static func general(_ comparison: Comparison, _ a: Code, _ b: Code, at: Int) -> Code {
        let (left, right) = (a.boxed, b.boxed)
        if comparison.isEquality {
            let isNegated = comparison == .unequal
            return Code(
                .bool { facts throws(Doubt) in
                    let (a, b) = (try left(facts), try right(facts))
                    do throws(Doubt.Reason) { return try Value.equal(a, b) != isNegated } catch {
                        throw Doubt(error, at: at)
                    }
                })
        }
        let wrong = Doubt(.noSuchOverload, at: at)
        return Code(
            .bool { facts throws(Doubt) in
                let (a, b) = (try left(facts), try right(facts))
                guard a.canBeOrdered(with: b) else { throw wrong }
                // NaN is neither before nor after anything.
                return Value.order(a, b).map(comparison.holds) ?? false
            })
    }
}

extension Value {
    private var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }

    /// By types alone.
    fileprivate func canBeOrdered(with other: Value) -> Bool {
        switch (self, other) {
        case (.bool, .bool), (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration),
            (.date, .date):
            true
        default: isNumber && other.isNumber
        }
    }
}
