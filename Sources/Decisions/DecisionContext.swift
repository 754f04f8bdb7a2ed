package import CivilTime
package import Compliance
package import LoanBook
package import Messaging

/// What a decision leans on besides the borrower's facts; the same for every borrower of a portfolio.
package struct DecisionContext: Sendable {
    package var portfolio: Portfolio
    package var strategy: Strategy
    package var templates: TemplateSet
    package var law: LawContext
    /// Where the store was brought back from a backup: what nobody remembers.
    package var lapse: Lapse?

    /// The borrower's own zone, else the portfolio's, as deciding takes it; nil when that one is not known either.
    package func zone(of borrower: Borrower) -> Zone? {
        law.zones.zone(borrower.zone.isEmpty ? portfolio.zone : borrower.zone)
    }

    package init(
        portfolio: Portfolio, strategy: Strategy, templates: TemplateSet, law: LawContext, lapse: Lapse? = nil
    ) {
        self.portfolio = portfolio
        self.strategy = strategy
        self.templates = templates
        self.law = law
        self.lapse = lapse
    }
}
