/// A call of a function whose arguments are values. Which of its forms is meant is known when the types of all arguments
/// are; else the values say.
extension Code {
    static func call(_ candidates: [Overload], _ arguments: [Code], isCertain: Bool, at: Int) -> Code {
        if isCertain, candidates.count == 1, let only = candidates.first {
            return direct(only.body, arguments.map(\.boxed), at: at)
        }
        let runs = arguments.map(\.boxed)
        let none = Doubt(.noSuchOverload, at: at)
        return Code { facts throws(Doubt) in
            var values: [Value] = []
            values.reserveCapacity(runs.count)
            for run in runs { values.append(try run(facts)) }
            for candidate in candidates where candidate.takes(values) {
                do throws(Doubt.Reason) { return try candidate.body.apply(values) } catch { throw Doubt(error, at: at) }
            }
            throw none
        }
    }

    private static func direct(_ body: Overload.Body, _ runs: [Evaluate<Value>], at: Int) -> Code {
        switch body {
        case .one(let apply):
            let first = runs[0]
            return Code { facts throws(Doubt) in
                let value = try first(facts)
                do throws(Doubt.Reason) { return try apply(value) } catch { throw Doubt(error, at: at) }
            }
        case .two(let apply):
            let (first, second) = (runs[0], runs[1])
            return Code { facts throws(Doubt) in
                let (a, b) = (try first(facts), try second(facts))
                do throws(Doubt.Reason) { return try apply(a, b) } catch { throw Doubt(error, at: at) }
            }
        case .many(let apply):
            return Code { facts throws(Doubt) in
                var values: [Value] = []
                values.reserveCapacity(runs.count)
                for run in runs { values.append(try run(facts)) }
                do throws(Doubt.Reason) { return try apply(values) } catch { throw Doubt(error, at: at) }
            }
        }
    }

    /// Arithmetic of numbers whose types are known, unboxed; nil for everything else.
    static func arithmetic(_ name: String, _ a: Code, _ b: Code, at: Int) -> Code? {
        switch (a.run, b.run) {
        case (.int(let left), .int(let right)):
            guard let operation = WholeArithmetic.operation(name) else { return nil }
            return Code(
                .int { facts throws(Doubt) in
                    let (a, b) = (try left(facts), try right(facts))
                    do throws(Doubt.Reason) { return try operation(a, b) } catch { throw Doubt(error, at: at) }
                })
        case (.double(let left), .double(let right)):
            switch name {
            case Operator.add: return Code(.double { facts throws(Doubt) in try left(facts) + (try right(facts)) })
            case Operator.subtract: return Code(.double { facts throws(Doubt) in try left(facts) - (try right(facts)) })
            case Operator.multiply: return Code(.double { facts throws(Doubt) in try left(facts) * (try right(facts)) })
            case Operator.divide: return Code(.double { facts throws(Doubt) in try left(facts) / (try right(facts)) })
            default: return nil
            }
        default: return nil
        }
    }

    /// `x in ['a', 'b']` with constant texts or whole numbers; nil for everything else.
    static func contained(_ item: Code, in list: Code) -> Code? {
        guard case .list(let items)? = list.constant else { return nil }
        switch item.run {
        case .string(let run):
            let texts = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
            guard texts.count == items.count else { return nil }
            if texts.count <= 8 {
                return Code(
                    .bool { facts throws(Doubt) in
                        let text = try run(facts)
                        return texts.contains { equalTexts($0, text) }
                    })
            }
            let set = Set(texts.map(ExactText.init))
            return Code(.bool { facts throws(Doubt) in set.contains(ExactText(try run(facts))) })
        case .int(let run):
            let numbers = items.compactMap { if case .int(let number) = $0 { number } else { nil } }
            guard numbers.count == items.count else { return nil }
            let set = Set(numbers)
            return Code(.bool { facts throws(Doubt) in set.contains(try run(facts)) })
        default: return nil
        }
    }
}
