package import CivilTime

/// One instalment of a computed schedule. Amounts are in minor units; none is negative.
package struct ScheduleRow: Sendable, Hashable {
    package var number: Int32
    /// The first day whose interest belongs to the instalment.
    package var from: CivilDate
    package var dueOn: CivilDate
    package var principalMinor: Int64
    /// Interest that is asked for with this instalment.
    package var interestMinor: Int64
    package var feeMinor: Int64
    /// Interest that the period earned. Within an interest grace it is asked for later.
    package var earnedMinor: Int64
    /// Principal that is owed after this instalment is paid.
    package var balanceMinor: Int64

    package var amountMinor: Int64 { principalMinor + interestMinor + feeMinor }

    /// As the book knows it.
    package var instalment: Instalment { Instalment(number: number, dueOn: dueOn, amountMinor: amountMinor) }
}

/// What a borrower is to pay and when, computed from terms.
package struct Schedule: Sendable, Hashable {
    package var terms: LoanTerms
    package var rows: [ScheduleRow]

    package var principalMinor: Int64 { rows.reduce(0) { $0 + $1.principalMinor } }
    package var interestMinor: Int64 { rows.reduce(0) { $0 + $1.interestMinor } }
    package var feeMinor: Int64 { rows.reduce(0) { $0 + $1.feeMinor } }
    package var amountMinor: Int64 { rows.reduce(0) { $0 + $1.amountMinor } }

    /// Computes the schedule of `terms`, or says why there is none.
    package init(_ terms: LoanTerms) throws(TermsFault) {
        try terms.check()
        self.terms = terms
        if terms.method == .flat {
            rows = try FlatPlan(terms).rows()
        } else {
            var plan = try DecliningPlan(terms)
            try plan.run()
            rows = plan.rows
        }
    }

    /// Interest earned up to the beginning of `date` and not asked for by an instalment due until then: what a
    /// borrower who settles on `date` owes beside the instalments that are due.
    package func accruedMinor(on date: CivilDate) -> Int64 {
        var accrued: Int64 = 0
        var opening = terms.principalMinor
        for row in rows {
            guard row.dueOn > date else {
                accrued += row.earnedMinor - row.interestMinor
                opening = row.balanceMinor
                continue
            }
            if row.from < date { accrued += terms.earned(in: row, until: date, opening: opening) }
            break
        }
        return accrued
    }
}
