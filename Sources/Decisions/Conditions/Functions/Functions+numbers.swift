/// The functions of CEL's `math` extension that conditions of the trade need.
extension Functions {
    mutating func addNumbers() {
        addGreatest("math.greatest", .after)
        addGreatest("math.least", .before)
        add("math.ceil", .of(.double, .double) { $0.rounded(.up) })
        add("math.floor", .of(.double, .double) { $0.rounded(.down) })
        add("math.round", .of(.double, .double) { $0.rounded(.toNearestOrAwayFromZero) })
        add("math.trunc", .of(.double, .double) { $0.rounded(.towardZero) })
        add(
            "math.abs", .of(.double, .double) { $0.magnitude }, .of(.uint, .uint) { $0 },
            .of(.int, .int) { value throws(Doubt.Reason) in
                if value == .min { throw .overflow }
                return abs(value)
            })
        add(
            "math.sign", .of(.double, .double) { $0.isNaN ? $0 : $0 > 0 ? 1 : $0 < 0 ? -1 : 0 },
            .of(.int, .int) { $0.signum() }, .of(.uint, .uint) { $0 == 0 ? 0 : 1 })
        add("math.isNaN", .of(.double, .bool) { $0.isNaN })
        add("math.isInf", .of(.double, .bool) { $0.isInfinite })
        add("math.isFinite", .of(.double, .bool) { $0.isFinite })
    }

    /// Of up to eight numbers, or of a list of them. Of equal ones the first.
    private mutating func addGreatest(_ name: String, _ wanted: Value.Order) {
        @Sendable func chosen(_ values: [Value]) throws(Doubt.Reason) -> Value {
            guard var best = values.first else { throw .badIndex }
            for value in values {
                switch value {
                case .int, .uint, .double: break
                default: throw .noSuchOverload
                }
                if Value.order(value, best) == wanted { best = value }
            }
            return best
        }
        for type in [ValueType.int, .uint, .double, .dynamic] {
            if type != .dynamic {
                add(
                    name, Overload(parameters: [type], result: type, body: .one { value throws(Doubt.Reason) in value })
                )
            }
            for count in 2...8 {
                add(
                    name,
                    Overload(
                        parameters: Array(repeating: type, count: count), result: type,
                        body: count == 2
                            ? .two { a, b throws(Doubt.Reason) in try chosen([a, b]) }
                            : .many { values throws(Doubt.Reason) in try chosen(values) }))
            }
        }
        add(
            name,
            Overload(
                parameters: [.list(.variable(0))], result: .variable(0),
                body: .one { list throws(Doubt.Reason) in
                    guard case .list(let items) = list else { throw .noSuchOverload }
                    return try chosen(items)
                }))
    }
}
