package import CivilTime

/// One name that an expression may use, with its type and what it means, for whoever writes conditions.
package struct Declaration: Sendable, Hashable {
    /// With its dots: `loan.product`.
    package let name: String
    package let type: ValueType
    package let meaning: String

    package init(_ name: String, _ type: ValueType, _ meaning: String) {
        self.name = name
        self.type = type
        self.meaning = meaning
    }
}

/// What an expression may lean on: names, whose slots are their places in the list, and functions.
package struct Environment: Sendable {
    package let declarations: [Declaration]
    let slots: [String: Int]
    let functions: Functions
    let zones: Zones?

    /// - Parameter zones: where zones by name are found; without, only `UTC` and offsets are known.
    package init(_ declarations: [Declaration], zones: Zones?) {
        self.declarations = declarations
        self.zones = zones
        functions = .standard(zones: zones)
        var slots: [String: Int] = [:]
        for (slot, declaration) in declarations.enumerated() { slots[declaration.name] = slot }
        self.slots = slots
    }
}
