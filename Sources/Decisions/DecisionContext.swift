package import CivilTime
package import Compliance
package import LoanBook
package import Messaging

/// What a decision leans on besides the borrower's facts; the same for every borrower of a portfolio. Decisions copy it, on
/// every core: its parts are single objects, so that a copy counts few references.
package struct DecisionContext: Sendable {
    private var kept: Kept
    /// The champion, where several share the borrowers.
    package var strategy: Strategy
    /// Nil where one strategy speaks to all.
    package var split: StrategySplit?
    package var templates: TemplateSet
    package var law: LawContext
    /// Where the store was brought back from a backup: what nobody remembers.
    package var lapse: Lapse?

    /// The borrower's own zone, else the portfolio's, as deciding takes it; nil when that one is not known either.
    package func zone(of borrower: Borrower) -> Zone? {
        law.zones.zone(borrower.zone.isEmpty ? portfolio.zone : borrower.zone)
    }

    private final class Kept: Sendable {
        let portfolio: Portfolio

        init(_ portfolio: Portfolio) { self.portfolio = portfolio }
    }

    package var portfolio: Portfolio {
        get { kept.portfolio }
        set { kept = Kept(newValue) }
    }

    package init(
        portfolio: Portfolio, strategy: Strategy, templates: TemplateSet, law: LawContext, lapse: Lapse? = nil,
        split: StrategySplit? = nil
    ) {
        kept = Kept(portfolio)
        self.strategy = strategy
        self.split = split
        self.templates = templates
        self.law = law
        self.lapse = lapse
    }

    /// The strategy that speaks to this borrower.
    package func strategy(for borrower: Borrower) -> Strategy {
        split?.strategy(portfolio: portfolio.key, borrower: borrower.reference) ?? strategy
    }

    /// Whether some borrower may hear of several loans in one message.
    var merges: Bool { split.map { $0.shares.contains(where: \.strategy.merges) } ?? strategy.merges }

    /// What a person is to do about this borrower, whose last number is no good; nil for nothing.
    package func taskWithoutNumber(_ reference: Reference) -> String? {
        (split?.strategy(portfolio: portfolio.key, borrower: reference) ?? strategy).taskWithoutNumber
    }

    package var wantsNumbers: Bool { strategies.contains { $0.taskWithoutNumber != nil } }

    /// The champion, then the challengers.
    package var strategies: [Strategy] { split.map { $0.shares.map(\.strategy) } ?? [strategy] }
}
