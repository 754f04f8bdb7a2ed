package import CivilTime

/// What a row of the payments' file says.
package struct PaymentRow: Sendable, Hashable {
    /// What became of it, in the lender's latest word.
    package enum Status: String, Sendable, CaseIterable {
        case received
        /// It was tried, or booked, and did not come.
        case failed
        /// It was booked and taken back: it never was.
        case reversed
    }

    package var reference: Reference
    package var loan: Reference
    package var paidOn: CivilDate
    package var amountMinor: Int64
    package var status = Status.received
}

extension RowReader {
    package func payment(_ record: Record) throws(RowFault) -> PaymentRow {
        try checkShape(record)
        let row = PaymentRow(
            reference: try cell(.reference, of: record).reference(),
            loan: try cell(.loan, of: record).reference(),
            paidOn: try cell(.paidOn, of: record).date(mapping.dates),
            amountMinor: try cell(.amount, of: record).amount(mapping.money),
            status: try cell(.status, of: record).word(\.rawValue) ?? .received)
        if row.paidOn > today { throw RowFault(.paidOn, .inTheFuture) }
        return row
    }

    /// The names in a payment row that was rejected, as far as they can be read: the loan is held by them.
    package func rejectedPayment(_ record: Record) -> PaymentNames {
        PaymentNames(loan: rejected(.loan, record), reference: rejected(.reference, record) ?? "")
    }

    /// A name in a row that was rejected; nil when it cannot be read.
    package func rejected(_ field: BookField, _ record: Record) -> Reference? {
        guard column(of: field) < record.count else { return nil }
        let bytes = cell(field, of: record).bytes
        guard !bytes.isEmpty, bytes.count <= RowLimits.referenceBytes else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The loan and the payment that a row names; the payment's name is empty when the row has none.
package struct PaymentNames: Sendable, Hashable {
    package var loan: Reference?
    package var reference: Reference

    package init(loan: Reference?, reference: Reference) {
        self.loan = loan
        self.reference = reference
    }
}
