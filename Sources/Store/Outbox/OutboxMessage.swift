package import CivilTime
package import LoanBook
package import Messaging

/// A message as the outbox holds it. What it says is rendered at submission; here stands what it is about.
package struct OutboxMessage: Sendable, Hashable {
    package typealias ID = Identifier<OutboxMessage>

    package var id: ID
    package var portfolio: Int64
    package var loan: Loan.ID?
    package var claim: Claim
    package var purpose: Purpose
    /// `key@hash` of the strategy that planned it.
    package var strategy: String
    package var plannedOn: CivilDate
    package var state: MessageState
    /// When delivery looks at it next.
    package var due: Instant
    /// Tries that count: see `Attempts.forgetTry`.
    package var attempts: Int
    /// The route whose lane it waits for; nil where any of its portfolio's may take it.
    package var route: String?
    /// Routes that said no to it.
    package var refusedBy: Set<String> = []

    package var borrower: Borrower.ID { claim.borrower }

    package init(
        id: ID, portfolio: Int64, loan: Loan.ID?, claim: Claim, purpose: Purpose, strategy: String,
        plannedOn: CivilDate, state: MessageState, due: Instant, attempts: Int
    ) {
        self.id = id
        self.portfolio = portfolio
        self.loan = loan
        self.claim = claim
        self.purpose = purpose
        self.strategy = strategy
        self.plannedOn = plannedOn
        self.state = state
        self.due = due
        self.attempts = attempts
    }

    static let columnNames = [
        "borrower", "id", "portfolio", "loan", "subject", "subject_id", "subject_part", "step", "generation", "purpose",
        "strategy", "planned_on", "state", "due_ms", "attempts", "route", "refused_by",
    ]
    static let columns = columnNames.joined(separator: ", ")

    init(row: any SQLRow) throws {
        guard let subject = Claim.Subject(rawValue: Int(row.integer(4))), let purpose = Purpose(rawValue: row.text(9)),
            let state = MessageState(rawValue: Int(row.integer(12)))
        else { throw StoreError(.corrupted, "a row of `message` that this version of Dunlin cannot read") }
        let claim = Claim(
            borrower: Borrower.ID(row.integer(0)), subject: subject, subjectID: row.integer(5),
            subjectPart: Int32(row.integer(6)), step: row.text(7), generation: Int32(row.integer(8)))
        self.init(
            id: ID(row.integer(1)), portfolio: row.integer(2), loan: row.isNull(3) ? nil : Loan.ID(row.integer(3)),
            claim: claim, purpose: purpose, strategy: row.text(10),
            plannedOn: CivilDate(daysSinceEpoch: Int32(row.integer(11))), state: state,
            due: Instant(milliseconds: row.integer(13)), attempts: Int(row.integer(14)))
        route = row.isNull(15) ? nil : row.text(15)
        if !row.isNull(16) { refusedBy = Set(row.text(16).split(separator: " ").map(String.init)) }
    }
}
