/// What a row of the instalments' file says.
package struct InstalmentRow: Sendable, Hashable {
    package var loan: Reference
    package var instalment: Instalment
    package var parts = InstalmentParts()
}

/// What an instalment is made of, as far as the lender's system says; nil where it does not.
package struct InstalmentParts: Sendable, Hashable {
    package var principalMinor: Int64?
    package var interestMinor: Int64?
    package var feeMinor: Int64?

    package init(principalMinor: Int64? = nil, interestMinor: Int64? = nil, feeMinor: Int64? = nil) {
        self.principalMinor = principalMinor
        self.interestMinor = interestMinor
        self.feeMinor = feeMinor
    }

    package var isEmpty: Bool { principalMinor == nil && interestMinor == nil && feeMinor == nil }

    /// What is not said stands as it was said `before`.
    package func filled(from before: InstalmentParts) -> InstalmentParts {
        InstalmentParts(
            principalMinor: principalMinor ?? before.principalMinor,
            interestMinor: interestMinor ?? before.interestMinor, feeMinor: feeMinor ?? before.feeMinor)
    }
}

extension RowReader {
    package func instalment(_ record: Record) throws(RowFault) -> InstalmentRow {
        try checkShape(record)
        return InstalmentRow(
            loan: try cell(.loan, of: record).reference(),
            instalment: Instalment(
                number: try cell(.number, of: record).number(limit: RowLimits.instalmentNumber),
                dueOn: try cell(.dueOn, of: record).date(mapping.dates),
                amountMinor: try cell(.amount, of: record).amount(mapping.money)),
            parts: InstalmentParts(
                principalMinor: try cell(.principal, of: record).amountIfAny(mapping.money),
                interestMinor: try cell(.interest, of: record).amountIfAny(mapping.money),
                feeMinor: try cell(.fee, of: record).amountIfAny(mapping.money)))
    }
}
