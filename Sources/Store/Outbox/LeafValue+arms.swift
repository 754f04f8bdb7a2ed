package import Decisions
package import Evidence

extension LeafValue {
    /// The borrower's arm of each experiment of the strategy that speaks.
    package static func arms(_ step: PlannedStep) -> LeafValue { .list(step.arms.map { .text($0.description) }) }
}
