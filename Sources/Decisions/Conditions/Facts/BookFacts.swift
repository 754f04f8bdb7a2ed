package import CivilTime
package import LoanBook

/// The facts of one borrower, and of the loan that a step is about. Each is worked out when a condition asks for it; what
/// several need, once.
package final class BookFacts: Facts {
    private let snapshot: BorrowerSnapshot
    private let loan: LoanSnapshot?
    private let portfolio: Portfolio
    private let date: CivilDate
    private let now: Instant
    private let zone: Zone?
    /// One pass over payments and schedule, kept as plain numbers: reading one of them counts no references.
    private lazy var standing = loan.map { Standing(LoanDay($0, on: date, through: date), on: date) }

    private struct Standing {
        var daysPastDue: Int64
        var overdueMinor: Int64
        var outstandingMinor: Int64
        var oldest: Instalment?

        init(_ day: LoanDay, on date: CivilDate) {
            daysPastDue = Int64(day.daysPastDue(on: date))
            overdueMinor = day.overdueMinor
            outstandingMinor = day.outstandingMinor
            oldest = day.oldestUnpaid
        }
    }

    /// - Parameters:
    ///   - loan: its place in the snapshot; nil when the step is about none.
    ///   - zone: the borrower's; nil when it is not known.
    package init(
        _ snapshot: BorrowerSnapshot, loan: Int?, portfolio: Portfolio, on date: CivilDate, now: Instant, zone: Zone?
    ) {
        self.snapshot = snapshot
        self.loan = loan.map { snapshot.loans[$0] }
        self.portfolio = portfolio
        self.date = date
        self.now = now
        self.zone = zone
    }

    override func int(_ slot: Int) -> Int64? {
        switch Fact(rawValue: slot) {
        case .arrearsDaysPastDue: standing?.daysPastDue
        case .arrearsInstalments: overdueInstalments
        case .loanInstalments: loan.map { Int64($0.instalments.count) }
        case .borrowerAge: age
        case .borrowerOpenLoans: Int64(snapshot.loans.lazy.filter { $0.loan.status == .open }.count)
        case .borrowerOverdueLoans: overdueLoans
        case .historyPayments: loan.map { Int64($0.payments.lazy.filter { [date] in $0.paidOn <= date }.count) }
        case .historyFailedPayments:
            loan.map { Int64($0.failedPayments.lazy.filter { [date] in $0.failedOn <= date }.count) }
        case .loanOpenPromises: loan.map { Int64($0.promises.lazy.filter { $0.status == .open }.count) }
        case .historyMessages7Days: contacts(days: 7, onlyMessages: true)
        case .historyMessages30Days: contacts(days: 30, onlyMessages: true)
        case .historyContacts7Days: contacts(days: 7, onlyMessages: false)
        case .historyContacts30Days: contacts(days: 30, onlyMessages: false)
        case .historyPreferredHour:
            zone.flatMap { PreferredHour.hour(of: snapshot.answers, in: $0, now: now) }.map { Int64($0) }
        default: nil
        }
    }

    override func double(_ slot: Int) -> Double? {
        switch Fact(rawValue: slot) {
        case .arrearsAmount: standing.flatMap { major($0.overdueMinor) }
        case .loanPrincipal: loan.flatMap { major($0.loan.principalMinor) }
        case .loanOutstanding: standing.flatMap { major($0.outstandingMinor) }
        case .loanAnnualRate: loan.map { Double($0.loan.annualRateMillionths) / 10_000 }
        case .historyLastPaid: lastPayment.flatMap { major($0.amountMinor) }
        default: nil
        }
    }

    /// A text that the book left empty is a fact that it lacks.
    override func string(_ slot: Int) -> String? {
        let text: String? =
            switch Fact(rawValue: slot) {
            case .loanProduct: loan?.loan.product
            case .loanRating: loan?.loan.rating
            case .loanCurrency: loan?.loan.currency.code
            case .loanStatus: loan?.loan.status.word
            case .loanMethod: loan?.terms?.method?.rawValue
            case .loanArrangement: latestArrangement?.status.word
            case .borrowerKind: snapshot.borrower.kind == .company ? "company" : "person"
            case .borrowerLanguage:
                snapshot.borrower.language.isEmpty ? portfolio.language : snapshot.borrower.language
            case .borrowerRegion: region
            case .borrowerCountry: String(region.prefix { $0 != "-" })
            default: nil
            }
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    override func date(_ slot: Int) -> CivilDate? {
        switch Fact(rawValue: slot) {
        case .today: date
        case .borrowerBornOn: snapshot.borrower.birthDate
        case .loanDisbursedOn: loan?.loan.disbursedOn
        case .loanNextDueOn: nextDueOn
        case .loanLastDueOn: loan?.instalments.last?.dueOn
        case .arrearsOldestDueOn: standing?.oldest?.dueOn
        case .historyLastPaidOn: lastPayment?.paidOn
        default: nil
        }
    }

    override func value(_ slot: Int) -> Value? {
        switch Fact(rawValue: slot) {
        case .now: .timestamp(Moment(now))
        // In one order, whatever the set's.
        case .borrowerFlags: .list(snapshot.flags.map(\.rawValue).sorted().map(Value.string))
        case .score: scores { .double(Double($0.millionths) / 1_000_000) }
        case .scoreDate: scores { .date($0.asOf) }
        case .historyLastContactAt:
            snapshot.contacts.last { Self.reaches($0) && $0.at <= now }.map { .timestamp(Moment($0.at)) }
        default: nil
        }
    }
}

extension BookFacts {
    /// Empty where the lender gave none: `has(score.behaviour)` is false then.
    private func scores(_ value: (Score) -> Value) -> Value {
        var map = ValueMap()
        for score in snapshot.scores {
            // Of one name there is one; of two the first would stand.
            do throws(Doubt.Reason) { try map.insert(.string(score.name), value(score)) } catch { continue }
        }
        return .map(map)
    }

    private var region: String { snapshot.borrower.region.isEmpty ? portfolio.region : snapshot.borrower.region }

    /// The exact quotient rounded once: `4240.25` compares as the number that a condition writes.
    private func major(_ minor: Int64) -> Double? {
        guard let decimals = loan?.loan.currency.decimals else { return nil }
        var divisor = 1.0
        for _ in 0..<decimals { divisor *= 10 }
        return Double(minor) / divisor
    }

    /// Who was born on 29 February is a year older on 1 March of other years.
    private var age: Int64? {
        snapshot.borrower.birthDate.flatMap { born in
            let (then, today) = (born.fields, date.fields)
            let years = today.year - then.year - ((today.month, today.day) < (then.month, then.day) ? 1 : 0)
            return years < 0 ? nil : Int64(years)
        }
    }

    private var overdueLoans: Int64 {
        Int64(
            snapshot.loans.lazy.filter { [date] loan in
                loan.loan.status == .open && LoanDay(loan, on: date, through: date).oldestUnpaid != nil
            }.count)
    }

    private var nextDueOn: CivilDate? {
        guard let loan, let last = loan.instalments.last else { return nil }
        return LoanDay(loan, on: date, through: last.dueOn).ahead.first?.instalment.dueOn
    }

    private var overdueInstalments: Int64? {
        loan.map { loan in
            guard let oldest = standing?.oldest else { return 0 }
            // Payments settle the oldest first: from it on all that are due are unpaid.
            return Int64(
                loan.instalments.lazy.filter { [date] in
                    $0.dueOn < date && ($0.dueOn, $0.number) >= (oldest.dueOn, oldest.number)
                }.count)
        }
    }

    private var lastPayment: Payment? {
        loan?.payments.filter { $0.paidOn <= date }.max { ($0.paidOn, $0.id) < ($1.paidOn, $1.id) }
    }

    private var latestArrangement: Arrangement? {
        loan?.arrangements.max { ($0.statusOn, $0.id) < ($1.statusOn, $1.id) }
    }

    private func contacts(days: Int64, onlyMessages: Bool) -> Int64 {
        let (last, first) = (now.milliseconds, (now - .days(days)).milliseconds)
        var count: Int64 = 0
        for index in snapshot.contacts.indices.reversed() {
            let contact = snapshot.contacts[index]
            let at = contact.at.milliseconds
            if at <= first { break }
            if at <= last, onlyMessages ? contact.kind == .message : Self.reaches(contact) { count += 1 }
        }
        return count
    }

    private static func reaches(_ contact: PastContact) -> Bool {
        contact.kind != .confirmation && contact.kind != .mention
    }
}

extension Loan.Status {
    fileprivate var word: String {
        switch self {
        case .open: "open"
        case .settled: "settled"
        case .writtenOff: "written_off"
        }
    }
}
