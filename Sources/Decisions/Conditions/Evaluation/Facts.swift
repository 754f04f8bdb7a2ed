internal import CivilTime

/// What an expression is evaluated over: the facts by the slots that checking gave them, and the variables of macros. Each
/// slot is asked for by the method of its type; nil is a fact that the book lacks. Not shared between threads.
package class Facts {
    /// Of macros, by depth.
    final var variables: [Value] = []
    final var roundsLeft = EvaluationLimits.mostRounds

    init() {}

    func bool(_ slot: Int) -> Bool? { nil }
    func int(_ slot: Int) -> Int64? { nil }
    func double(_ slot: Int) -> Double? { nil }
    func string(_ slot: Int) -> String? { nil }
    func date(_ slot: Int) -> CivilDate? { nil }
    /// Of every other type.
    func value(_ slot: Int) -> Value? { nil }
}
