/// How often and how long a part of a long text is written again when the carrier asks to slow down.
package struct Resending: Sendable, Hashable {
    /// Times one part is written at most, the first included.
    package static let defaultTries = 20
    package static let defaultLimit = Duration.seconds(60)

    package var tries: Int
    /// No part is written again later than this after the text was submitted.
    package var limit: Duration
    /// Before the second try; it doubles with each one, or a short jam would use up all tries.
    package var firstPause: Duration
    package var longestPause: Duration

    package init(
        tries: Int = Self.defaultTries, limit: Duration = Self.defaultLimit,
        firstPause: Duration = .milliseconds(100), longestPause: Duration = .seconds(4)
    ) {
        self.tries = tries
        self.limit = limit
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// How long a part rests that was written `tries` times and submitted `age` ago; nil when it is to be given up.
    package func pause(tries: Int, age: Duration) -> Duration? {
        guard tries < self.tries else { return nil }
        let pause = min(longestPause, firstPause * (1 << min(max(tries, 1) - 1, 20)))
        return age + pause < limit ? pause : nil
    }
}
