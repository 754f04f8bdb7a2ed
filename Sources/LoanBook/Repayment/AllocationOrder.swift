/// What a payment settles first.
package struct AllocationOrder: Sendable, Hashable {
    /// Which way money goes through what is due.
    package enum Direction: String, Sendable, Hashable, CaseIterable {
        /// All of the oldest instalment, then all of the next.
        case byInstalment = "by_instalment"
        /// One kind over all instalments that are due, then the next kind.
        case byComponent = "by_component"
    }

    /// Where money goes when nothing is due any more.
    package enum Surplus: String, Sendable, Hashable, CaseIterable {
        /// Into the instalments to come, the next one first.
        case nextInstalments = "next_instalments"
        /// Into the instalments to come, the last one first.
        case lastInstalments = "last_instalments"
        /// Nowhere: it is kept as credit and settles each instalment on its due date.
        case credit
    }

    /// Of instalments that are due: every kind once.
    package let due: [DueComponent]
    /// Of instalments to come: every kind once.
    package let inAdvance: [DueComponent]
    package let direction: Direction
    package let surplus: Surplus

    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package var given: [DueComponent]
        package var description: String {
            "an order of \(given.map(\.rawValue).joined(separator: ", ")): name each of penalty, fee, interest and principal once"
        }
    }

    /// - Parameter inAdvance: nil when it is the order of what is due.
    package init(
        _ due: [DueComponent], inAdvance: [DueComponent]? = nil, direction: Direction = .byInstalment,
        surplus: Surplus = .nextInstalments
    ) throws(Fault) {
        for given in [due, inAdvance ?? due] {
            guard given.count == DueComponent.allCases.count, Set(given).count == given.count else {
                throw Fault(given: given)
            }
        }
        self.init(trusted: due, inAdvance: inAdvance ?? due, direction: direction, surplus: surplus)
    }

    private init(
        trusted due: [DueComponent], inAdvance: [DueComponent], direction: Direction, surplus: Surplus
    ) {
        self.due = due
        self.inAdvance = inAdvance
        self.direction = direction
        self.surplus = surplus
    }

    private static func fixed(_ due: [DueComponent], _ direction: Direction) -> AllocationOrder {
        AllocationOrder(trusted: due, inAdvance: due, direction: direction, surplus: .nextInstalments)
    }

    /// Penalty, fee, interest, principal, oldest instalment first: what most lenders write into their contracts.
    package static let usual = fixed([.penalty, .fee, .interest, .principal], .byInstalment)
    /// Costs, then interest with the penalty interest among it, then the debt itself, over all that is due.
    package static let costsThenInterest = fixed([.fee, .penalty, .interest, .principal], .byComponent)
    /// Costs, then the debt itself, then interest.
    package static let costsThenPrincipal = fixed([.fee, .principal, .interest, .penalty], .byComponent)
}

/// The order that the law of a country gives where the parties agreed on none.
package struct LegalOrder: Sendable, Hashable {
    package var region: String
    package var order: AllocationOrder
    package var citation: String

    /// From memory, as law packs of grade M are: to be confirmed by counsel. Nil where no rule is known here.
    package static func named(_ region: String) -> LegalOrder? {
        guard let rule = rules[region] else { return nil }
        return LegalOrder(region: region, order: rule.0, citation: rule.1)
    }

    package static var regions: [String] { rules.keys.sorted() }

    private static let rules: [String: (AllocationOrder, String)] = [
        "BR": (.costsThenInterest, "Código Civil, art. 354: interest before principal"),
        "CN": (.costsThenInterest, "民法典第五百六十一条: costs of enforcement, interest, main debt"),
        "DE": (.costsThenInterest, "BGB § 367(1): costs, interest, principal"),
        "DE-CONSUMER": (.costsThenPrincipal, "BGB § 497(3): costs, the amount owed, interest"),
        "ES": (.costsThenInterest, "Código Civil, art. 1173: interest before principal"),
        "FR": (.costsThenInterest, "Code civil, art. 1343-1: interest before principal"),
        "ID": (.costsThenInterest, "KUHPerdata, pasal 1397: interest before principal"),
        "JP": (.costsThenInterest, "民法第489条: costs, interest, principal"),
        "KR": (.costsThenInterest, "민법 제479조: costs, interest, principal"),
        "MX": (.costsThenInterest, "Código de Comercio, art. 364: interest before capital"),
        "PH": (.costsThenInterest, "Civil Code, art. 1253: interest before principal"),
        "VN": (.costsThenPrincipal, "Thông tư 39/2016/TT-NHNN, điều 18: overdue bank loans: principal before interest"),
    ]
}
