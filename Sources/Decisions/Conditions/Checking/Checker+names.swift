internal import Messaging

/// Names, fields and `has`.
extension Checker {
    mutating func name(_ name: String, at: Int) -> Checked {
        resolve(name, at: at)
            ?? fault(at, "there is no `\(name)`", suggestion(for: name), doubt: .noSuchName)
    }

    /// A variable of a macro, a fact or the name of a type. A leading dot passes over variables.
    private mutating func resolve(_ written: String, at: Int) -> Checked? {
        let isAbsolute = written.hasPrefix(".")
        let name = isAbsolute ? String(written.dropFirst()) : written
        if !isAbsolute, let local = locals.last(where: { $0.name == name }) { return variable(local, at: at) }
        if let slot = environment.slots[name] {
            slots.insert(slot)
            let type = environment.declarations[slot].type
            return Checked(type: type, code: Code(slot: slot, of: type, at: at), at: at)
        }
        if let type = ValueType.named[name] { return Checked(type: .type, code: Code(constant: .type(type)), at: at) }
        return nil
    }

    private func variable(_ local: LocalVariable, at: Int) -> Checked {
        let place = local.place
        let code = Code { facts throws(Doubt) in facts.variables[place] }
        let type = types.resolved(local.type)
        return Checked(type: type, code: code.unboxed(as: type, at: at), at: at)
    }

    /// `a.b.c` as one name; nil when it does not begin with a name, or with a variable of a macro.
    func qualified(_ expression: Expression) -> String? {
        switch expression.kind {
        case .name(let name): locals.contains { $0.name == name } ? nil : name
        case .select(let operand, let field): qualified(operand).map { "\($0).\(field)" }
        default: nil
        }
    }

    mutating func select(_ operand: Expression, _ field: String, at: Int) -> Checked {
        if let whole = qualified(operand).map({ "\($0).\(field)" }) {
            let start = Self.start(of: operand)
            if let found = resolve(whole, at: start) { return found }
            if !beginsWithFact(operand) {
                return fault(start, "there is no `\(whole)`", suggestion(for: whole), doubt: .noSuchName)
            }
        }
        return self.field(field, of: check(operand), at: at)
    }

    /// Whether some beginning of the name is declared, so that the rest are fields of its value.
    private func beginsWithFact(_ expression: Expression) -> Bool {
        guard let name = qualified(expression) else { return true }
        let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
        if environment.slots[plain] != nil || ValueType.named[plain] != nil { return true }
        if case .select(let operand, _) = expression.kind { return beginsWithFact(operand) }
        return false
    }

    private static func start(of expression: Expression) -> Int {
        if case .select(let operand, _) = expression.kind { return start(of: operand) }
        return expression.at
    }

    func suggestion(for name: String) -> String {
        if isLenient || faults.count >= Self.mostFaults { return "" }
        let names = environment.declarations.map(\.name) + locals.map(\.name)
        if let near = Nearest.name(to: name, among: names) { return "Did you mean `\(near)`?" }
        if !name.contains(".") { return "Write a fact such as `\(names.first ?? "true")`, or '\(name)' for a text" }
        let family = String(name.prefix { $0 != "." }) + "."
        let known = names.filter { $0.hasPrefix(family) }
        if known.isEmpty {
            return "Facts begin with: "
                + Set(names.map { String($0.prefix { $0 != "." }) }).sorted().joined(separator: ", ")
        }
        return "Write one of: " + known.joined(separator: ", ")
    }

    private mutating func field(_ name: String, of operand: Checked, at: Int) -> Checked {
        let type: ValueType
        let given = types.resolved(operand.type)
        if case .map(let key, let value) = given, types.assign(.string, to: key) {
            type = types.resolved(value)
        } else {
            if !operand.isDynamic, !isLenient {
                return fault(
                    at, "a value of type \(given.words) has no field `\(name)`",
                    "Remove `.\(name)`, or call a function: `.\(name)()`")
            }
            type = .dynamic
        }
        let run = operand.code.boxed
        let (wrong, absent) = (Doubt(.noSuchOverload, at: at), Doubt(.noSuchKey, at: at))
        let code = Code { facts throws(Doubt) in
            guard case .map(let map) = try run(facts) else { throw wrong }
            return try map[field: name].orThrow(absent)
        }
        return folded(Checked(type: type, code: code.unboxed(as: type, at: at), at: at), from: [operand])
    }

    /// `has(fact)`: whether the book has it. `has(map.field)`: whether the map has the key.
    mutating func has(_ arguments: [Expression], at: Int) -> Checked {
        guard arguments.count == 1, case .select(let operand, let name) = arguments[0].kind else {
            return fault(at, "`has` asks of a fact or a field", "Write such as `has(borrower.born_on)`")
        }
        if let whole = qualified(operand).map({ "\($0).\(name)" }),
            resolve(whole, at: at) != nil
                || !beginsWithFact(operand)
        {
            let run = check(arguments[0]).code.boxed
            return Checked(
                type: .bool,
                code: Code(
                    .bool { facts throws(Doubt) in
                        do throws(Doubt) { _ = try run(facts) } catch {
                            if error.reason == .missing { return false }
                            throw error
                        }
                        return true
                    }), at: at)
        }
        let map = check(operand)
        switch types.resolved(map.type) {
        case .map, .dynamic, .variable: break
        case let other:
            _ = fault(at, "a value of type \(other.words) has no fields", "Ask `has` of a fact or a map")
        }
        let run = map.code.boxed
        let wrong = Doubt(.noSuchOverload, at: at)
        let code = Code(
            .bool { facts throws(Doubt) in
                guard case .map(let map) = try run(facts) else { throw wrong }
                return map[field: name] != nil
            })
        return folded(Checked(type: .bool, code: code, at: at), from: [map])
    }
}
