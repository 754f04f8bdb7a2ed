/// Why an expression has no value for these facts. An error is a value of the language (langdef, "Runtime Errors"): `&&` and
/// `||` pass over it where the other side decides, and whoever asks gets it instead of an answer.
package struct Doubt: Error, Sendable, Hashable {
    package enum Reason: UInt8, Error, Sendable {
        case missing, overflow, divisionByZero, noSuchKey, noSuchOverload, noSuchName, badIndex, outOfRange,
            notConvertible,
            badPattern, unknownZone, badKey, repeatedKey, tooLarge, tooMuchWork
    }

    package var reason: Reason
    /// Where it arose, in characters of the expression.
    package var at: Int32
    /// The fact that the book lacks; -1 where that is not the reason.
    package var slot: Int16

    init(_ reason: Reason, at: Int, slot: Int = -1) {
        self.reason = reason
        self.at = Int32(clamping: at)
        self.slot = Int16(clamping: slot)
    }
}

extension Doubt.Reason {
    /// Without any value of a fact: these words stand in plans and logs.
    package var words: String {
        switch self {
        case .missing: "a fact is missing"
        case .overflow: "a number grows too large"
        case .divisionByZero: "a division by zero"
        case .noSuchKey: "there is no such key"
        case .noSuchOverload: "a value has another type than is needed"
        case .noSuchName: "a name is not known"
        case .badIndex: "an index is outside its list"
        case .outOfRange: "a value is out of range"
        case .notConvertible: "a value cannot be converted"
        case .badPattern: "a pattern is not valid"
        case .unknownZone: "a time zone is not known"
        case .badKey: "a value cannot be a key"
        case .repeatedKey: "a key stands twice"
        case .tooLarge: "a text or list grows too large"
        case .tooMuchWork: "the condition needs too much work"
        }
    }
}

/// What the parts of an evaluation may grow to.
package enum EvaluationLimits {
    /// Of one text or bytes that a function makes.
    package static let mostBytes = 8192
    package static let mostItems = 10_000
    /// Rounds of macros in one evaluation, all together; comparisons in one equality.
    package static let mostRounds = 20_000
}
