internal import CivilTime
internal import LoanBook
internal import Messaging

/// What is kept back because something else about the same loan is told on the same day, or was.
extension Judgement {
    static let overdueInstead = "an overdue notice about this loan is due the same day"
    static let overdueTold = "a message about arrears of this loan went out the same day"
    static let validationFirst = "the notice that validates the debt goes first"

    /// Of `found` nothing was told yet; `told` is what was, on this day or earlier, and is still true.
    func yield(_ found: inout [Occurrence], beside told: [Occurrence]) {
        guard found.count + told.count > 1 else { return }
        yieldToOverdue(&found, beside: told)
        yieldToValidation(&found, beside: told)
    }

    /// A borrower who hears of arrears today is not reminded of the same loan's next instalment on the same day.
    private func yieldToOverdue(_ found: inout [Occurrence], beside told: [Occurrence]) {
        for index in found.indices where found[index].yields == nil {
            guard case .instalment = found[index].subject, let loan = found[index].loan else { continue }
            if found.contains(where: { $0.isOverdue && $0.loan == loan && $0.yields == nil }) {
                found[index].yields = Self.overdueInstead
            } else if told.contains(where: { $0.isOverdue && $0.loan == loan }), heardOfCollectionToday(loan) {
                found[index].yields = Self.overdueTold
            }
        }
    }

    /// A collector's first word about a loan is the one that validates the debt; the next waits for another day.
    private func yieldToValidation(_ found: inout [Occurrence], beside told: [Occurrence]) {
        for index in found.indices where found[index].yields == nil {
            let occurrence = found[index]
            guard !occurrence.isValidation, let loan = occurrence.loan,
                occurrence.step.purpose.messageClass == .collection
            else { continue }
            let isFirst =
                found.contains { $0.isValidation && $0.loan == loan }
                // What a rung hangs on was told behind the validation.
                || !occurrence.step.anchor.isRung && told.contains { $0.isValidation(of: loan, withinContactsOf: date) }
                    && firstHeardOfCollectionToday(loan)
            if isFirst { found[index].yields = Self.validationFirst }
        }
    }

    /// Whether a reminder that was planned gives way at submission to a notice of arrears that went out on this day.
    func yieldsAtSubmission(_ occurrence: Occurrence) -> Bool {
        guard case .instalment = occurrence.subject, let loan = occurrence.loan, heardOfCollectionToday(loan) else {
            return false
        }
        var all: [Occurrence] = []
        Occurrences(strategy: strategy, date: date, zone: portfolioZone)
            .find(snapshot.loans[loan], at: loan, into: &all)
        return all.contains(where: \.isOverdue)
    }

    private func heardOfCollectionToday(_ loan: Int) -> Bool {
        collectionDays(loan).contains(date)
    }

    /// As far back as contacts are known: behind that the first of them is not the first.
    private func firstHeardOfCollectionToday(_ loan: Int) -> Bool {
        collectionDays(loan).min() == date
    }

    /// The days, in the portfolio's calendar, of our messages of the collection class that named the loan.
    private func collectionDays(_ loan: Int) -> [CivilDate] {
        let id = snapshot.loans[loan].loan.id
        return snapshot.contacts.filter { $0.isOurs(about: id, onlyCollection: true) }
            .compactMap { portfolioZone?.civil(at: $0.at).date }
    }
}

extension Occurrence {
    fileprivate var isOverdue: Bool { if case .overdue = subject { true } else { false } }
    /// One that became due within the days of which contacts are known.
    fileprivate func isValidation(of loan: Int, withinContactsOf date: CivilDate) -> Bool {
        isValidation && self.loan == loan && firstDay.map { date - $0 < Lapse.daysCounted } ?? true
    }
    fileprivate var isValidation: Bool { if case .validation = subject { true } else { false } }
}

extension [Occurrence] {
    /// Takes out what was told, and returns it.
    mutating func removeTold(_ claimed: (Claim) -> Bool) -> [Occurrence] {
        let told = filter { $0.isTold(claimed) }
        if !told.isEmpty { removeAll { $0.isTold(claimed) } }
        return told
    }
}
