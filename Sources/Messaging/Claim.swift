package import LoanBook

/// What a step is about, so that it happens once: unique in the store (promise P2).
package struct Claim: Sendable, Hashable {
    package enum Subject: Int, Sendable, Codable { case instalment = 1, payment = 2, loan = 3, reply = 4 }

    package var borrower: Borrower.ID
    package var subject: Subject
    /// Loan id and instalment number, payment id, loan id, or reply id, as `subject` says.
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
