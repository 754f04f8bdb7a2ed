package import CivilTime

/// A loan's instalments with every payment allocated and every penalty counted, on one day.
///
/// It is computed from the facts each time: a payment that is reversed is left out, and everything is as if it had
/// never come. Money is conserved: payments are what was allocated and the credit that is left.
package struct LoanAccount: Sendable, Hashable {
    package private(set) var on: CivilDate
    /// In the order of due date, then number.
    package private(set) var instalments: [InstalmentState]
    package private(set) var allocations: [Allocation] = []
    /// Money that came in and settles nothing yet.
    package private(set) var creditMinor: Int64 = 0

    private let order: AllocationOrder
    private let penalty: PenaltyRule?
    private var meters: [PenaltyMeter]
    /// What the instalments owed before any penalty was counted.
    private let agreed: [DueAmounts]

    /// The account on `date`, after the payments of that day.
    ///
    /// - Parameters:
    ///   - instalments: in the order of due date, then number.
    ///   - payments: in any order. Those of one day are taken in the order of their ids.
    package init(
        on date: CivilDate, instalments: [InstalmentState], payments: [Repayment], order: AllocationOrder = .usual,
        penalty: PenaltyRule? = nil
    ) {
        on = date
        self.instalments = instalments
        self.order = order
        self.penalty = penalty
        agreed = instalments.map(\.owed)
        meters = [PenaltyMeter](repeating: PenaltyMeter(), count: instalments.count)
        let counted = payments.filter { $0.counts(on: date) }.map(\.payment)
            .sorted { ($0.paidOn, $0.id) < ($1.paidOn, $1.id) }
        for payment in counted {
            settleFromCredit(until: payment.paidOn)
            countPenalty(until: payment.paidOn)
            creditMinor += allocate(payment.amountMinor, of: payment.id, on: payment.paidOn)
        }
        settleFromCredit(until: date)
        countPenalty(until: date)
    }

    package var paid: DueAmounts { instalments.reduce(.none) { $0 + $1.paid } }
    package var unpaid: DueAmounts { instalments.reduce(.none) { $0 + $1.unpaid } }

    /// Unpaid parts of the instalments that fall due up to the day, that day included.
    package var due: DueAmounts { instalments.reduce(.none) { $1.dueOn <= on ? $0 + $1.unpaid : $0 } }

    /// As `Arrears.on` counts them: penalty interest is no part of an instalment.
    package var arrears: Arrears {
        var result = Arrears.none
        for instalment in instalments {
            let unpaid = instalment.unpaid.totalMinor - instalment.unpaid.penaltyMinor
            guard unpaid > 0 else { continue }
            result.outstandingMinor += unpaid
            guard instalment.dueOn < on else { continue }
            result.overdueMinor += unpaid
            guard result.oldestUnpaid == nil else { continue }
            result.oldestUnpaid = instalment.number
            result.daysPastDue = on - instalment.dueOn
        }
        return result
    }

    private mutating func countPenalty(until date: CivilDate) {
        guard let penalty else { return }
        for index in instalments.indices where instalments[index].dueOn < date {
            let dueOn = instalments[index].dueOn
            let unpaid = penalty.amount(in: instalments[index].unpaid)
            meters[index].count(penalty, dueOn: dueOn, unpaid: unpaid, until: date)
            instalments[index].owed.penaltyMinor =
                agreed[index].penaltyMinor + meters[index].amount(penalty, owed: penalty.amount(in: agreed[index]))
        }
    }

    /// Credit settles what falls due while it lasts.
    private mutating func settleFromCredit(until date: CivilDate) {
        guard creditMinor > 0 else { return }
        for dueOn in Set(instalments.map(\.dueOn)).sorted() where dueOn <= date && creditMinor > 0 {
            let isUnpaid = instalments.contains { $0.dueOn == dueOn && $0.unpaid.totalMinor > 0 }
            guard isUnpaid else { continue }
            countPenalty(until: dueOn)
            creditMinor = allocate(creditMinor, of: nil, on: dueOn)
        }
    }

    /// What is left of `amount`.
    private mutating func allocate(_ amount: Int64, of payment: Payment.ID?, on date: CivilDate) -> Int64 {
        var left = amount
        var settled = [DueAmounts](repeating: .none, count: instalments.count)
        let due = instalments.indices.filter { instalments[$0].dueOn <= date }
        switch order.direction {
        case .byInstalment: for index in due { take(order.due, of: index, &left, &settled) }
        case .byComponent:
            for component in order.due { for index in due { take([component], of: index, &left, &settled) } }
        }
        let later = instalments.indices.filter { instalments[$0].dueOn > date }
        switch order.surplus {
        case .nextInstalments: for index in later { take(order.inAdvance, of: index, &left, &settled) }
        case .lastInstalments: for index in later.reversed() { take(order.inAdvance, of: index, &left, &settled) }
        case .credit: break
        }
        for index in instalments.indices where settled[index] != .none {
            allocations.append(
                Allocation(payment: payment, on: date, instalment: instalments[index].number, amounts: settled[index]))
        }
        return left
    }

    private mutating func take(
        _ components: [DueComponent], of index: Int, _ left: inout Int64, _ settled: inout [DueAmounts]
    ) {
        for component in components where left > 0 {
            let part = min(left, instalments[index].unpaid[component])
            guard part > 0 else { continue }
            instalments[index].paid[component] += part
            settled[index][component] += part
            left -= part
        }
    }
}
