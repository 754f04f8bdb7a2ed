import CivilTime
import LoanBook
import Messaging
import Store

extension Turn {
    /// The carrier took a segment. A receipt that came before this answer was parked under the same id.
    mutating func accepted(_ id: Attempt.ID, segment: Int, carrierID: String) throws {
        guard var flight = outcome.flights[id], flight.segments.indices.contains(segment) else { return }
        let place = SegmentPlace(borrower: flight.row.borrower, attempt: id, segment: segment)
        let twin = flight.takenLast.flatMap { $0.carrierID == carrierID ? flight.segments[$0.segment] : nil }
        var state = twin ?? .accepted
        ledger.setSegment(place, to: state, carrierID: carrierID, error: "")
        let parked = try ledger.takeParked(
            carrierID: carrierID, for: place, since: flight.writtenAt, vault: context.vault)
        outcome.counts.accepted += 1
        outcome.sample.answer(isFault: false, after: now - flight.writtenAt)
        leaves.append(.outcome(flight, segment: segment, state: state, carrierID: carrierID, error: nil, at: now))
        for waiting in parked {
            let next = state.after(waiting.receipt.outcome)
            leaves.append(
                .receipt(
                    waiting.receipt, number: waiting.number, route: route, place: place, changed: next, at: now))
            guard let next else { continue }
            state = next
            if next != .delivered { flight.failureCode = waiting.receipt.errorCode }
            ledger.setSegment(place, to: state, carrierID: nil, error: waiting.receipt.errorCode)
            try learn(fromReceipt: waiting.receipt.errorCode, next, place)
        }
        flight.segments[segment] = state
        flight.takenLast = (carrierID, segment)
        try land(&flight)
    }

    /// A segment ended without a carrier id.
    mutating func answered(_ id: Attempt.ID, segment: Int, _ state: AttemptState, _ error: SendError?) throws {
        guard var flight = outcome.flights[id], flight.segments.indices.contains(segment),
            flight.segments[segment] == .written
        else { return }
        flight.segments[segment] = state
        if let error { flight.note(error) }
        ledger.setSegment(
            SegmentPlace(borrower: flight.row.borrower, attempt: id, segment: segment), to: state, carrierID: nil,
            error: error?.words ?? "")
        switch state {
        case .refused where error?.policy == .slowDown: outcome.counts.throttled += 1
        case .refused:
            outcome.counts.refused += 1
            outcome.sample.answer(isFault: error?.blame == .route, after: now - flight.writtenAt)
        case .unknown:
            outcome.counts.unknown += 1
            outcome.sample.unanswered += 1
        default: outcome.counts.unwritten += 1
        }
        leaves.append(.outcome(flight, segment: segment, state: state, carrierID: nil, error: error, at: now))
        if let error { try learn(fromRefusal: error, flight) }
        try land(&flight)
    }

    /// When every segment has its answer, the attempt and its message move on, and so do receipts that waited for it.
    private mutating func land(_ flight: inout Flight) throws {
        guard flight.openSegments == 0 else {
            outcome.flights[flight.row.id] = flight
            return
        }
        outcome.flights[flight.row.id] = nil
        if AttemptState.fold(flight.segments) == .delivered { outcome.counts.delivered += 1 }
        moveOn(flight)
        if flight.segments.contains(.unknown) {
            try settleFromParked(flight.row.borrower)
        } else {
            landed.insert(flight.row.borrower)
        }
    }

    private mutating func moveOn(_ flight: Flight) {
        let state = AttemptState.fold(flight.segments)
        let nothingTaken = flight.segments.allSatisfy { $0 == .refused || $0 == .unwritten }
        if nothingTaken, isForAnotherRoute(flight), hasWayElsewhere(flight) { return goElsewhere(flight) }
        guard nothingTaken, let wait = retryWait(flight) else {
            let reason = flight.error?.words ?? reason(of: state, carrierCode: flight.failureCode)
            ledger.set(flight.row, to: state, message: state.message ?? .failed, due: nil, reason: reason, at: now)
            if nothingTaken { ledger.forgetContact(flight.row) }
            return
        }
        // Nothing went out: the borrower was not reached, and the same telling may be tried again.
        ledger.forgetContact(flight.row)
        ledger.releaseClaims(of: flight.message)
        ledger.set(
            flight.row, to: state, message: .planned, due: now + wait,
            reason: flight.error?.words ?? "the link ended before it was written",
            countsTry: flight.error?.policy == .retry, at: now)
        // A way is chosen anew.
        if flight.message.route != nil {
            ledger.route(flight.message, to: nil, refusedBy: flight.message.refusedBy)
        }
        returned.append(flight.message)
    }

    /// Nothing went out, and another route may take it: this one gets it no more.
    private mutating func goElsewhere(_ flight: Flight) {
        ledger.forgetContact(flight.row)
        ledger.releaseClaims(of: flight.message)
        ledger.set(
            flight.row, to: AttemptState.fold(flight.segments), message: .planned, due: now,
            reason: "by another route: \(flight.error?.words ?? "")", countsTry: flight.error?.policy == .retry, at: now
        )
        ledger.route(flight.message, to: nil, refusedBy: flight.message.refusedBy.union([route]))
        returned.append(flight.message)
    }

    /// One message stands open for one occurrence and step. What was planned under the claim of one that goes back to be tried
    /// again, while that was out and told only of other loans, gives way to it: it will tell what is to be told then.
    mutating func supersedeBesideReturned() throws {
        guard !returned.isEmpty else { return }
        var claims: Set<Claim> = []
        var ending = returned.filter { !claims.insert($0.claim).inserted }
        let away = Set(returned.map(\.id))
        ending += try ledger.open(like: returned).filter { !away.contains($0.id) }.sorted { $0.id < $1.id }
        for message in ending { end(message, .superseded, "an earlier message about the same is tried again") }
        returned = []
        // Nothing that has ended is leased in this turn.
        try ledger.write()
    }

    /// Why a message stands as it does, where nothing but the carrier says so.
    func reason(of state: AttemptState, carrierCode: String) -> String {
        switch state {
        case .unknown: "the carrier's answer was lost"
        case .undelivered, .expired: carrierCode.isEmpty ? "the carrier says so" : "carrier's code \(carrierCode)"
        case .written, .accepted, .delivered, .refused, .unwritten: ""
        }
    }

    /// How long to wait before the message is tried again; nil when it will not be.
    private func retryWait(_ flight: Flight) -> Span? {
        guard let error = flight.error else { return context.settings.slowDownFor }
        switch error.policy {
        case .slowDown: return context.settings.slowDownFor
        case .retry:
            let tries = flight.message.attempts + 1
            guard tries < context.settings.attemptsAtMost else { return nil }
            return Span(milliseconds: context.settings.retryAfter.milliseconds << Int64(tries - 1))
        case .permanent: return nil
        }
    }
}
