package import LoanBook

/// Champion and challengers: which of several strategies speaks to a borrower of a portfolio. See `Draw`.
package struct StrategySplit: Sendable {
    package struct Share: Sendable {
        package var strategy: Strategy
        package var weight: Int

        package init(strategy: Strategy, weight: Int) {
            self.strategy = strategy
            self.weight = weight
        }
    }

    package var salt: String
    /// The champion first.
    package var shares: [Share]

    package init(salt: String, shares: [Share]) {
        self.salt = salt
        self.shares = shares
    }

    package func strategy(portfolio: Portfolio.Key, borrower: Reference) -> Strategy? {
        if shares.count < 2 { return shares.first?.strategy }
        return shares[
            Draw.place(of: ["dunlin strategy", portfolio, salt, borrower], weights: shares.map(\.weight))
        ].strategy
    }
}
