package import CivilTime

/// What a row of the file of failed payments says.
package struct FailedPaymentRow: Sendable, Hashable {
    package var reference: Reference
    package var loan: Reference
    package var failedOn: CivilDate
    package var amountMinor: Int64

    package init(reference: Reference, loan: Reference, failedOn: CivilDate, amountMinor: Int64) {
        self.reference = reference
        self.loan = loan
        self.failedOn = failedOn
        self.amountMinor = amountMinor
    }

    /// A row of the payments' file that says so.
    package init(_ row: PaymentRow) {
        self.init(reference: row.reference, loan: row.loan, failedOn: row.paidOn, amountMinor: row.amountMinor)
    }
}

/// What a row of the promises' file says.
package struct PromiseRow: Sendable, Hashable {
    package var reference: Reference
    package var loan: Reference
    package var madeOn: CivilDate
    package var dueOn: CivilDate
    package var amountMinor: Int64
    package var status: Promise.Status

    package init(
        reference: Reference, loan: Reference, madeOn: CivilDate, dueOn: CivilDate, amountMinor: Int64,
        status: Promise.Status
    ) {
        self.reference = reference
        self.loan = loan
        self.madeOn = madeOn
        self.dueOn = dueOn
        self.amountMinor = amountMinor
        self.status = status
    }
}

/// What a row of the arrangements' file says: one instalment of one arrangement, whose own words each of its rows repeats.
package struct ArrangementRow: Sendable, Hashable {
    package var reference: Reference
    package var loan: Reference
    package var status: Arrangement.Status
    package var statusOn: CivilDate
    package var instalment: Instalment

    package init(
        reference: Reference, loan: Reference, status: Arrangement.Status, statusOn: CivilDate, instalment: Instalment
    ) {
        self.reference = reference
        self.loan = loan
        self.status = status
        self.statusOn = statusOn
        self.instalment = instalment
    }
}

/// What a row of the applications' file says.
package struct ApplicationRow: Sendable, Hashable {
    package var reference: Reference
    package var borrower: Reference
    package var product: String
    package var amountMinor: Int64
    package var status: Application.Status
    package var statusOn: CivilDate
    package var documents: String

    package init(
        reference: Reference, borrower: Reference, product: String, amountMinor: Int64, status: Application.Status,
        statusOn: CivilDate, documents: String
    ) {
        self.reference = reference
        self.borrower = borrower
        self.product = product
        self.amountMinor = amountMinor
        self.status = status
        self.statusOn = statusOn
        self.documents = documents
    }
}

extension RowReader {
    package func failedPayment(_ record: Record) throws(RowFault) -> FailedPaymentRow {
        try checkShape(record)
        return FailedPaymentRow(
            reference: try cell(.reference, of: record).reference(), loan: try cell(.loan, of: record).reference(),
            failedOn: try past(.failedOn, record),
            amountMinor: try cell(.amount, of: record).amount(mapping.money))
    }

    package func promise(_ record: Record) throws(RowFault) -> PromiseRow {
        try checkShape(record)
        let row = PromiseRow(
            reference: try cell(.reference, of: record).reference(), loan: try cell(.loan, of: record).reference(),
            madeOn: try past(.madeOn, record), dueOn: try cell(.dueOn, of: record).date(mapping.dates),
            amountMinor: try cell(.amount, of: record).amount(mapping.money),
            status: try cell(.status, of: record).word(\.word) ?? .open)
        if row.dueOn < row.madeOn { throw RowFault(.dueOn, .dueFirst) }
        return row
    }

    package func arrangement(_ record: Record) throws(RowFault) -> ArrangementRow {
        try checkShape(record)
        return ArrangementRow(
            reference: try cell(.reference, of: record).reference(), loan: try cell(.loan, of: record).reference(),
            status: try cell(.status, of: record).word(\.word) ?? .agreed, statusOn: try past(.statusOn, record),
            instalment: Instalment(
                number: try cell(.number, of: record).number(limit: RowLimits.instalmentNumber),
                dueOn: try cell(.dueOn, of: record).date(mapping.dates),
                amountMinor: try cell(.amount, of: record).amount(mapping.money)))
    }

    package func application(_ record: Record) throws(RowFault) -> ApplicationRow {
        try checkShape(record)
        guard let status: Application.Status = try cell(.status, of: record).word(\.word) else {
            throw RowFault(.status, .empty)
        }
        return ApplicationRow(
            reference: try cell(.reference, of: record).reference(),
            borrower: try cell(.borrower, of: record).reference(),
            product: try cell(.product, of: record).text(limit: RowLimits.wordBytes) ?? defaults.product,
            amountMinor: try cell(.amount, of: record).amount(mapping.money), status: status,
            statusOn: try past(.statusOn, record),
            documents: try cell(.documents, of: record).text(limit: RowLimits.documentsBytes) ?? "")
    }

    /// A day that is not after today.
    private func past(_ field: BookField, _ record: Record) throws(RowFault) -> CivilDate {
        let date = try cell(field, of: record).date(mapping.dates)
        if date > today { throw RowFault(field, .inTheFuture) }
        return date
    }
}
