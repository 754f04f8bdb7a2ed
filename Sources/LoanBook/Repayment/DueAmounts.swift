/// The kinds of money that a borrower can owe.
package enum DueComponent: String, Sendable, Hashable, CaseIterable { case penalty, fee, interest, principal }

/// Amounts of each kind, in minor units.
package struct DueAmounts: Sendable, Hashable {
    package var penaltyMinor: Int64
    package var feeMinor: Int64
    package var interestMinor: Int64
    package var principalMinor: Int64

    package static let none = DueAmounts()

    package init(penaltyMinor: Int64 = 0, feeMinor: Int64 = 0, interestMinor: Int64 = 0, principalMinor: Int64 = 0) {
        self.penaltyMinor = penaltyMinor
        self.feeMinor = feeMinor
        self.interestMinor = interestMinor
        self.principalMinor = principalMinor
    }

    package var totalMinor: Int64 { penaltyMinor + feeMinor + interestMinor + principalMinor }

    package subscript(component: DueComponent) -> Int64 {
        get {
            switch component {
            case .penalty: penaltyMinor
            case .fee: feeMinor
            case .interest: interestMinor
            case .principal: principalMinor
            }
        }
        set {
            switch component {
            case .penalty: penaltyMinor = newValue
            case .fee: feeMinor = newValue
            case .interest: interestMinor = newValue
            case .principal: principalMinor = newValue
            }
        }
    }

    package static func + (a: DueAmounts, b: DueAmounts) -> DueAmounts {
        DueAmounts(
            penaltyMinor: a.penaltyMinor + b.penaltyMinor, feeMinor: a.feeMinor + b.feeMinor,
            interestMinor: a.interestMinor + b.interestMinor, principalMinor: a.principalMinor + b.principalMinor)
    }

    package static func - (a: DueAmounts, b: DueAmounts) -> DueAmounts {
        DueAmounts(
            penaltyMinor: a.penaltyMinor - b.penaltyMinor, feeMinor: a.feeMinor - b.feeMinor,
            interestMinor: a.interestMinor - b.interestMinor, principalMinor: a.principalMinor - b.principalMinor)
    }
}
