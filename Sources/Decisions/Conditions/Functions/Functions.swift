internal import CivilTime

/// The functions that expressions may call: by name, each with its forms.
struct Functions: Sendable {
    private(set) var overloads: [String: [Overload]] = [:]

    /// - Parameter zones: where the getters of timestamps find time zones by name.
    static func standard(zones: Zones?) -> Functions {
        var functions = Functions()
        functions.addArithmetic()
        functions.addConversions()
        functions.addTexts()
        functions.addTimes(zones: zones)
        functions.addDates(zones: zones)
        functions.addNumbers()
        return functions
    }

    mutating func add(_ name: String, _ more: Overload...) { overloads[name, default: []] += more }

    /// Under a name that may also be called on the first argument: `size(x)` and `x.size()`.
    mutating func addBoth(_ name: String, _ more: Overload...) {
        overloads[name, default: []] += more + more.map(\.asMember)
    }

    mutating func addMember(_ name: String, _ more: Overload...) {
        overloads[name, default: []] += more.map(\.asMember)
    }

    /// Names that a person may have meant: operators have none.
    var names: [String] {
        overloads.keys.filter { $0.unicodeScalars.first?.isNameStart == true && !$0.hasPrefix("_") }.sorted()
    }
}
