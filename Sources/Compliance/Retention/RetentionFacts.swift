package import CivilTime
package import LoanBook

/// What retention rules may look at: when things happened, nothing of the person.
package struct RetentionFacts: Sendable, Hashable {
    package var lastCollection: Instant?
    package var lastContact: Instant?
    package var lastActivity: Instant?
    /// Nil while a loan is open.
    package var endOfBusiness: Instant?
    /// Flags that stand.
    package var flags: Set<BorrowerFlag>

    package init(
        lastCollection: Instant? = nil, lastContact: Instant? = nil, lastActivity: Instant? = nil,
        endOfBusiness: Instant? = nil, flags: Set<BorrowerFlag> = []
    ) {
        self.lastCollection = lastCollection
        self.lastContact = lastContact
        self.lastActivity = lastActivity
        self.endOfBusiness = endOfBusiness
        self.flags = flags
    }

    func instant(_ start: RetentionRule.Start) -> Instant? {
        switch start {
        case .lastCollection: lastCollection
        case .lastContact: lastContact
        case .lastActivity: lastActivity
        case .endOfBusiness: endOfBusiness
        case .arrival: nil
        }
    }
}
