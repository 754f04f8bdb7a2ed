/// What a row of the instalments' file says.
package struct InstalmentRow: Sendable, Hashable {
    package var loan: Reference
    package var instalment: Instalment
}

extension RowReader {
    package func instalment(_ record: Record) throws(RowFault) -> InstalmentRow {
        try checkShape(record)
        return InstalmentRow(
            loan: try cell(.loan, of: record).reference(),
            instalment: Instalment(
                number: try cell(.number, of: record).number(limit: RowLimits.instalmentNumber),
                dueOn: try cell(.dueOn, of: record).date(mapping.dates),
                amountMinor: try cell(.amount, of: record).amount(mapping.money)))
    }
}
