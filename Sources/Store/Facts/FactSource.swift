package import CivilTime

/// Who said a fact, and when: a batch, or an operator between two of them.
package struct FactSource: Sendable, Hashable {
    /// 0 for an operator's word.
    package var batch: Int64
    /// A later word stands, whoever says it.
    package var asOf: Instant

    package init(batch: Int64, asOf: Instant) {
        self.batch = batch
        self.asOf = asOf
    }

    package static func `operator`(at instant: Instant) -> FactSource { FactSource(batch: 0, asOf: instant) }

    static let columns = "batch, as_of_ms"

    var values: [SQLValue] { [.integer(batch), .instant(asOf)] }
}
