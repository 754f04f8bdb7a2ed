internal import Messaging

/// Calls of functions: which form is meant, what is wrong when none is, and macros.
extension Checker {
    mutating func function(_ name: String, _ arguments: [Checked], isMember: Bool, at: Int) -> Checked {
        let all = environment.functions.overloads[name] ?? []
        let forms = all.filter { $0.isMember == isMember && $0.parameters.count == arguments.count }
        let isCertain = !arguments.contains { types.resolved($0.type).isDynamic || $0.isDynamic }
        var fitting: [Overload] = []
        var result: ValueType?
        for form in forms {
            let (parameters, gives) = instance(of: form)
            guard types.assign(arguments.map(\.type), to: parameters) else { continue }
            fitting.append(form)
            let type = types.resolved(gives)
            result = result.map { $0 == type ? $0 : .dynamic } ?? type
            // The first that fits types that are known is the one: those for any type come last.
            if isCertain { break }
        }
        guard let type = result else {
            return refusal(name, arguments, all, isMember: isMember, at: at)
        }
        if let fault = constantFault(name, arguments) { return fault }
        hasPattern = hasPattern || name == "matches"
        let code: Code
        if isCertain, arguments.count == 2,
            let fast = Code.arithmetic(name, arguments[0].code, arguments[1].code, at: at)
        {
            code = fast
        } else if isCertain, name == "matches", case .string(let text)? = arguments[1].code.constant,
            let pattern = try? Pattern.compiled(text)
        {
            code = .matches(arguments[0].code, pattern, at: at)
        } else if name == "matches" {
            code = .matches(arguments[0].code, arguments[1].code, at: at)
        } else {
            code = .call(fitting, arguments.map(\.code), isCertain: isCertain, at: at).unboxed(as: type, at: at)
        }
        return folded(Checked(type: type, code: code, at: at), from: arguments)
    }

    /// With type variables of its own.
    private mutating func instance(of form: Overload) -> (parameters: [ValueType], result: ValueType) {
        let fresh = (types.fresh(), types.fresh())
        func put(_ type: ValueType) -> ValueType {
            switch type {
            case .variable(let id): id == 0 ? fresh.0 : fresh.1
            case .list(let item): .list(put(item))
            case .map(let key, let value): .map(put(key), put(value))
            default: type
            }
        }
        return (form.parameters.map(put), put(form.result))
    }

    private mutating func refusal(
        _ name: String, _ arguments: [Checked], _ all: [Overload], isMember: Bool, at: Int
    ) -> Checked {
        let written = Operator.written(name)
        let given = arguments.map { types.settled($0.type).words }
        if all.isEmpty {
            let known =
                isLenient || faults.count >= Self.mostFaults ? [] : environment.functions.names + LoopMacro.names
            let near = Nearest.name(to: name, among: known)
            return fault(
                at, "there is no function `\(written)`",
                near.map { "Did you mean `\($0)`?" } ?? "The page on strategies lists the functions")
        }
        if isLenient, all.contains(where: { $0.isMember == isMember && $0.parameters.count == arguments.count }) {
            return Checked(type: .dynamic, code: .call(all, arguments.map(\.code), isCertain: false, at: at), at: at)
        }
        if written != name {
            return fault(
                at, "`\(written)` does not work on \(given.joined(separator: " and "))", operatorFix(arguments))
        }
        let forms = all.map { form in
            let parameters = form.parameters.map(\.words)
            return form.isMember
                ? "\(parameters[0]).\(name)(\(parameters.dropFirst().joined(separator: ", ")))"
                : "\(name)(\(parameters.joined(separator: ", ")))"
        }
        let call =
            isMember
            ? "\(given[0]).\(name)(\(given.dropFirst().joined(separator: ", ")))"
            : "\(name)(\(given.joined(separator: ", ")))"
        return fault(at, "there is no \(call)", "Write \(forms.joined(separator: " or "))")
    }

    private func operatorFix(_ arguments: [Checked]) -> String {
        let given = arguments.map { types.settled($0.type) }
        if given.contains(.double), given.contains(.int) {
            for side in arguments { if case .int(let value)? = side.code.constant { return "Write \(value).0" } }
            return "Convert the whole number: double(…)"
        }
        if given.contains(.date), given.contains(.duration) { return "Add days as a whole number: date + 30" }
        if given.contains(.string) { return "Convert the other side: string(…)" }
        return "Give both sides the same type"
    }

    /// A constant that can never work is a fault now, not a doubt on every day to come.
    private mutating func constantFault(_ name: String, _ arguments: [Checked]) -> Checked? {
        guard !isLenient, let last = arguments.last, case .string(let text)? = last.code.constant else { return nil }
        switch name {
        case "matches" where arguments.count == 2:
            do { _ = try Pattern.read(text) } catch {
                return fault(last.at, "the pattern is not valid: \(error.what)", error.fix)
            }
        case "date" where arguments.count == 1 && (try? environment.functions.constant(name, text)) == nil:
            return fault(last.at, "`\(text)` is not a date", "Write such as date('2026-12-31')")
        case "timestamp" where arguments.count == 1 && (try? environment.functions.constant(name, text)) == nil:
            return fault(last.at, "`\(text)` is not a moment", "Write such as timestamp('2026-12-31T09:00:00+08:00')")
        case "duration" where arguments.count == 1 && (try? environment.functions.constant(name, text)) == nil:
            return fault(last.at, "`\(text)` is not a duration", "Write such as duration('72h') or duration('30m')")
        case _ where arguments.count == 2 && (name.hasPrefix("get") || name == "date" || name == "timestamp"):
            if environment.zones != nil, !ZoneName.isKnown(text, environment.zones) {
                return fault(last.at, "there is no time zone `\(text)`", "Write such as 'Asia/Shanghai' or '+08:00'")
            }
        default: break
        }
        return nil
    }
}

extension Functions {
    /// What the function makes of a constant text.
    func constant(_ name: String, _ text: String) throws(Doubt.Reason) -> Value {
        guard let form = overloads[name]?.first(where: { $0.parameters == [.string] }) else { throw .noSuchOverload }
        return try form.body.apply([.string(text)])
    }
}

extension Code {
    /// Work on a pattern counts as rounds: a long text under a long pattern is not one step.
    static func matches(_ text: Code, _ pattern: Pattern, at: Int) -> Code {
        let run = text.boxed
        return Code(
            .bool { facts throws(Doubt) in
                guard case .string(let text) = try run(facts) else { throw Doubt(.noSuchOverload, at: at) }
                try pattern.charge(facts, text, at: at)
                return pattern.isFound(in: text)
            })
    }

    static func matches(_ text: Code, _ pattern: Code, at: Int) -> Code {
        let (text, pattern) = (text.boxed, pattern.boxed)
        return Code(
            .bool { facts throws(Doubt) in
                guard case .string(let text) = try text(facts), case .string(let written) = try pattern(facts) else {
                    throw Doubt(.noSuchOverload, at: at)
                }
                let pattern: Pattern
                do throws(Doubt.Reason) { pattern = try Pattern.compiled(written) } catch { throw Doubt(error, at: at) }
                try pattern.charge(facts, text, at: at)
                return pattern.isFound(in: text)
            })
    }
}

extension Pattern {
    fileprivate func charge(_ facts: Facts, _ text: String, at: Int) throws(Doubt) {
        facts.roundsLeft -= 1 + text.utf8.count * size / 4096
        if facts.roundsLeft < 0 { throw Doubt(.tooMuchWork, at: at) }
    }
}
