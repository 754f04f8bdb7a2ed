/// An expression that was checked and compiled. It holds no text that is read again and nothing that changes: one may be
/// evaluated by many threads, each with facts of its own.
package struct Program: Sendable {
    package let text: String
    package let type: ValueType
    /// Slots of the facts that it reads.
    package let slots: Set<Int>
    let code: Code
    /// Of macros, at once.
    let variables: Int
    /// Without macros and patterns: then its work is bounded by its length.
    let isPlain: Bool

    /// Throws every fault of the expression, in its order.
    package static func compile(_ text: String, in environment: Environment) throws(ExpressionFaults) -> Program {
        try compile(text, in: environment, isLenient: false)
    }

    /// - Parameter isLenient: without a check of types, which cel-spec allows: what it would refuse is a doubt.
    static func compile(
        _ text: String, in environment: Environment, isLenient: Bool
    ) throws(ExpressionFaults) -> Program {
        let expression: Expression
        do { expression = try Parser.parse(text) } catch { throw ExpressionFaults(list: [error]) }
        var checker = Checker(environment, isLenient: isLenient)
        let checked = checker.check(expression)
        guard checker.faults.isEmpty else { throw ExpressionFaults(list: checker.faults) }
        return Program(
            text: text, type: checker.types.settled(checked.type), slots: checker.slots, code: checked.code,
            variables: checker.mostLocals, isPlain: checker.mostLocals == 0 && !checker.hasPattern)
    }

    package func value(_ facts: Facts) throws(Doubt) -> Value {
        prepare(facts)
        return try code.boxed(facts)
    }

    func prepare(_ facts: Facts) {
        facts.roundsLeft = EvaluationLimits.mostRounds
        if facts.variables.count < variables {
            facts.variables += Array(repeating: .null, count: variables - facts.variables.count)
        }
    }
}

/// Everything that is wrong with one expression.
package struct ExpressionFaults: Error, Sendable, Hashable {
    package let list: [ExpressionFault]
}
