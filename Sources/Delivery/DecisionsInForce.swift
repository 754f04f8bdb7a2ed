package import Decisions
internal import Synchronization

/// What decides for each portfolio now. Lanes share one, and each turn takes it as it stands when the turn begins: what
/// was approved meanwhile is in force from the next.
package final class DecisionsInForce: Sendable {
    package struct State: Sendable {
        /// By the portfolio's number in the store.
        package var portfolios: [Int64: DecisionContext]
        /// Why nothing may be said though something may be due: what is in force cannot be read (promise P10).
        package var holding: String?

        package init(portfolios: [Int64: DecisionContext], holding: String? = nil) {
            self.portfolios = portfolios
            self.holding = holding
        }
    }

    private let state: Mutex<State>

    package init(_ portfolios: [Int64: DecisionContext]) { state = Mutex(State(portfolios: portfolios)) }

    package var current: State { state.withLock { $0 } }

    package func replace(_ portfolios: [Int64: DecisionContext]) {
        state.withLock { $0 = State(portfolios: portfolios) }
    }

    /// From the next turn on nothing is submitted, until something is put in force.
    package func hold(_ reason: String) { state.withLock { $0.holding = reason } }
}
