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
    /// Nil when the mapping does not speak of it.
    package var terms: StatedTerms?
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
            status: try status(record), terms: knowsTerms ? try terms(record) : nil)
    }

    private func annualRate(_ cell: Cell) throws(RowFault) -> Int64 {
        guard let rate = mapping.rate.millionths(cell.bytes) else { throw RowFault(cell.field, .noRate) }
        return rate
    }

    private func terms(_ record: Record) throws(RowFault) -> StatedTerms {
        var terms = StatedTerms()
        terms.method = try cell(.method, of: record).word(\.rawValue)
        terms.interest = try cell(.interestPeriod, of: record).word(\.rawValue)
        terms.dayCount = try cell(.dayCount, of: record).word(\.rawValue)
        if let every = try cell(.every, of: record).text(limit: RowLimits.wordBytes) {
            guard let period = PeriodLength(word: every) else { throw RowFault(.every, .noPeriod) }
            terms.every = period
        }
        terms.principalGrace = try cell(.principalGrace, of: record).countIfAny(limit: RowLimits.instalmentNumber)
        terms.interestGrace = try cell(.interestGrace, of: record).countIfAny(limit: RowLimits.instalmentNumber)
        terms.interestFree = try cell(.interestFree, of: record).countIfAny(limit: RowLimits.instalmentNumber)
        terms.balloonMinor = try cell(.balloon, of: record).amountIfAny(mapping.money)
        let penalty = cell(.penaltyRate, of: record)
        if !penalty.bytes.isEmpty { terms.penaltyRateMillionths = try annualRate(penalty) }
        terms.penaltyGraceDays = try cell(.penaltyGrace, of: record).countIfAny(limit: RowLimits.graceDays)
        return terms
    }

    private func status(_ record: Record) throws(RowFault) -> Loan.Status {
        switch try cell(.status, of: record).text(limit: RowLimits.wordBytes) {
        case nil, "open": .open
        case "settled": .settled
        case "written_off": .writtenOff
        default: throw RowFault(.status, .unknownWord)
        }
    }
}
