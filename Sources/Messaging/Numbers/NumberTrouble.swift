package import CivilTime
package import LoanBook

/// What a carrier says of a number, as far as it tells of the number and not of the moment.
package enum NumberTrouble: Int, Sendable, Hashable, CaseIterable {
    /// Nobody has it.
    case invalid = 1
    /// It takes no texts: a landline, or a line without them.
    case landline
    /// It was given to somebody else.
    case recycled
    /// It went over to another carrier. Texts may still come through.
    case ported
    /// Out of service or barred, for days rather than for minutes.
    case unreachable

    package var word: String { "\(self)" }

    /// What the number is good for while this stands; nil where it is as good as before.
    package var standing: ContactPoint.Standing? {
        switch self {
        case .invalid: .invalid
        case .landline: .landline
        case .recycled: .recycled
        case .unreachable: .unreachable
        case .ported: nil
        }
    }

    /// How long it stands; nil until a person or a newer number says otherwise: who has a number that was nobody's may be a
    /// stranger by then. A refusal stands for a month at most: carriers refuse numbers also for what is wrong with a route.
    package func expiry(isRefusal: Bool) -> Span? {
        switch self {
        case .invalid, .landline, .recycled: isRefusal ? .days(30) : nil
        case .ported: .days(180)
        case .unreachable: .days(3)
        }
    }
}
