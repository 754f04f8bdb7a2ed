internal import CivilTime
internal import LoanBook
internal import Store

/// Loans held from collection because a payment row was rejected, and the rows that mend them.
///
/// A fault is mended when a later batch accepts a row of its reference and rejects none. A row without a reference can
/// only be mended by a later whole export in which its loan has no such row.
struct PaymentHolds {
    let batch: ImportBatch
    /// Whether earlier batches left faults at all; most books have none and look no further.
    private let anyBefore: Bool
    /// Open faults of earlier batches for the references of the block in hand.
    private var open: [Reference: [PaymentFaultFacts.Open]] = [:]
    private var mended: [Int64: PaymentFaultFacts.Open] = [:]
    private var rejectedAgain: Set<Int64> = []

    init(batch: ImportBatch) throws {
        self.batch = batch
        anyBefore = try PaymentFaultFacts.anyOpen(portfolio: batch.portfolio, in: batch.session)
    }

    mutating func look(for references: [Reference]) throws {
        open = [:]
        guard anyBefore else { return }
        for (reference, fault) in try PaymentFaultFacts.open(
            references, portfolio: batch.portfolio, in: batch.session)
        where fault.batch != batch.id { open[reference, default: []].append(fault) }
    }

    mutating func accepted(_ reference: Reference) throws {
        for fault in open[reference] ?? [] where try batch.asOf(of: fault.batch) <= batch.asOf {
            mended[fault.id] = fault
        }
    }

    mutating func rejected(
        _ reference: Reference, _ place: LoanFacts.Place, line: Int, _ fault: RowFault
    ) throws {
        if let known = open[reference]?.first(where: { $0.place == place }) {
            rejectedAgain.insert(known.id)
            return
        }
        try PaymentFaultFacts.insert(
            place, reference: reference, line: line, reason: fault.reason.rawValue, portfolio: batch.portfolio,
            batch: batch.id, in: batch.session)
    }

    mutating func mend(isWhole: Bool) throws {
        if isWhole {
            try look(for: [""])
            try accepted("")
        }
        let faults = mended.values.filter { !rejectedAgain.contains($0.id) }
        try PaymentFaultFacts.mend(faults, batch: batch.id, in: batch.session)
    }
}
