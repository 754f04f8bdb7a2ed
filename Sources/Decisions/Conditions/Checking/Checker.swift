/// Tree → types and code, in one walk. Every fault is noted and the walk goes on, so that a person sees all of them.
///
/// Lenient checking is cel-spec's evaluation without a checker: what types would refuse becomes a doubt when it is
/// evaluated.
struct Checker {
    let environment: Environment
    let isLenient: Bool
    var types = TypeVariables()
    var locals: [LocalVariable] = []
    /// How many variables of macros there are at once at most.
    var mostLocals = 0
    var hasPattern = false
    var faults: [ExpressionFault] = []
    /// Facts that the expression reads.
    var slots: Set<Int> = []

    /// More than anybody mends at once.
    static let mostFaults = 20

    init(_ environment: Environment, isLenient: Bool = false) {
        self.environment = environment
        self.isLenient = isLenient
    }

    mutating func check(_ expression: Expression) -> Checked {
        switch expression.kind {
        case .literal(let value): return Checked(type: value.type, code: Code(constant: value), at: expression.at)
        case .name(let name): return self.name(name, at: expression.at)
        case .select(let operand, let field): return select(operand, field, at: expression.at)
        case .list(let items): return list(items, at: expression.at)
        case .map(let entries): return map(entries, at: expression.at)
        case .call(let name, let arguments): return call(name, arguments, at: expression.at)
        case .member(let receiver, let name, let arguments):
            return member(receiver, name, arguments, at: expression.at)
        }
    }

    /// Notes a fault; what stands there has any type and is a doubt, should it be evaluated.
    mutating func fault(_ at: Int, _ what: String, _ fix: String, doubt: Doubt.Reason = .noSuchOverload) -> Checked {
        if !isLenient, faults.count < Self.mostFaults { faults.append(ExpressionFault(at: at, what, fix)) }
        let doubt = Doubt(doubt, at: at)
        return Checked(type: .dynamic, code: Code { _ throws(Doubt) in throw doubt }, at: at)
    }

    /// What is worth the same for all facts is evaluated once, here. A doubt stays where it is: `||` may pass over it.
    func folded(_ checked: Checked, from parts: [Checked]) -> Checked {
        guard parts.allSatisfy({ $0.code.constant != nil }), locals.isEmpty else { return checked }
        let facts = Facts()
        facts.variables = Array(repeating: .null, count: mostLocals)
        guard let value = try? checked.code.boxed(facts) else { return checked }
        var folded = checked
        folded.code = Code(constant: value)
        return folded
    }

    private mutating func list(_ items: [Expression], at: Int) -> Checked {
        let checked = items.map { check($0) }
        var type = types.fresh()
        for (index, item) in checked.enumerated() {
            type = index == 0 ? item.type : types.joined(type, item.type)
        }
        let runs = checked.map(\.code.boxed)
        let code = Code { facts throws(Doubt) in
            var values: [Value] = []
            values.reserveCapacity(runs.count)
            for run in runs { values.append(try run(facts)) }
            return .list(values)
        }
        return folded(Checked(type: .list(type), code: code, at: at), from: checked)
    }

    private mutating func map(_ entries: [Expression.Entry], at: Int) -> Checked {
        var (keyType, valueType) = (types.fresh(), types.fresh())
        var parts: [(key: Checked, value: Checked)] = []
        for (index, entry) in entries.enumerated() {
            let (key, value) = (check(entry.key), check(entry.value))
            switch types.resolved(key.type) {
            case .bool, .int, .uint, .string, .dynamic, .variable: break
            case let other:
                _ = fault(
                    key.at, "a key of a map cannot be of type \(other.words)", "Write a text, a whole number or a bool")
            }
            keyType = index == 0 ? key.type : types.joined(keyType, key.type)
            valueType = index == 0 ? value.type : types.joined(valueType, value.type)
            parts.append((key, value))
        }
        let runs = parts.map { (key: $0.key.code.boxed, value: $0.value.code.boxed, at: $0.key.at) }
        let code = Code { facts throws(Doubt) in
            var map = ValueMap()
            for run in runs {
                let (key, value) = (try run.key(facts), try run.value(facts))
                do throws(Doubt.Reason) { try map.insert(key, value) } catch { throw Doubt(error, at: run.at) }
            }
            return .map(map)
        }
        return folded(
            Checked(type: .map(keyType, valueType), code: code, at: at), from: parts.flatMap { [$0.key, $0.value] })
    }
}
