/// Why a value of a borrower is kept. Each class has a key of its own, so that what a law wants kept outlives what it
/// wants gone.
package enum Retention: Int, Sendable, CaseIterable {
    /// What tells of the person as long as there is business with them: name, addresses, replies.
    case profile = 0
    /// What must be shown years later: decisions and acts in evidence.
    case record = 1

    /// As law packs, reports and leaves have it.
    package var word: String {
        switch self {
        case .profile: "profile"
        case .record: "record"
        }
    }
}
