package import LoanBook

/// Which routes the messages of each portfolio may take, and what these serve.
package struct RouteMap: Sendable {
    package var cards: [String: RouteCard]
    /// Names by the portfolio's number in the store.
    package var candidates: [Int64: [String]]
    package var prefixes: MobilePrefixes

    package init(
        cards: [RouteCard] = [], candidates: [Int64: [String]] = [:],
        prefixes: MobilePrefixes = MobilePrefixes(version: "", carriers: [:])
    ) {
        self.cards = Dictionary(cards.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
        self.candidates = candidates
        self.prefixes = prefixes
    }

    /// The cards among which a way is chosen for each message of the portfolio; nil where there is nothing to choose: one
    /// route that serves everybody.
    package func choosing(_ portfolio: Int64) -> [RouteCard]? {
        guard let names = candidates[portfolio] else { return nil }
        let cards = names.compactMap { self.cards[$0] }
        if cards.count == 1, !cards[0].isRestricted { return nil }
        return cards
    }

    /// Whether any of the portfolios chooses.
    package func chooses(any portfolios: [Int64]) -> Bool { portfolios.contains { choosing($0) != nil } }

    /// What is asked for a message to a number, as far as any of the cards looks at it.
    package func question(
        to number: String, _ messageClass: MessageClass, segments: Int, refusedBy: Set<String>, among cards: [RouteCard]
    ) -> RouteQuestion {
        RouteQuestion(
            to: number,
            country: cards.contains { !$0.countries.isEmpty } ? PhoneNumber.country(ofE164: number) : nil,
            carrier: cards.contains { !$0.carriers.isEmpty } ? prefixes.carrier(of: number) : nil,
            messageClass: messageClass, segments: segments, refusedBy: refusedBy)
    }
}
