package import CivilTime

/// A message that was attempted and is not known to have reached the borrower: what the rungs of a ladder hang on.
package struct UndeliveredMessage: Sendable, Hashable {
    /// The claim that it made: what kind of subject it is about, its id and part, the step and the generation.
    package var subject: Int
    package var subjectID: Int64
    package var subjectPart: Int32
    package var step: String
    package var generation: Int32
    /// When its last attempt was written.
    package var writtenAt: Instant
    /// When it failed for good, or the carrier said that it was not delivered; nil while no word has come, or the word
    /// was lost.
    package var failedAt: Instant?

    package init(
        subject: Int, subjectID: Int64, subjectPart: Int32, step: String, generation: Int32, writtenAt: Instant,
        failedAt: Instant?
    ) {
        self.subject = subject
        self.subjectID = subjectID
        self.subjectPart = subjectPart
        self.step = step
        self.generation = generation
        self.writtenAt = writtenAt
        self.failedAt = failedAt
    }
}
