internal import Messaging

/// Functions and operators.
extension Checker {
    mutating func call(_ name: String, _ arguments: [Expression], at: Int) -> Checked {
        switch name {
        case Operator.and, Operator.or: return junction(name, arguments, at: at)
        case Operator.choose: return choice(arguments, at: at)
        case "has": return has(arguments, at: at)
        default: break
        }
        let checked = arguments.map { check($0) }
        if let comparison = Comparison(operator: name) { return compare(comparison, name, checked, at: at) }
        switch name {
        case Operator.not:
            let term = condition(checked[0])
            return folded(Checked(type: .bool, code: .not(term), at: at), from: checked)
        case Operator.contained: return contained(checked, at: at)
        case Operator.index: return index(checked, at: at)
        default:
            return function(name.hasPrefix(".") ? String(name.dropFirst()) : name, checked, isMember: false, at: at)
        }
    }

    mutating func member(_ receiver: Expression, _ name: String, _ arguments: [Expression], at: Int) -> Checked {
        if let macro = macro(receiver, name, arguments, at: at) { return macro }
        // `math.abs(x)`: the receiver is the first part of a function's name.
        if let whole = qualified(receiver).map({ "\($0).\(name)" }), environment.functions.overloads[whole] != nil {
            return function(whole, arguments.map { check($0) }, isMember: false, at: at)
        }
        return function(name, ([receiver] + arguments).map { check($0) }, isMember: true, at: at)
    }

    /// What must be true or false. Anything of another type is a fault.
    mutating func condition(_ checked: Checked) -> Code.Evaluate<Bool> {
        if !types.assign(checked.type, to: .bool) {
            let type = types.settled(checked.type)
            _ = fault(
                checked.at, "a condition must be true or false, and this is of type \(type.words)", Self.fix(type))
        }
        return checked.code.bool(at: checked.at)
    }

    private static func fix(_ type: ValueType) -> String {
        switch type {
        case .int: "Compare it, such as `> 0`"
        case .string: "Compare it, such as `== 'text'`"
        default: "Compare it with something"
        }
    }

    /// `a && b && c` is one function over three terms.
    private mutating func junction(_ name: String, _ arguments: [Expression], at: Int) -> Checked {
        var terms: [Expression] = []
        func collect(_ expression: Expression) {
            if case .call(name, let sides) = expression.kind {
                sides.forEach(collect)
            } else {
                terms.append(expression)
            }
        }
        arguments.forEach(collect)
        let checked = terms.map { check($0) }
        let codes = checked.map { Code(.bool(condition($0))) }
        let code: Code = name == Operator.and ? .and(codes, at: at) : .or(codes, at: at)
        return folded(Checked(type: .bool, code: code, at: at), from: checked)
    }

    private mutating func choice(_ arguments: [Expression], at: Int) -> Checked {
        let checked = arguments.map { check($0) }
        let condition = condition(checked[0])
        let (yes, no) = (checked[1], checked[2])
        var type = types.joined(yes.type, no.type)
        if types.resolved(type).isDynamic, !yes.isDynamic, !no.isDynamic {
            _ = fault(
                at,
                "one result is of type \(types.settled(yes.type).words), the other of \(types.settled(no.type).words)",
                "Give both the same type")
        }
        type = types.resolved(type)
        return folded(
            Checked(type: type, code: .choose(condition, yes.code, no.code).unboxed(as: type, at: at), at: at),
            from: checked)
    }

    private mutating func compare(_ comparison: Comparison, _ name: String, _ sides: [Checked], at: Int) -> Checked {
        let (a, b) = (types.resolved(sides[0].type), types.resolved(sides[1].type))
        let isAllowed =
            comparison.isEquality
            ? types.assign(a, to: b) || types.assign(b, to: a)
            : a.isNumber && b.isNumber || (a.isOrdered && b.isOrdered && types.assign(a, to: b))
        if !isAllowed {
            _ = fault(
                at, "`\(Operator.written(name))` cannot compare \(a.words) with \(b.words)", comparisonFix(a, b, sides))
        }
        let code: Code =
            sides.contains(where: \.isDynamic)
            ? .compare(comparison, Code(sides[0].code.boxed), Code(sides[1].code.boxed), at: at)
            : .compare(comparison, sides[0].code, sides[1].code, at: at)
        return folded(Checked(type: .bool, code: code, at: at), from: sides)
    }

