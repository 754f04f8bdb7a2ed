import CivilTime
import LoanBook
import Messaging
import Store

extension Turn {
    /// A receipt settles the segment that carries its id, or one whose answer was lost; else it is kept, parked.
    mutating func received(_ receipt: CarrierReceipt) throws {
        outcome.counts.receipts += 1
        let number = try nextReceiptNumber()
        let lookup = context.vault.lookup(PhoneAddress.e164(receipt.address))
        guard let place = try place(of: receipt, lookup: lookup) else {
            outcome.counts.parkedReceipts += 1
            try Receipts.keep(
                receipt, number: number, lookup: lookup, route: route, place: nil, at: now, in: session)
            leaves.append(.receipt(receipt, number: number, route: route, place: nil, changed: nil, at: now))
            return
        }
        try Receipts.keep(
            receipt, number: number, lookup: lookup, route: route, place: place, at: now, in: session)
        try apply(receipt, number: number, to: place)
    }

    /// The answer to a segment was lost, and its receipt may have come before that was known: then it stands parked
    /// under the borrower's number.
    mutating func settleFromParked(_ place: SegmentPlace) throws {
        let lost = try Receipts.unanswered(of: place.borrower, route: route, in: session)
        guard Set(lost.map(\.attempt)) == [place.attempt], let first = lost.first else { return }
        for lookup in try ContactPoints.lookups(of: place.borrower, channel: .sms, in: session) {
            let since = now - context.settings.receiptWait
            let parked = try Receipts.parked(lookup: lookup, route: route, since: since, in: session)
            guard let oldest = parked.first else { continue }
            try Receipts.match(oldest.number, to: first, in: session)
            try apply(oldest.receipt, number: oldest.number, to: first)
            return
        }
    }

    private mutating func apply(_ receipt: CarrierReceipt, number: Int64, to place: SegmentPlace) throws {
        guard let row = try Attempts.find(place.attempt, of: place.borrower, in: session) else { return }
        var segments = try Attempts.segments(of: row, in: session)
        guard segments.indices.contains(place.segment) else { return }
        let before = segments[place.segment]
        guard let after = before.after(receipt.outcome) else {
            leaves.append(.receipt(receipt, number: number, route: route, place: place, changed: nil, at: now))
            return
        }
        segments[place.segment] = after
        try Attempts.setSegment(
            place.segment, of: row, to: after, carrierID: before == .unknown ? receipt.carrierID : nil,
            error: receipt.errorCode, in: session)
        leaves.append(.receipt(receipt, number: number, route: route, place: place, changed: after, at: now))
        if var flight = outcome.flights[row.id] {
            flight.segments[place.segment] = after
            outcome.flights[row.id] = flight
        }
        let state = AttemptState.fold(segments)
        guard state != row.state, let message = state.message else { return }
        if state == .delivered { outcome.counts.delivered += 1 }
        let reason = state == .delivered || receipt.errorCode.isEmpty ? "" : "carrier's code \(receipt.errorCode)"
        try Attempts.set(row, to: state, message: message, due: nil, reason: reason, at: now, in: session)
    }

    private func place(of receipt: CarrierReceipt, lookup: [UInt8]) throws -> SegmentPlace? {
        let places = try Receipts.places(route: route, carrierID: receipt.carrierID, in: session)
        if let newest = places.last { return newest }
        // Without an answer there is no id to match. A receipt for a number with lost segments of one attempt can be
        // nobody else's; with several attempts it would be a guess, and while an attempt to the number still waits for
        // its answer, the answer decides. Both stay parked.
        guard !receipt.address.isEmpty else { return nil }
        var lost: [SegmentPlace] = []
        for owner in try ContactPoints.find(lookup: lookup, in: session) {
            if outcome.flights.values.contains(where: { $0.row.borrower == owner.borrower }) { return nil }
            lost += try Receipts.unanswered(of: owner.borrower, route: route, in: session)
        }
        return Set(lost.map(\.attempt)).count == 1 ? lost.first : nil
    }

    /// A delivery that no rule of the protocol explains is kept as it came, for the carrier's support.
    mutating func keepUnreadable(_ bytes: [UInt8]) throws {
        outcome.counts.unreadable += 1
        leaves.append(.unreadable(bytes, route: route, at: now))
    }
}
