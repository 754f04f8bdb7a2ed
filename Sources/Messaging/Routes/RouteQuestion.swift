package import LoanBook

/// What a way is looked for.
package struct RouteQuestion: Sendable, Hashable {
    /// E.164. Personal.
    package var to: String
    /// ISO 3166; nil where nobody knows.
    package var country: String?
    /// Who gave the number out.
    package var carrier: MobileCarrier?
    package var messageClass: MessageClass
    package var segments: Int
    /// Routes that have refused this message.
    package var refusedBy: Set<String>

    package init(
        to: String, country: String?, carrier: MobileCarrier?, messageClass: MessageClass, segments: Int,
        refusedBy: Set<String> = []
    ) {
        self.to = to
        self.country = country
        self.carrier = carrier
        self.messageClass = messageClass
        self.segments = segments
        self.refusedBy = refusedBy
    }
}

/// What is said of one route when one is chosen. Holds nothing personal.
package struct RouteFinding: Sendable, Hashable {
    package enum Word: String, Sendable, Hashable, CaseIterable {
        case chosen
        /// It could, and another goes first.
        case behind
        // It never serves this.
        case country, prefix, carrier, messageClass = "class", refused
        // Not now.
        case drained, circuit, hours, budget

        /// Whether the same message may have a way over it later.
        package var isPassing: Bool {
            switch self {
            case .drained, .circuit, .hours, .budget, .chosen, .behind: true
            case .country, .prefix, .carrier, .messageClass, .refused: false
            }
        }
    }

    package var route: String
    package var word: Word
    /// For people: `priority 2`.
    package var words: String

    package init(route: String, word: Word, words: String) {
        self.route = route
        self.word = word
        self.words = words
    }

    /// `north: chosen, priority 1`.
    package var line: String { "\(route): \(words)" }
}
