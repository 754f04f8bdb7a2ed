internal import CivilTime

/// A compiled part of an expression: a function from facts to its value. Where checking knows the type, the value travels
/// unboxed.
struct Code: Sendable {
    typealias Evaluate<Result> = @Sendable (Facts) throws(Doubt) -> Result

    enum Run: Sendable {
        case bool(Evaluate<Bool>)
        case int(Evaluate<Int64>)
        case double(Evaluate<Double>)
        case string(Evaluate<String>)
        case date(Evaluate<CivilDate>)
        case value(Evaluate<Value>)
    }

    var run: Run
    /// What it is always worth.
    var constant: Value?
    /// The fact that it reads and nothing more.
    var read: Read?

    struct Read: Sendable {
        let slot: Int
        /// What it throws where the book lacks the fact.
        let missing: Doubt
    }

    init(_ run: Run) { self.run = run }

    init(_ value: @escaping Evaluate<Value>) { run = .value(value) }

    init(constant value: Value) {
        constant = value
        switch value {
        case .bool(let value): run = .bool { _ in value }
        case .int(let value): run = .int { _ in value }
        case .double(let value): run = .double { _ in value }
        case .string(let value): run = .string { _ in value }
        case .date(let value): run = .date { _ in value }
        default: run = .value { _ in value }
        }
    }

    /// Reads a fact of the type.
    init(slot: Int, of type: ValueType, at: Int) {
        let missing = Doubt(.missing, at: at, slot: slot)
        read = Read(slot: slot, missing: missing)
        switch type {
        case .bool: run = .bool { facts throws(Doubt) in try facts.bool(slot).orThrow(missing) }
        case .int: run = .int { facts throws(Doubt) in try facts.int(slot).orThrow(missing) }
        case .double: run = .double { facts throws(Doubt) in try facts.double(slot).orThrow(missing) }
        case .string: run = .string { facts throws(Doubt) in try facts.string(slot).orThrow(missing) }
        case .date: run = .date { facts throws(Doubt) in try facts.date(slot).orThrow(missing) }
        default: run = .value { facts throws(Doubt) in try facts.value(slot).orThrow(missing) }
        }
    }

    /// The same with its value boxed.
    var boxed: Evaluate<Value> {
        switch run {
        case .bool(let run): { facts throws(Doubt) in .bool(try run(facts)) }
        case .int(let run): { facts throws(Doubt) in .int(try run(facts)) }
        case .double(let run): { facts throws(Doubt) in .double(try run(facts)) }
        case .string(let run): { facts throws(Doubt) in .string(try run(facts)) }
        case .date(let run): { facts throws(Doubt) in .date(try run(facts)) }
        case .value(let run): run
        }
    }

    /// As a condition: what is no bool is a doubt.
    func bool(at: Int) -> Evaluate<Bool> {
        let wrong = Doubt(.noSuchOverload, at: at)
        switch run {
        case .bool(let run): return run
        case .value(let run):
            return { facts throws(Doubt) in
                guard case .bool(let value) = try run(facts) else { throw wrong }
                return value
            }
        case .int, .double, .string, .date: return { _ throws(Doubt) in throw wrong }
        }
    }

    /// With its value unboxed, where checking promises the type. A promise that is not kept is a doubt.
    func unboxed(as type: ValueType, at: Int) -> Code {
        guard case .value(let run) = run else { return self }
        let wrong = Doubt(.noSuchOverload, at: at)
        var code = self
        switch type {
        case .bool: code.run = .bool(bool(at: at))
        case .int:
            code.run = .int { facts throws(Doubt) in
                guard case .int(let value) = try run(facts) else { throw wrong }
                return value
            }
        case .double:
            code.run = .double { facts throws(Doubt) in
                guard case .double(let value) = try run(facts) else { throw wrong }
                return value
            }
        case .string:
            code.run = .string { facts throws(Doubt) in
                guard case .string(let value) = try run(facts) else { throw wrong }
                return value
            }
        case .date:
            code.run = .date { facts throws(Doubt) in
                guard case .date(let value) = try run(facts) else { throw wrong }
                return value
            }
        default: break
        }
        return code
    }
}

extension Optional {
    @inline(__always)
    func orThrow(_ doubt: Doubt) throws(Doubt) -> Wrapped {
        guard let value = self else { throw doubt }
        return value
    }
}
