import CivilTime
import Decisions
import LoanBook
import Messaging
import Store

/// What a carrier says of a number, beside what it says of the message.
extension Turn {
    /// A text was refused for good, for what is wrong with the number.
    mutating func learn(fromRefusal error: SendError, _ flight: Flight) throws {
        guard error.policy == .permanent, let trouble = context.numberCodes[route]?.refused[error.code],
            let contactPoint = flight.contactPoint
        else { return }
        // That one carrier does not serve a number says little while another can be asked: it may have been carried there.
        if trouble.standing != nil, error.blame == .route, hasWayElsewhere(flight) { return }
        try note(
            trouble, code: String(error.code), isRefusal: true, of: contactPoint, flight.row.borrower)
    }

    /// A receipt of the route said why a text did not arrive.
    mutating func learn(fromReceipt code: String, _ state: AttemptState, _ place: SegmentPlace) throws {
        guard state == .undelivered || state == .expired,
            let trouble = context.numberCodes[route]?.trouble(receipt: code)
        else { return }
        // The contact may have been entered in this turn.
        try ledger.write()
        let found = try LearnedNumbers.contactPoint(of: place.attempt, place.borrower, in: session)
        guard let contactPoint = found else { return }
        try note(trouble, code: code, isRefusal: false, of: contactPoint, place.borrower)
    }

    private mutating func note(
        _ trouble: NumberTrouble, code: String, isRefusal: Bool, of contactPoint: ContactPoint.ID,
        _ borrower: Borrower.ID
    ) throws {
        let until = trouble.expiry(isRefusal: isRefusal).map { now + $0 }
        let word = LearnedNumbers.Word(trouble: trouble, until: until, source: "\(route) \(code)")
        guard try LearnedNumbers.note(word, of: contactPoint, borrower, at: now, in: session) else { return }
        let task = try openTask(borrower, trouble)
        leaves.append(.learned(word, of: contactPoint, borrower, task: task, at: now))
    }

    /// Whose last number it was, somebody may have to look for another: where the strategy wants it.
    private func openTask(_ borrower: Borrower.ID, _ trouble: NumberTrouble) throws -> String? {
        guard trouble.standing != nil, inForce.portfolios.values.contains(where: { $0.wantsNumbers }),
            let (portfolio, reference) = try session.first(
                "SELECT portfolio, ref FROM borrower WHERE id = ?", [.id(borrower)], { ($0.integer(0), $0.text(1)) }),
            let kind = inForce.portfolios[portfolio]?.taskWithoutNumber(reference),
            try !LearnedNumbers.hasUsable(borrower, at: now, in: session)
        else { return nil }
        try Tasks.open(kind, of: borrower, at: now, in: session)
        return kind
    }
}
