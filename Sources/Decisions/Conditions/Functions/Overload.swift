/// One form of a function: what it takes, what it gives, and what it does. Called as `f(a, b)` or as `a.f(b)`.
struct Overload: Sendable {
    /// By number of arguments, the receiver among them.
    enum Body: Sendable {
        case one(@Sendable (Value) throws(Doubt.Reason) -> Value)
        case two(@Sendable (Value, Value) throws(Doubt.Reason) -> Value)
        case many(@Sendable ([Value]) throws(Doubt.Reason) -> Value)

        func apply(_ values: [Value]) throws(Doubt.Reason) -> Value {
            switch self {
            case .one(let body): try body(values[0])
            case .two(let body): try body(values[0], values[1])
            case .many(let body): try body(values)
            }
        }
    }

    var isMember = false
    let parameters: [ValueType]
    let result: ValueType
    let body: Body

    func takes(_ values: [Value]) -> Bool {
        values.count == parameters.count && zip(values, parameters).allSatisfy { $0.fits($1) }
    }

    /// The same, called on its first argument.
    var asMember: Overload {
        var member = self
        member.isMember = true
        return member
    }
}

/// How a type of the language is one of Swift's.
struct Shape<Content: Sendable>: Sendable {
    let type: ValueType
    let take: @Sendable (Value) -> Content?
    let give: @Sendable (Content) -> Value
}

extension Overload {
    static func of<A, R>(
        _ a: Shape<A>, _ result: Shape<R>, _ body: @escaping @Sendable (A) throws(Doubt.Reason) -> R
    ) -> Overload {
        Overload(
            parameters: [a.type], result: result.type,
            body: .one { value throws(Doubt.Reason) in
                guard let a = a.take(value) else { throw .noSuchOverload }
                return result.give(try body(a))
            })
    }

    static func of<A, B, R>(
        _ a: Shape<A>, _ b: Shape<B>, _ result: Shape<R>,
        _ body: @escaping @Sendable (A, B) throws(Doubt.Reason) -> R
    ) -> Overload {
        Overload(
            parameters: [a.type, b.type], result: result.type,
            body: .two { first, second throws(Doubt.Reason) in
                guard let a = a.take(first), let b = b.take(second) else { throw .noSuchOverload }
                return result.give(try body(a, b))
            })
    }

    static func of<A, B, C, R>(
        _ a: Shape<A>, _ b: Shape<B>, _ c: Shape<C>, _ result: Shape<R>,
        _ body: @escaping @Sendable (A, B, C) throws(Doubt.Reason) -> R
    ) -> Overload {
        Overload(
            parameters: [a.type, b.type, c.type], result: result.type,
            body: .many { values throws(Doubt.Reason) in
                guard let a = a.take(values[0]), let b = b.take(values[1]), let c = c.take(values[2]) else {
                    throw .noSuchOverload
                }
                return result.give(try body(a, b, c))
            })
    }

    static func of<A, B, C, D, R>(
        _ a: Shape<A>, _ b: Shape<B>, _ c: Shape<C>, _ d: Shape<D>, _ result: Shape<R>,
        _ body: @escaping @Sendable (A, B, C, D) throws(Doubt.Reason) -> R
    ) -> Overload {
        Overload(
            parameters: [a.type, b.type, c.type, d.type], result: result.type,
            body: .many { values throws(Doubt.Reason) in
                guard let a = a.take(values[0]), let b = b.take(values[1]), let c = c.take(values[2]),
                    let d = d.take(values[3])
                else { throw .noSuchOverload }
                return result.give(try body(a, b, c, d))
            })
    }
}
