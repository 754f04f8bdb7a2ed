package import CivilTime

extension Schedule {
    /// The schedule when interest is on what was really owed: principal that is overdue goes on bearing interest until
    /// it is paid, or until `date` as far as it is not, and principal that came before its due date ceases to. The
    /// instalments stay; what interest gains or loses, their principal loses or gains, and the last one takes the rest.
    ///
    /// - Parameters:
    ///   - order: where early money goes decides what it saves: only principal bears interest.
    /// - Throws: `TermsFault` for a flat loan, and when payments leave no schedule.
    package func recalculated(
        on date: CivilDate, payments: [Repayment], order: AllocationOrder = .usual
    ) throws(TermsFault) -> Schedule {
        var latest = self
        // A change in one row moves allocations only in later ones, so each round settles one row more.
        for _ in 0...rows.count + 1 {
            let account = LoanAccount(
                on: date, instalments: latest.rows.map { InstalmentState($0) }, payments: payments, order: order)
            var changed = terms
            let end = latest.rows.last?.dueOn ?? date
            let shifts = account.shifts(since: terms.disbursedOn).filter { $0.on < end }
            changed.changes = (terms.changes + shifts)
                .enumerated().sorted { ($0.element.on, $0.offset) < ($1.element.on, $1.offset) }.map(\.element)
            let next = try Schedule(changed)
            if next.rows == latest.rows { return next }
            latest = next
        }
        return latest
    }
}

extension LoanAccount {
    /// Principal that was paid before or after its due date: how it moves what bears interest.
    fileprivate func shifts(since start: CivilDate) -> [LoanChange] {
        var shifts: [LoanChange] = []
        let byNumber = Dictionary(instalments.map { ($0.number, $0) }) { first, _ in first }
        for allocation in allocations where allocation.amounts.principalMinor > 0 {
            guard let dueOn = byNumber[allocation.instalment]?.dueOn, dueOn != allocation.on else { continue }
            shifts.append(
                LoanChange(on: max(start, allocation.on), .interestBearing(-allocation.amounts.principalMinor)))
            shifts.append(LoanChange(on: dueOn, .interestBearing(allocation.amounts.principalMinor)))
        }
        for instalment in instalments where instalment.dueOn < on && instalment.unpaid.principalMinor > 0 {
            shifts.append(LoanChange(on: instalment.dueOn, .interestBearing(instalment.unpaid.principalMinor)))
            shifts.append(LoanChange(on: on, .interestBearing(-instalment.unpaid.principalMinor)))
        }
        return shifts
    }
}