    private func comparisonFix(_ a: ValueType, _ b: ValueType, _ sides: [Checked]) -> String {
        if a.isNumber, b.isNumber {
            for side in sides { if case .int(let value)? = side.code.constant { return "Write \(value).0" } }
            return "Convert one of them: double(…) or int(…)"
        }
        for (type, other) in [(a, b), (b, a)] where other == .string {
            switch type {
            case .date: return "Write the date as date('2026-12-31')"
            case .timestamp: return "Write the moment as timestamp('2026-12-31T00:00:00Z')"
            case .duration: return "Write the duration as duration('72h')"
            case .int, .double, .uint: return "Write the number without quotation marks"
            case .list: return "Ask with `in`: 'x' in list"
            default: break
            }
        }
        if a == .null || b == .null { return "Ask with `has(…)` whether it is there" }
        if a == .date || b == .date { return "Compare a date with a date; days are `date - date`" }
        return "Compare values of one type"
    }

    private mutating func contained(_ sides: [Checked], at: Int) -> Checked {
        let list = types.resolved(sides[1].type)
        let isAllowed: Bool
        switch list {
        case .list(let item): isAllowed = types.assign(sides[0].type, to: item)
        case .map(let key, _): isAllowed = types.assign(sides[0].type, to: key)
        case .dynamic, .variable: isAllowed = true
        default: isAllowed = false
        }
        if !isAllowed {
            let type = types.settled(sides[0].type)
            _ = fault(
                at, "`in` cannot look for \(type.words) in \(list.words)",
                list == .string ? "Write text.contains(part)" : "Look for what the list holds")
        }
        if let code = Code.contained(sides[0].code, in: sides[1].code) {
            return folded(Checked(type: .bool, code: code, at: at), from: sides)
        }
        let (item, range) = (sides[0].code.boxed, sides[1].code.boxed)
        let code = Code(
            .bool { facts throws(Doubt) in
                let value = try item(facts)
                switch try range(facts) {
                case .list(let items):
                    do throws(Doubt.Reason) {
                        for other in items where try Value.equal(value, other) { return true }
                    } catch { throw Doubt(error, at: at) }
                    return false
                case .map(let map): return map[value] != nil
                default: throw Doubt(.noSuchOverload, at: at)
                }
            })
        return folded(Checked(type: .bool, code: code, at: at), from: sides)
    }

    private mutating func index(_ sides: [Checked], at: Int) -> Checked {
        var type = ValueType.dynamic
        let isAllowed: Bool
        switch types.resolved(sides[0].type) {
        case .list(let item):
            type = item
            isAllowed = types.assign(sides[1].type, to: .int)
        case .map(let key, let value):
            type = value
            isAllowed = types.assign(sides[1].type, to: key)
        case .dynamic, .variable: isAllowed = true
        default: isAllowed = false
        }
        if !isAllowed {
            let (a, b) = (types.settled(sides[0].type), types.settled(sides[1].type))
            _ = fault(
                at, "a value of type \(a.words) has no index of type \(b.words)",
                a == .string ? "Write text.charAt(0)" : "Lists are counted by whole numbers from 0, maps have keys")
        }
        type = types.resolved(type)
        let (operand, position) = (sides[0].code.boxed, sides[1].code.boxed)
        let code = Code { facts throws(Doubt) in
            let (value, key) = (try operand(facts), try position(facts))
            do throws(Doubt.Reason) { return try value.item(at: key) } catch { throw Doubt(error, at: at) }
        }
        return folded(Checked(type: type, code: code.unboxed(as: type, at: at), at: at), from: sides)
    }
}

extension Value {
    /// Lists by whole numbers of any type, maps by key.
    fileprivate func item(at key: Value) throws(Doubt.Reason) -> Value {
        switch self {
        case .list(let items):
            guard case .int(let index)? = ValueMap.Key(key),
                items.indices.contains(Int(index))
            else { throw .badIndex }
            return items[Int(index)]
        case .map(let map):
            guard let value = map[key] else { throw .noSuchKey }
            return value
        default: throw .noSuchOverload
        }
    }
}

extension ValueType {
    var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }

    var isOrdered: Bool {
        switch self {
        case .list, .map, .null, .type: false
        default: true
        }
    }
}
