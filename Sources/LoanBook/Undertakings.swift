package import CivilTime

/// A date and an amount that a borrower named for a loan.
package struct Promise: Sendable, Hashable {
    package typealias ID = Identifier<Promise>

    package enum Status: Int, Sendable, Codable, CaseIterable {
        case open = 1, kept = 2, broken = 3, withdrawn = 4

        package var word: String {
            switch self {
            case .open: "open"
            case .kept: "kept"
            case .broken: "broken"
            case .withdrawn: "withdrawn"
            }
        }
    }

    package var id: ID
    package var reference: Reference
    /// The day on which it was made.
    package var madeOn: CivilDate
    package var dueOn: CivilDate
    package var amountMinor: Int64
    /// The lender's word; while it says `open`, payments since `madeOn` tell whether it was kept.
    package var status: Status

    package init(
        id: ID, reference: Reference, madeOn: CivilDate, dueOn: CivilDate, amountMinor: Int64, status: Status = .open
    ) {
        self.id = id
        self.reference = reference
        self.madeOn = madeOn
        self.dueOn = dueOn
        self.amountMinor = amountMinor
        self.status = status
    }
}

/// A plan agreed for a loan in arrears, in place of its schedule.
package struct Arrangement: Sendable, Hashable {
    package typealias ID = Identifier<Arrangement>

    package enum Status: Int, Sendable, Codable, CaseIterable {
        case offered = 1, agreed = 2, completed = 3, broken = 4, withdrawn = 5

        package var word: String {
            switch self {
            case .offered: "offered"
            case .agreed: "agreed"
            case .completed: "completed"
            case .broken: "broken"
            case .withdrawn: "withdrawn"
            }
        }
    }

    package var id: ID
    package var reference: Reference
    package var status: Status
    /// The day on which it came to its status.
    package var statusOn: CivilDate
    /// What is to be paid and when, in the order of due date, then number.
    package var instalments: [Instalment]

    package init(id: ID, reference: Reference, status: Status, statusOn: CivilDate, instalments: [Instalment]) {
        self.id = id
        self.reference = reference
        self.status = status
        self.statusOn = statusOn
        self.instalments = instalments
    }
}

/// A payment that was tried and did not come: a direct debit that the bank returned.
package struct FailedPayment: Sendable, Hashable {
    package typealias ID = Identifier<FailedPayment>

    package var id: ID
    package var reference: Reference
    package var failedOn: CivilDate
    package var amountMinor: Int64

    package init(id: ID, reference: Reference, failedOn: CivilDate, amountMinor: Int64) {
        self.id = id
        self.reference = reference
        self.failedOn = failedOn
        self.amountMinor = amountMinor
    }
}
