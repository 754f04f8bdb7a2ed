package import CivilTime

/// What a row of the loans' file says. Amounts are in minor units of the mapping's currency.
package struct LoanRow: Sendable, Hashable {
    package var reference: Reference
    package var borrower: Reference
    package var product: String
    package var principalMinor: Int64
    package var annualRateMillionths: Int64
    package var disbursedOn: CivilDate
    package var rating: String
    package var status: Loan.Status
}

extension RowReader {
    package func loan(_ record: Record) throws(RowFault) -> LoanRow {
        try checkShape(record)
        let rate = cell(.annualRate, of: record)
        return LoanRow(
            reference: try cell(.reference, of: record).reference(),
            borrower: try cell(.borrower, of: record).reference(),
            product: try cell(.product, of: record).text(limit: RowLimits.wordBytes) ?? defaults.product,
            principalMinor: try cell(.principal, of: record).amount(mapping.money),
            annualRateMillionths: try knows(.annualRate) ? annualRate(rate) : 0,
            disbursedOn: try cell(.disbursedOn, of: record).date(mapping.dates),
            rating: try cell(.rating, of: record).text(limit: RowLimits.wordBytes) ?? "",
            status: try status(record))
    }

    private func annualRate(_ cell: Cell) throws(RowFault) -> Int64 {
        guard let rate = mapping.rate.millionths(cell.bytes) else { throw RowFault(cell.field, .noRate) }
        return rate
    }

    private func status(_ record: Record) throws(RowFault) -> Loan.Status {
        switch try cell(.status, of: record).text(limit: RowLimits.wordBytes) {
        case nil, "open": .open
        case "settled": .settled
        case "written_off": .writtenOff
        default: throw RowFault(.status, .notInTable)
        }
    }
}
