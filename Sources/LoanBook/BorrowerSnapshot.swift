package import CivilTime

/// A contact that happened: a message attempt, a call, a visit; Dunlin's or an imported one. Counts against caps.
package struct PastContact: Sendable, Hashable {
    package enum Kind: Int, Sendable, Codable {
        case message = 1, callAttempt = 2, conversation = 3, visit = 4, confirmation = 5
        /// Another loan that the message of the same moment named: it counts where contacts about one debt are counted, and
        /// is no contact of its own.
        case mention = 6
    }

    package var kind: Kind
    package var channel: Channel
    package var messageClass: MessageClass
    package var contactPoint: ContactPoint.ID?
    package var loan: Loan.ID?
    package var at: Instant
    /// Made by somebody else: counts as much, but Dunlin's own texts do not lean on its having been made.
    package var isOutside: Bool

    package init(
        kind: Kind, channel: Channel, messageClass: MessageClass, contactPoint: ContactPoint.ID?, loan: Loan.ID?,
        at: Instant, isOutside: Bool = false
    ) {
        self.kind = kind
        self.channel = channel
        self.messageClass = messageClass
        self.contactPoint = contactPoint
        self.loan = loan
        self.at = at
        self.isOutside = isOutside
    }
}

extension PastContact {
    /// One contact about several loans: the contact itself, about the first, and a mention of each of the others.
    package static func naming(_ loans: [Loan.ID], _ contact: PastContact) -> [PastContact] {
        loans.enumerated().map { place, loan in
            var one = contact
            one.loan = loan
            if place > 0 { one.kind = .mention }
            return one
        }
    }
}

/// A flag `dispute` that stands.
package struct Dispute: Sendable, Hashable {
    package typealias ID = Identifier<Dispute>

    /// The flag's number.
    package var id: ID
    package var raisedAt: Instant

    package init(id: ID, raisedAt: Instant) {
        self.id = id
        self.raisedAt = raisedAt
    }
}

/// One loan with everything that arrears are computed from.
package struct LoanSnapshot: Sendable {
    package var loan: Loan
    /// In the order of due date, then number.
    package var instalments: [Instalment]
    package var payments: [Payment]
    /// Payment rows of this loan that were rejected and not mended: the loan is held from collection.
    package var rejectedPayments: Int
    /// Payments that were tried and did not come.
    package var failedPayments: [FailedPayment]
    package var promises: [Promise]
    package var arrangements: [Arrangement]
    /// The day on which the lender's book last brought other instalments, and another rate; nil while the first stand.
    package var scheduleChangedOn: CivilDate?
    package var rateChangedOn: CivilDate?
    /// How the loan counts, where the book says so.
    package var terms: StatedTerms?

    package init(
        loan: Loan, instalments: [Instalment], payments: [Payment], rejectedPayments: Int,
        failedPayments: [FailedPayment] = [], promises: [Promise] = [], arrangements: [Arrangement] = [],
        scheduleChangedOn: CivilDate? = nil, rateChangedOn: CivilDate? = nil, terms: StatedTerms? = nil
    ) {
        self.loan = loan
        self.instalments = instalments
        self.payments = payments
        self.rejectedPayments = rejectedPayments
        self.failedPayments = failedPayments
        self.promises = promises
        self.arrangements = arrangements
        self.scheduleChangedOn = scheduleChangedOn
        self.rateChangedOn = rateChangedOn
        self.terms = terms
    }
}

/// Everything a decision about one borrower may look at, read in one transaction.
package struct BorrowerSnapshot: Sendable {
    package var borrower: Borrower
    package var loans: [LoanSnapshot]
    package var applications: [Application]
    /// Append-only order; the latest entry for a contact point and class stands.
    package var consents: [Consent]
    package var flags: Set<BorrowerFlag>
    /// When flags that stand will end, where that is known.
    package var flagEnds: [BorrowerFlag: Instant]
    /// The disputes among them, each with its number and the moment it was raised.
    package var disputes: [Dispute]
    /// What the borrower has last said of frequency, content and hours.
    package var preference: Preference?
    /// The contacts of the last 40 days at least, oldest first.
    package var contacts: [PastContact]
    /// As-of of the latest whole payments import of the portfolio; nil when there was none.
    package var paymentsAsOf: Instant?
    /// Messages that were not delivered, oldest first, where they were asked for: see `SnapshotNeeds`.
    package var undelivered: [UndeliveredMessage] = []
    /// When the borrower wrote, oldest first, where it was asked for.
    package var answers: [Instant] = []
    /// What the lender's models say of the borrower, one of each name, where it was asked for.
    package var scores: [Score] = []

    package init(
        borrower: Borrower, loans: [LoanSnapshot], consents: [Consent], flags: Set<BorrowerFlag>,
        contacts: [PastContact], paymentsAsOf: Instant?, applications: [Application] = [],
        flagEnds: [BorrowerFlag: Instant] = [:], disputes: [Dispute] = [], preference: Preference? = nil
    ) {
        self.borrower = borrower
        self.loans = loans
        self.applications = applications
        self.consents = consents
        self.flags = flags
        self.flagEnds = flagEnds
        self.disputes = disputes
        self.preference = preference
        self.contacts = contacts
        self.paymentsAsOf = paymentsAsOf
    }

    /// One flag more that stands; of several of a kind the one that lasts longest counts.
    package mutating func take(_ flag: BorrowerFlag, until end: Instant?) {
        let isFirst = flags.insert(flag).inserted
        guard let end, isFirst || flagEnds[flag] != nil else {
            flagEnds[flag] = nil
            return
        }
        flagEnds[flag] = max(end, flagEnds[flag] ?? end)
    }
}
