/// What a leaf's content may hold: JSON without fractions, so that one value has one spelling.
package enum LeafValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case text(String)
    case list([LeafValue])
    /// Names may come in any order; they are written sorted, which costs nothing where they come so. A name that comes
    /// twice is a fault.
    case object([(String, LeafValue)])
    /// A value that its maker wrote with `CanonicalJSON` already: a hot loop makes no tree only to have it written. What is
    /// decoded never holds one, and nothing can be asked of it.
    case written([UInt8])

    /// The value of an object's field; nil where there is none or this is no object.
    package subscript(_ name: String) -> LeafValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.0 == name }?.1
    }

    package var integer: Int64? {
        guard case .integer(let integer) = self else { return nil }
        return integer
    }

    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}

extension LeafValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}
