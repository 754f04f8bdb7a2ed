package import Decisions
package import Evidence

extension LeafValue {
    /// The lender's references of the loans that a message about several names.
    package static func references(_ step: PlannedStep) -> LeafValue { .list(step.references.map { .text($0) }) }

    /// What would have stood in the message and must not be told now, with the reason.
    package static func leftOut(_ step: PlannedStep) -> LeafValue {
        .list(step.leftOut.map { .object([("claim", .claim($0.claim)), ("reason", .text($0.reason))]) })
    }
}
