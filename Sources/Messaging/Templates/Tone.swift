/// How a text sounds. A strategy or an experiment chooses among texts of one purpose that differ in nothing else.
package enum Tone: String, Sendable, Hashable, CaseIterable {
    /// Matter of fact: what, how much, when, how.
    case reminder
    /// As one speaks to somebody whom one wants to keep.
    case warm
    /// As a letter: complete and without a greeting.
    case formal

    /// The tone that a file names. Words of earlier releases are still read: `friendly` is warm, `neutral` a reminder,
    /// `firm` formal.
    package init?(word: String) {
        switch word {
        case "friendly": self = .warm
        case "neutral": self = .reminder
        case "firm": self = .formal
        default: self.init(rawValue: word)
        }
    }
}
