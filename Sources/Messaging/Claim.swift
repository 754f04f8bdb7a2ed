package import LoanBook

/// What a step is about, so that it happens once: unique in the store (promise P2).
package struct Claim: Sendable, Hashable {
    package enum Subject: Int, Sendable, Codable {
        case instalment = 1
        case payment = 2
        case loan = 3
        case reply = 4
        /// Part: the status it came to.
        case application = 5
        case promise = 6
        /// Part: the number of its instalment; 0 for the arrangement itself.
        case arrangement = 7
        case failedPayment = 8
        /// A day of the calendar: its days since 1970. A birthday, a festival.
        case day = 9
        case broadcast = 10
        /// A fact about a person: a dispute.
        case flag = 11
    }

    package var borrower: Borrower.ID
    package var subject: Subject
    /// The id of what `subject` says: of the loan for an instalment, whose number is the part.
    package var subjectID: Int64
    package var subjectPart: Int32
    package var step: String
    package var generation: Int32

    package init(
        borrower: Borrower.ID, subject: Subject, subjectID: Int64, subjectPart: Int32, step: String,
        generation: Int32
    ) {
        self.borrower = borrower
        self.subject = subject
        self.subjectID = subjectID
        self.subjectPart = subjectPart
        self.step = step
        self.generation = generation
    }
}
