/// `list.all(x, …)` and its like (langdef, "Macros"), and `cel.bind`.
extension Checker {
    /// Nil when it is no macro: then it is a function.
    mutating func macro(
        _ receiver: Expression, _ name: String, _ arguments: [Expression], at: Int
    ) -> Checked? {
        if name == "bind", qualified(receiver) == "cel", arguments.count == 3 { return bind(arguments, at: at) }
        guard let macro = LoopMacro(named: name), let shape = macro.shape(arguments.count) else { return nil }
        var names: [String] = []
        for argument in arguments.prefix(shape.variables) {
            guard case .name(let name) = argument.kind, !name.hasPrefix(".") else {
                return fault(
                    argument.at, "`\(macro.rawValue)` needs a name for its items", "Write such as `list.all(x, x > 0)`")
            }
            names.append(name)
        }
        if names.count == 2, names[0] == names[1] {
            return fault(at, "both variables are called `\(names[0])`", "Give them different names")
        }
        let range = check(receiver)
        guard let itemTypes = itemTypes(of: range, hasTwo: names.count == 2) else {
            let type = types.settled(range.type).words
            return fault(range.at, "`\(macro.rawValue)` does not work on \(type)", "Use it on a list or a map")
        }
        let place = locals.count
        for (index, name) in names.enumerated() {
            locals.append(LocalVariable(name: name, type: itemTypes[index], place: place + index))
        }
        mostLocals = max(mostLocals, locals.count)
        let bodies = arguments.dropFirst(names.count).map { check($0) }
        let conditions = shape.hasCondition ? condition(bodies[0]) : nil
        let result = shape.hasResult ? bodies.last : nil
        locals.removeLast(names.count)
        let loop = Loop(
            macro: macro, range: range.code.boxed, place: place, hasTwo: names.count == 2, condition: conditions,
            result: result?.code.boxed, at: at)
        let type: ValueType =
            switch macro {
            case .all, .exists, .existsOne: .bool
            case .filter: .list(itemTypes[names.count - 1])
            case .map, .transformList: .list(result?.type ?? .dynamic)
            case .transformMap: .map(itemTypes[0], result?.type ?? .dynamic)
            }
        return Checked(type: type, code: loop.code, at: at)
    }

    private mutating func itemTypes(of range: Checked, hasTwo: Bool) -> [ValueType]? {
        switch types.resolved(range.type) {
        case .list(let item): hasTwo ? [.int, item] : [item]
        case .map(let key, let value): hasTwo ? [key, value] : [key]
        case .dynamic, .variable: hasTwo ? [.dynamic, .dynamic] : [.dynamic]
        default: isLenient ? [.dynamic, .dynamic] : nil
        }
    }

    /// `cel.bind(name, value, expression)`: a value that is used more than once is worked out once.
    private mutating func bind(_ arguments: [Expression], at: Int) -> Checked {
        guard case .name(let name) = arguments[0].kind, !name.hasPrefix(".") else {
            return fault(arguments[0].at, "`cel.bind` needs a name", "Write such as `cel.bind(x, 1 + 2, x * x)`")
        }
        let value = check(arguments[1])
        let place = locals.count
        locals.append(LocalVariable(name: name, type: value.type, place: place))
        mostLocals = max(mostLocals, locals.count)
        let body = check(arguments[2])
        locals.removeLast()
        let (run, inner) = (value.code.boxed, body.code.boxed)
        let code = Code { facts throws(Doubt) in
            facts.variables[place] = try run(facts)
            return try inner(facts)
        }
        return Checked(type: body.type, code: code.unboxed(as: types.resolved(body.type), at: at), at: at)
    }
}

extension LoopMacro {
    static var names: [String] { allCases.map(\.rawValue) + ["existsOne", "has"] }

    /// How many variables it names, and what follows them; nil when it cannot have so many arguments.
    fileprivate func shape(_ count: Int) -> (variables: Int, hasCondition: Bool, hasResult: Bool)? {
        switch (self, count) {
        case (.all, 2), (.exists, 2), (.existsOne, 2), (.filter, 2): (1, true, false)
        case (.all, 3), (.exists, 3), (.existsOne, 3): (2, true, false)
        case (.map, 2): (1, false, true)
        case (.map, 3): (1, true, true)
        case (.transformList, 3), (.transformMap, 3): (2, false, true)
        case (.transformList, 4), (.transformMap, 4): (2, true, true)
        default: nil
        }
    }
}
