/// A program that is true or false: what stands after `when:`.
package struct Condition: Sendable {
    package let program: Program
    private let run: Code.Evaluate<Bool>
    /// Whether work has to be counted, or variables of macros have to have a place.
    private let isPlain: Bool

    /// Throws every fault of the text, in its order.
    package static func compile(_ text: String, in environment: Environment) throws(ExpressionFaults) -> Condition {
        let program = try Program.compile(text, in: environment)
        guard program.type == .bool || program.type.isDynamic else {
            throw ExpressionFaults(list: [
                ExpressionFault(
                    at: 0, "a condition must be true or false, and this is of type \(program.type.words)",
                    "Compare it with something")
            ])
        }
        return Condition(program)
    }

    private init(_ program: Program) {
        self.program = program
        run = program.code.bool(at: 0)
        isPlain = program.isPlain
    }

    package func holds(_ facts: Facts) throws(Doubt) -> Bool {
        if !isPlain { program.prepare(facts) }
        return try run(facts)
    }
}

/// By its text: two of one text say the same.
extension Condition: Hashable {
    package static func == (a: Condition, b: Condition) -> Bool { a.program.text == b.program.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(program.text) }
}
